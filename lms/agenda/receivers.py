"""Hours follow what is learnt, on the same signal as progress, in the same transaction; seats follow their meeting."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.dispatch import receiver
from wagtail.signals import page_published

from lms.agenda.ledger import enter_closing, settle_hours
from lms.agenda.meetings.seating import fill_seats
from lms.agenda.models import MeetingPage
from lms.agenda.presence import attendance_of
from modules.activities.workshop.attendance import Attendance
from modules.facts import Fact
from modules.models import Registration
from modules.signals import attendance_asked, facts_taken


@receiver(facts_taken, dispatch_uid="agenda.enter_hours")
def enter_hours(sender: Any, facts: Mapping[UUID, Sequence[Fact]], is_whole: bool, **kwargs: Any) -> int:
    """How many entries were written: none when the ledger said it all already."""
    if is_whole:
        return settle_hours(facts)
    return sum(enter_closing(registration, fact) for registration, those in facts.items() for fact in those)


@receiver(page_published, sender=MeetingPage, dispatch_uid="agenda.fill_seats")
def give_new_seats(sender: Any, instance: MeetingPage, **kwargs: Any) -> None:
    """Seats that an editor adds go to who waits; the clock sends their letters."""
    fill_seats(instance)


@receiver(attendance_asked, dispatch_uid="agenda.tell_attendance")
def tell_attendance(sender: Any, registration: Registration, **kwargs: Any) -> Attendance | None:
    """The half-day of a learner's workshop, for the page of the workshop, which does not know this room."""
    return attendance_of(registration)
