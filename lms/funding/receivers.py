"""Live figures follow what is learnt: on the signals of progress and of hours, in their transaction."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.dispatch import receiver

from lms.agenda.signals import hours_settled
from lms.funding.rollup import settle
from modules.signals import registrations_moved


@receiver([registrations_moved, hours_settled], dispatch_uid="funding.settle_invitations")
def settle_invitations(sender: Any, registrations: Sequence[UUID], **kwargs: Any) -> int:
    """How many invitations changed: none when they said it all already."""
    return settle(registrations)
