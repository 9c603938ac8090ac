"""Issuing the attestation of a programme: the one writer of its row. It says what its half-days' attestations say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from lms.agenda.models import Attestation, ProgrammeAttestation
from lms.agenda.papers.content import Content, HalfDayLine, ProgrammeContent
from lms.agenda.papers.issuing import NotFinished, freeze, gather_content, issue_attestation
from lms.agenda.tasks import queue_pdf
from modules.models import ProgrammeRegistration, Registration


class HalfDayRevoked(Exception):  # noqa: N818 (the name says what happened)
    """The attestation of one of the half-days was revoked and none stands in its place."""


@dataclass(frozen=True)
class Part:
    """What the attestation of a half-day says; `code` is empty while it is not issued."""

    content: Content
    code: str


@transaction.atomic
def issue_programme_attestation(followed: ProgrammeRegistration, at: datetime | None = None) -> ProgrammeAttestation:
    """The attestation of this programme, made now with those of its half-days unless it stands already.

    The race: a double click. The registration's row is locked first, so the second finds the first's row; the
    constraint on what it says has the last word. Raises NotFinished, HalfDayRevoked.
    """
    at = at or timezone.now()
    locked = ProgrammeRegistration.objects.select_for_update(of=("self",)).get(pk=followed.pk)
    standing = standing_attestation(locked)
    if standing is not None:
        return standing
    half_days = [issue_attestation(registration, at) for registration in locked.registrations]
    if not all(each.is_standing for each in half_days):
        raise HalfDayRevoked
    said = gather(locked, [Part(each.frozen, each.grouped_code) for each in half_days])
    attestation = ProgrammeAttestation.objects.create(programme_registration=locked, **freeze(said, at))
    attestation.half_days.set(half_days)
    queue_pdf(attestation)
    return attestation


def standing_attestation(followed: ProgrammeRegistration) -> ProgrammeAttestation | None:
    """The latest one, unless one of its half-days was revoked since."""
    latest: ProgrammeAttestation | None = followed.attestations.first()
    return latest if latest is not None and latest.is_standing else None


def parts_of(followed: ProgrammeRegistration, at: datetime) -> list[Part]:
    """Each half-day as its attestation says it, or would say it at that moment. Raises NotFinished, HalfDayRevoked."""
    if followed.completed_at is None:
        raise NotFinished
    return [_part_of(registration, at) for registration in followed.registrations]


def _part_of(registration: Registration, at: datetime) -> Part:
    issued = list(Attestation.objects.filter(registration=registration))
    standing = [each for each in issued if each.is_standing]
    if standing:
        return Part(standing[0].frozen, standing[0].grouped_code)
    if issued:
        raise HalfDayRevoked
    return Part(gather_content(registration, at), "")


def gather(followed: ProgrammeRegistration, parts: Sequence[Part]) -> ProgrammeContent:
    """One content from those of the half-days, in order: hours add up, a competency worked twice is said once."""
    contents = [part.content for part in parts]
    lines = {line.code: line for content in contents for line in content.competencies}
    return ProgrammeContent(
        name=contents[-1].name,
        title=followed.programme.title,
        institute=contents[-1].institute,
        institute_siret=contents[-1].institute_siret,
        half_days=[_half_day_line(part) for part in parts],
        outcomes=[outcome for content in contents for outcome in content.outcomes],
        started_on=min(content.started_on for content in contents),
        completed_on=max(content.completed_on for content in contents),
        minutes_done=sum(content.minutes_done for content in contents),
        competencies=[lines[code] for code in sorted(lines)],
        passed=all(content.passed for content in contents),
    )


def _half_day_line(part: Part) -> HalfDayLine:
    content = part.content
    return HalfDayLine(
        title=content.title,
        edition=content.edition,
        code=part.code,
        completed_on=content.completed_on,
        minutes_done=content.minutes_done,
        reached=content.reached,
        total=len(content.competencies),
        passed=content.passed,
    )
