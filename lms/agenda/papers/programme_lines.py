"""The lines of a programme's attestation, in words: the same on its page, on its PDF and on the verification page."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cms.numbers import write_minutes
from competencies.days import write_day
from lms.agenda.papers.content import HalfDayLine, ProgrammeContent
from lms.agenda.papers.lines import write_dates


def write_programme_lines(content: ProgrammeContent) -> list[tuple[str, str]]:
    """(label, value) in reading order; a line with nothing to say is left out."""
    return [(label, value) for label, value in _lines(content) if value]


def _lines(content: ProgrammeContent) -> Iterator[tuple[str, str]]:
    yield _("Person"), content.name
    yield _("Programme"), content.title
    for number, half_day in enumerate(content.half_days, 1):
        yield _("Half-day %(number)d") % {"number": number}, _half_day(half_day)
    yield _("Nature"), _("Training action")
    yield _("Institute"), content.institute
    yield _("SIRET of the institute"), content.institute_siret
    yield _("Dates"), write_dates(content.started_on, content.completed_on)
    yield _("Length followed"), _length(content)
    yield _("Result"), _result(content)


def _half_day(line: HalfDayLine) -> str:
    facts: dict[str, object] = {"title": line.title, "edition": line.edition, "day": write_day(line.completed_on)}
    facts |= {"length": write_minutes(line.minutes_done), "reached": line.reached, "total": line.total}
    said = (
        _(
            "“%(title)s”, edition %(edition)s, %(length)s, finished on %(day)s: passed, "
            "%(reached)d competencies of %(total)d at level 2 or more."
        )
        if line.passed
        else _(
            "“%(title)s”, edition %(edition)s, %(length)s, finished on %(day)s: followed, not passed yet, "
            "%(reached)d competencies of %(total)d at level 2 or more."
        )
    )
    own = _("Its own attestation has the code %(code)s.") % {"code": line.code} if line.code else ""
    return f"{said % facts} {own}".strip()


def _length(content: ProgrammeContent) -> str:
    return _("%(length)s, the planned time of the activities done") % {"length": write_minutes(content.minutes_done)}


def _result(content: ProgrammeContent) -> str:
    if content.passed:
        return _("Programme passed: all its half-days are")
    return _("Programme followed, not passed yet: one of its half-days is not")
