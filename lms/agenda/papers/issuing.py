"""Issuing an attestation: what it says is gathered here, and frozen."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from lms.agenda.hours import minutes_of
from lms.agenda.models import Attestation, HalfDayMember
from lms.agenda.papers.codes import make_code
from lms.agenda.papers.content import CompetencyLine, Content, ProgrammeContent, digest_of, write_content
from lms.agenda.papers.passing import decide_verdict
from lms.agenda.signals import hours_settled
from lms.agenda.tasks import queue_pdf
from lms.people.models import InstitutePlace, Organisation
from modules.ending import Line, end_of
from modules.models import Registration

INSTANT = timedelta(microseconds=1)  # what was done at the very moment of issuing counts


class NotFinished(Exception):  # noqa: N818 (the name says what happened)
    """The registration has activities left: there is nothing to attest yet."""


@transaction.atomic
def issue_attestation(registration: Registration, at: datetime | None = None) -> Attestation:
    """The attestation of this registration, made now unless there was one. Its PDF is queued on commit.

    One that was revoked is not made again here: that is its institute's to decide (`replacing`).
    The race: a double click, or two windows. The registration's row is locked first, so the second finds the first's
    row; the constraint has the last word. Raises NotFinished.
    """
    locked = Registration.objects.select_for_update().get(pk=registration.pk)
    return latest_attestation(locked) or write_attestation(locked, at or timezone.now())


def latest_attestation(registration: Registration) -> Attestation | None:
    """The one that stands, else the last that was revoked."""
    issued = Attestation.objects.filter(registration=registration)
    found: Attestation | None = issued.order_by(F("revoked_at").desc(nulls_first=True), "-issued_at").first()
    return found


def write_attestation(registration: Registration, at: datetime) -> Attestation:
    """One more attestation, of what is known at that moment. The caller holds the registration. Raises NotFinished."""
    said = gather_content(registration, at)
    attestation = Attestation.objects.create(registration=registration, **freeze(said, at))
    queue_pdf(attestation)
    hours_settled.send(Attestation, registrations=[registration.pk])
    return attestation


def freeze(said: Content | ProgrammeContent, at: datetime) -> dict[str, Any]:
    """The fields of any attestation: what it says from now on, its digest, a new code, a PDF to prepare."""
    content = write_content(said)
    return {
        "code": make_code(),
        "issued_at": at,
        "content": content,
        "digest": digest_of(content),
        "pdf_queued_at": timezone.now(),
    }


def gather_content(registration: Registration, at: datetime) -> Content:
    """What the attestation says if it is issued at that moment. Raises NotFinished."""
    if registration.completed_at is None:
        raise NotFinished
    edition, today = registration.edition, timezone.localdate(at)
    lines = [_competency_line(line, today) for line in end_of(registration).lines]
    verdict = decide_verdict([line.level for line in lines])
    half_day_on = _half_day_on(registration)
    return Content(
        name=registration.learner.get_full_name(),
        title=edition.title,
        institute=edition.institute,
        institute_siret=_siret_of(registration),
        edition=edition.label,
        outcomes=list(edition.outcomes),
        registered_on=timezone.localdate(registration.registered_at),
        started_on=timezone.localdate(registration.started_at or registration.registered_at),
        completed_on=timezone.localdate(registration.completed_at),
        minutes_done=minutes_of(registration, at + INSTANT),
        modality="half_day" if half_day_on else "remote",
        half_day_on=half_day_on,
        competencies=lines,
        reached=verdict.reached,
        needed=verdict.needed,
        passed=verdict.passed,
    )


def _competency_line(line: Line, today: date) -> CompetencyLine:
    """A level that is to be renewed counts no more: as never assessed."""
    level = line.level if line.level and line.level.expires_on > today else None
    return CompetencyLine(
        code=line.code,
        statement=line.statement,
        level=level.level if level else None,
        level_name=level.cfitem.document.level_names[level.level - 1] if level else "",
        rule=level.rule.title if level else "",
        rule_version=level.rule.version if level else None,
    )


def _half_day_on(registration: Registration) -> date | None:
    held = HalfDayMember.objects.filter(registration=registration, half_day__revoked_at=None)
    days = held.order_by("-half_day__held_on")
    return days.values_list("half_day__held_on", flat=True).first()


def _siret_of(registration: Registration) -> str:
    page = registration.edition.module.institute
    places = InstitutePlace.objects.filter(page=page.pk)
    return (
        Organisation.objects.filter(pk__in=places.values("organisation")).values_list("siret", flat=True).first() or ""
    )
