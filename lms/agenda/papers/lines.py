"""The lines of an attestation, in words: the same on its page, on its PDF and on the verification page."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from cms.numbers import write_minutes
from competencies.days import write_day
from lms.agenda.papers.content import CompetencyLine, Content, ProgrammeContent


def write_lines(content: Content) -> list[tuple[str, str]]:
    """(label, value) in reading order; a line with nothing to say is left out."""
    return [(label, value) for label, value in _lines(content) if value]


def _lines(content: Content) -> Iterator[tuple[str, str]]:
    yield _("Person"), content.name
    yield _("Module"), content.title
    yield _("Edition"), content.edition
    yield _("Nature"), _("Training action")
    yield _("Institute"), content.institute
    yield _("SIRET of the institute"), content.institute_siret
    yield _("Dates"), write_dates(content.started_on, content.completed_on)
    yield _("Length followed"), _length(content)
    yield _("Modality"), write_modality(content)
    yield _("Result"), write_result(content)


def write_dates(start: date, end: date) -> str:
    if start == end:
        return _("on %(day)s") % {"day": write_day(end)}
    return _("from %(start)s to %(end)s") % {"start": write_day(start), "end": write_day(end)}


def _length(content: Content) -> str:
    return _("%(length)s, the planned time of the activities done") % {"length": write_minutes(content.minutes_done)}


def write_modality(content: Content) -> str:
    if content.half_day_on:
        return _("Half-day with a group on %(day)s, and online activities") % {"day": write_day(content.half_day_on)}
    return _("At a distance, at one’s own pace")


def write_result(content: Content) -> str:
    """Passed or not, with the count that decides it."""
    counts = {"reached": content.reached, "total": len(content.competencies), "needed": content.needed}
    if content.passed:
        return (
            _("Module passed: %(reached)d competencies of %(total)d at level 2 or more, %(needed)d asked for") % counts
        )
    return (
        _(
            "Module followed, not passed yet: %(reached)d competencies of %(total)d at level 2 or more, "
            "%(needed)d asked for"
        )
        % counts
    )


def write_level(line: CompetencyLine) -> str:
    if line.level is None:
        return _("Never assessed")
    return _("Level %(level)d, %(name)s") % {"level": line.level, "name": line.level_name}


def write_rule(line: CompetencyLine) -> str:
    """Which rule gave the level; empty when there is none."""
    if line.rule_version is None:
        return ""
    return _("rule “%(rule)s”, version %(version)d") % {"rule": line.rule, "version": line.rule_version}


def write_competencies(content: Content | ProgrammeContent) -> list[tuple[CompetencyLine, str, str]]:
    """(competency, its level in words, the rule of that level)."""
    return [(line, write_level(line), write_rule(line)) for line in content.competencies]
