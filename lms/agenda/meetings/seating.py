"""Who has a seat and who waits. The one writer of MeetingSeat.

The race: two people ask for the last seat. Each deed first locks the meeting (on SQLite the whole database), so they
come one after the other; the constraint on seat numbers has the last word.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from lms.agenda.models import MeetingPage, MeetingSeat

KEPT_AFTER = timedelta(days=30)


@dataclass(frozen=True)
class Guest:
    name: str
    email: str
    structure: str = ""
    needs: str = ""


@transaction.atomic
def take_seat(meeting: MeetingPage, guest: Guest) -> MeetingSeat:
    """A seat, or a place on the waiting list. Asked again with the same address, it is the first one."""
    _lock(meeting)
    email = guest.email.casefold()
    found = MeetingSeat.objects.filter(meeting=meeting, email=email).first()
    if found:
        return found
    seat = MeetingSeat.objects.create(
        meeting=meeting, name=guest.name, email=email, structure=guest.structure, needs=guest.needs
    )
    _fill(meeting)
    seat.refresh_from_db()
    return seat


@transaction.atomic
def leave_seat(seat: MeetingSeat) -> None:
    """Nothing of them is kept; the first who waits gets the seat."""
    _lock(seat.meeting)
    MeetingSeat.objects.filter(pk=seat.pk).delete()
    _fill(seat.meeting)


@transaction.atomic
def fill_seats(meeting: MeetingPage) -> None:
    """Seats that an editor added go to who waits."""
    _lock(meeting)
    _fill(meeting)


def forget_people(now: datetime) -> int:
    """Thirty days after a meeting its seats are only counted: no name, no address."""
    over = MeetingSeat.objects.filter(meeting__ends_at__lt=now - KEPT_AFTER, email__isnull=False)
    return over.update(name="", email=None, structure="", needs="")


def _lock(meeting: MeetingPage) -> None:
    MeetingPage.objects.select_for_update(of=("self",)).get(pk=meeting.pk)


def _fill(meeting: MeetingPage) -> None:
    capacity = MeetingPage.objects.values_list("capacity", flat=True).get(pk=meeting.pk)
    taken = set(MeetingSeat.objects.filter(meeting=meeting, number__isnull=False).values_list("number", flat=True))
    free = (number for number in range(1, capacity + 1) if number not in taken)
    waiting = MeetingSeat.objects.filter(meeting=meeting, number__isnull=True, email__isnull=False).order_by("pk")
    for seat, number in zip(waiting, free, strict=False):
        MeetingSeat.objects.filter(pk=seat.pk).update(number=number)
