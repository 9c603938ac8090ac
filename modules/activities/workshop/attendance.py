"""Who was at a workshop. The fact is the half-day's, two signatures kept above this room: asked here, and said."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from modules.answering import attend, close_attempt, start_attempt
from modules.models import Attempt, EditionActivity, Registration
from modules.outcome import Outcome
from modules.signals import attendance_asked


@dataclass(frozen=True)
class Attendance:
    """The half-day of a registration: when, where it is signed, by whom it is already."""

    held_on: date
    institute: str
    address: str
    """The page where the learner signs."""
    may_be_signed: bool
    """Its day has come."""
    signed_by_learner: bool
    signed_by_trainer: bool

    @property
    def is_signed(self) -> bool:
        return self.signed_by_learner and self.signed_by_trainer


def ask_attendance(registration: Registration) -> Attendance | None:
    """None when no half-day is planned for this learner."""
    answers: list[Any] = attendance_asked.send(Registration, registration=registration)
    return next((answer for _receiver, answer in answers if answer is not None), None)


@transaction.atomic
def attend_workshops(registration: Registration, at: datetime) -> int:
    """Say that the learner was at every workshop of the edition followed; how many. Said again, nothing changes."""
    workshops = EditionActivity.objects.filter(edition=registration.edition_id, kind="workshop")
    for workshop in workshops:
        attend(registration, workshop, at)
    return len(workshops)


@transaction.atomic
def declare(registration: Registration, activity: EditionActivity) -> None:
    """The learner's own word, where nobody signs: the step is done and gives no hours. Said once, in any window."""
    Registration.objects.select_for_update().get(pk=registration.pk)
    if not Attempt.objects.filter(registration=registration, activity__key=activity.key).exists():
        close_attempt(start_attempt(registration, activity), Outcome())
