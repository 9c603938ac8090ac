"""Issuing an attestation and revoking it: the one writer of its row."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from lms.agenda.hours import minutes_of
from lms.agenda.models import Attestation, HalfDayMember
from lms.agenda.papers.codes import make_code
from lms.agenda.papers.content import CompetencyLine, Content, digest_of, write_content
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
    """The attestation of this registration, made now unless there already is one. Its PDF is queued on commit.

    The race: a double click, or two windows. The registration's row is locked first, so the second finds the first's
    row; the one-to-one constraint has the last word. Raises NotFinished.
    """
    at = at or timezone.now()
    locked = Registration.objects.select_for_update().get(pk=registration.pk)
    issued = Attestation.objects.filter(registration=locked).first()
    if issued is not None:
        return issued
    content = write_content(gather_content(locked, at))
    attestation = Attestation.objects.create(
        registration=locked,
        code=make_code(),
        issued_at=at,
        content=content,
        digest=digest_of(content),
        pdf_queued_at=timezone.now(),
    )
    queue_pdf(attestation)
    hours_settled.send(Attestation, registrations=[locked.pk])
    return attestation


@transaction.atomic
def revoke_attestation(attestation: Attestation, reason: str, at: datetime | None = None) -> None:
    """From now on the verification page says it is revoked and why. The first reason stays."""
    Registration.objects.select_for_update().get(pk=attestation.registration_id)
    standing = Attestation.objects.filter(pk=attestation.pk, revoked_at=None)
    standing.update(revoked_at=at or timezone.now(), revoked_reason=reason)
    hours_settled.send(Attestation, registrations=[attestation.registration_id])


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
    days = HalfDayMember.objects.filter(registration=registration).order_by("-half_day__held_on")
    return days.values_list("half_day__held_on", flat=True).first()


def _siret_of(registration: Registration) -> str:
    page = registration.edition.module.institute
    places = InstitutePlace.objects.filter(page=page.pk)
    return (
        Organisation.objects.filter(pk__in=places.values("organisation")).values_list("siret", flat=True).first() or ""
    )
