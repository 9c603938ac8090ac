"""Deciding the reminders of the day, and sending each person one letter. The one writer of Reminder."""

import logging
import uuid
from datetime import date, datetime
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from lms.people.models import User
from lms.reminders.agenda_facts import concerned_by_half_days
from lms.reminders.deciding import Line, decide, still_true
from lms.reminders.facts import read_facts
from lms.reminders.letter import write_letter
from lms.reminders.models import Kind, Reminder

logger = logging.getLogger(__name__)


def decide_reminders(on: date) -> int:
    """Keep what everyone is to be told that day; how many rows were tried. Run twice, or by two at once, it keeps each
    once: the constraint has the last word."""
    rows = [
        Reminder(person_id=person, kind=line.kind, subject=line.subject)
        for person, facts in read_facts(User.objects.all(), on).items()
        for line in decide(facts, on)
    ]
    Reminder.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    return len(rows)


def tell_called_off(on: date) -> int:
    """Half-days called off are told within minutes, not the next morning; how many rows were tried. Safe twice."""
    rows = [
        Reminder(person_id=person, kind=line.kind, subject=line.subject)
        for person, facts in read_facts(concerned_by_half_days(on), on).items()
        for line in decide(facts, on)
        if line.kind == Kind.CALLED_OFF
    ]
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def send_waiting(now: datetime | None = None) -> int:
    """One letter to each person for whom something waits; how many letters left."""
    waiting = Reminder.objects.waiting(now or timezone.now()).order_by("person")
    return sum(send_letter(person, now) for person in waiting.values_list("person", flat=True).distinct())


def send_letter(person_id: UUID, now: datetime | None = None) -> bool:
    """Claim all that waits for this person, drop what holds no more, send the rest as one letter.

    The race: two workers. The claim is one UPDATE, so the second takes nothing. A worker that dies keeps its claim
    until it is stale; the letter's Message-ID is that of its first row, so that a mail box knows it has it already.
    """
    now = now or timezone.now()
    rows = _claim(person_id, now)
    if not rows:
        return False
    lines = _lines_of(person_id, rows, timezone.localdate(now))
    if lines:
        try:
            write_letter(rows[0].person, lines, rows[0].pk).send()
        except OSError:  # the mail server's; smtplib's are OSError too
            logger.exception("Reminders of %s wait: their letter was not taken", person_id)
            return False
    _settle(rows, lines, now)
    return bool(lines)


def _claim(person_id: UUID, now: datetime) -> list[Reminder]:
    claim = uuid.uuid4()
    waiting = Reminder.objects.waiting(now).filter(person=person_id)
    waiting.update(claim=claim, claimed_at=now, attempts=F("attempts") + 1)
    return list(Reminder.objects.filter(claim=claim).select_related("person").order_by("pk"))


def _lines_of(person_id: UUID, rows: list[Reminder], on: date) -> list[Line]:
    """Read again: what was finished, renewed or undone since is not told."""
    facts = read_facts(User.objects.filter(pk=person_id), on).get(person_id)
    return still_true([(row.kind, row.subject) for row in rows], facts, on) if facts else []


def _settle(rows: list[Reminder], lines: list[Line], now: datetime) -> None:
    told = {line.name for line in lines}
    sent = [row.pk for row in rows if (row.kind, row.subject) in told]
    mine = Reminder.objects.filter(claim=rows[0].claim)
    mine.filter(pk__in=sent).update(sent_at=now)
    mine.exclude(pk__in=sent).update(dropped_at=now)
