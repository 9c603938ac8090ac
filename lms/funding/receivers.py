"""Live figures follow what is learnt: on the signals of progress and of hours, in their transaction."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.dispatch import receiver

from lms.agenda.signals import hours_settled
from lms.funding.opinions import issue_opinions
from lms.funding.rollup import settle
from modules.models import EditionActivity
from modules.signals import opinions_told, registrations_moved


@receiver([registrations_moved, hours_settled], dispatch_uid="funding.settle_invitations")
def settle_invitations(sender: Any, registrations: Sequence[UUID], **kwargs: Any) -> int:
    """How many invitations changed: none when they said it all already."""
    return settle(registrations)


@receiver(opinions_told, dispatch_uid="funding.issue_opinions")
def issue_told_opinions(sender: Any, activity: EditionActivity, **kwargs: Any) -> int:
    """How many tables were issued."""
    return issue_opinions(activity)
