"""Hours follow what is learnt: on the same signal as progress, in the same transaction."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.dispatch import receiver

from lms.agenda.ledger import enter_closing, settle_hours
from modules.facts import Fact
from modules.signals import facts_taken


@receiver(facts_taken, dispatch_uid="agenda.enter_hours")
def enter_hours(sender: Any, facts: Mapping[UUID, Sequence[Fact]], is_whole: bool, **kwargs: Any) -> int:
    """How many entries were written: none when the ledger said it all already."""
    if is_whole:
        return settle_hours(facts)
    return sum(enter_closing(registration, fact) for registration, those in facts.items() for fact in those)
