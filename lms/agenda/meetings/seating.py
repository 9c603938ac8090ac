"""Who has a seat and who waits. The one writer of MeetingSeat and MeetingReply.

The race: two people ask for the last seat. Each deed first locks the meeting (on SQLite the whole database), so they
come one after the other; the constraint on seat numbers has the last word.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from lms.agenda.meetings.questionnaire import open_moment, window
from lms.agenda.models import MeetingPage, MeetingReply, MeetingSeat, Moment

KEPT_AFTER = timedelta(days=30)


@dataclass(frozen=True)
class Guest:
    name: str
    email: str
    structure: str = ""
    needs: str = ""
    may_be_asked_later: bool = False


class MeetingClosed(Exception):  # noqa: N818 (the name says what happened)
    """It began, was called off or taken down while the guest was writing."""


@transaction.atomic
def take_seat(meeting: MeetingPage, guest: Guest) -> MeetingSeat:
    """A seat, or a place on the waiting list. Asked again with the same address, it is the first one. MeetingClosed."""
    if not _lock(meeting).is_open:
        raise MeetingClosed
    email = guest.email.casefold()
    found = MeetingSeat.objects.filter(meeting=meeting, email=email).first()
    if found:
        return found
    seat = MeetingSeat.objects.create(
        meeting=meeting,
        name=guest.name,
        email=email,
        structure=guest.structure,
        needs=guest.needs,
        may_be_asked_later=guest.may_be_asked_later,
    )
    _fill(meeting)
    seat.refresh_from_db()
    return seat


@transaction.atomic
def leave_seat(seat: MeetingSeat) -> None:
    """Nothing of them is kept, answers neither; the first who waits gets the seat."""
    _lock(seat.meeting)
    MeetingSeat.objects.filter(pk=seat.pk).delete()
    _fill(seat.meeting)


@transaction.atomic
def fill_seats(meeting: MeetingPage) -> None:
    """Seats that an editor added go to who waits."""
    _lock(meeting)
    _fill(meeting)


@transaction.atomic
def take_reply(seat: MeetingSeat, moment: Moment, choices: dict[str, int]) -> bool:
    """Keep these answers; whether they are the first for this moment (the others are not kept).

    Asked three months after, nothing more is to be asked: the address goes at once.
    """
    _, is_first = MeetingReply.objects.get_or_create(seat=seat, moment=moment, defaults={"choices": choices})
    if moment is Moment.LATER:
        _forget(MeetingSeat.objects.filter(pk=seat.pk))
    return is_first


def moment_to_answer(seat: MeetingSeat, now: datetime) -> Moment | None:
    """The questionnaire that waits for this guest now: who has a seat, and has not answered it yet. One query."""
    meeting = seat.meeting
    moment = open_moment(meeting.starts_at, meeting.ends_at, now)
    if moment is None or not seat.is_seated or meeting.is_called_off:
        return None
    return None if seat.replies.filter(moment=moment).exists() else moment


def forget_people(now: datetime) -> int:
    """Thirty days after a meeting its seats are only counted: no name, and no address once the last question is past.

    How many were forgotten, of which only the address was left or everything.
    """
    over = MeetingSeat.objects.filter(meeting__ends_at__lt=now - KEPT_AFTER, email__isnull=False)
    later = [seat.pk for seat in over.select_related("meeting") if _may_still_be_asked(seat, now)]
    over.filter(pk__in=later).exclude(name="").update(name="", structure="", needs="")
    return _forget(over.exclude(pk__in=later))


def _may_still_be_asked(seat: MeetingSeat, now: datetime) -> bool:
    end = window(Moment.LATER, seat.meeting.starts_at, seat.meeting.ends_at).end
    return seat.may_be_asked_later and seat.is_seated and not seat.meeting.is_called_off and now < end


def _forget(seats: QuerySet[MeetingSeat]) -> int:
    return seats.update(name="", email=None, structure="", needs="")


def _lock(meeting: MeetingPage) -> MeetingPage:
    return MeetingPage.objects.select_for_update(of=("self",)).get(pk=meeting.pk)


def _fill(meeting: MeetingPage) -> None:
    capacity = MeetingPage.objects.values_list("capacity", flat=True).get(pk=meeting.pk)
    taken = set(MeetingSeat.objects.filter(meeting=meeting, number__isnull=False).values_list("number", flat=True))
    free = (number for number in range(1, capacity + 1) if number not in taken)
    waiting = MeetingSeat.objects.filter(meeting=meeting, number__isnull=True, email__isnull=False).order_by("pk")
    for seat, number in zip(waiting, free, strict=False):
        MeetingSeat.objects.filter(pk=seat.pk).update(number=number)
