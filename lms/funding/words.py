"""How figures are said: categories, groups of merged categories, steps, dates."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competencies.days import write_day
from lms.funding.baseline import Refusal
from lms.funding.catalogue import CROSS, TOTAL, WITHIN, axes_of
from lms.funding.departments import DEPARTMENTS
from lms.funding.grid import Depth, Members, Step
from lms.funding.issuing import Reason
from lms.funding.replaying import Difference, Verdict
from lms.funding.uptake import (
    COMMUNE,
    MODULE,
    MONTH,
    PROFESSION,
    QUARTER,
    STRUCTURE,
    TERRITORY,
    TOGETHER,
)
from lms.people.models import Profession, StructureType

# Lazy words are Any here: they are only ever put in a page or in a file.
STEP_WORDS: Mapping[Step, Any] = {
    Step.INVITED: gettext_lazy("People invited"),
    Step.ENROLLED: gettext_lazy("People enrolled"),
    Step.STARTED: gettext_lazy("Started a module"),
    Step.COMPLETED: gettext_lazy("Completed a module"),
    Step.ATTESTED: gettext_lazy("Received an attestation"),
}
HOURS_WORDS = gettext_lazy("Time followed")
AXIS_WORDS: Mapping[str, Any] = {
    TOTAL: gettext_lazy("Whole convention"),
    TERRITORY: gettext_lazy("Territory"),
    COMMUNE: gettext_lazy("Commune"),
    STRUCTURE: gettext_lazy("Structure type"),
    PROFESSION: gettext_lazy("Profession"),
    MODULE: gettext_lazy("Modules"),
    QUARTER: gettext_lazy("Quarter of invitation"),
    MONTH: gettext_lazy("Month of invitation"),
}
TABLE_TITLES: Mapping[str, Any] = {
    TOTAL: gettext_lazy("The whole convention"),
    TERRITORY: gettext_lazy("By territory"),
    STRUCTURE: gettext_lazy("By structure type"),
    PROFESSION: gettext_lazy("By profession"),
    MODULE: gettext_lazy("By modules followed"),
    QUARTER: gettext_lazy("By quarter of invitation"),
}
OTHERS: Mapping[str, Any] = {
    TERRITORY: gettext_lazy("Other territories: %(names)s"),
    COMMUNE: gettext_lazy("Other communes: %(names)s"),
    STRUCTURE: gettext_lazy("Other types: %(names)s"),
    PROFESSION: gettext_lazy("Other professions: %(names)s"),
}

DEPTH_WORDS: Mapping[Depth, Any] = {
    Depth.F1: gettext_lazy("invited only"),
    Depth.F2: gettext_lazy("invited and completed"),
    Depth.F4: gettext_lazy("invited to completed"),
    Depth.F5: gettext_lazy("every step"),
}
VERDICTS: Mapping[Verdict, Any] = {
    Verdict.SAME: gettext_lazy("The same people and the same rules give the same figures: the digests are equal."),
    Verdict.RULES_CHANGED: gettext_lazy(
        "The rules have changed since this edition: its figures stand, and cannot be run again by the rules of today."
    ),
    Verdict.ALTERED: gettext_lazy(
        "The stored tables no longer give the digest of the receipt. Write to the site team and quote the receipt."
    ),
    Verdict.PEOPLE_CHANGED: gettext_lazy(
        "The invitations known as of that day have changed since: some came late, or were removed."
    ),
    Verdict.PROGRESS_CHANGED: gettext_lazy(
        "The same people are invited, and their steps or hours as of that day have changed since:"
        " late or corrected data."
    ),
    Verdict.CHANGE_CHANGED: gettext_lazy(
        "The tables are the same; what people answered before and after, as of that day, has changed since:"
        " late or corrected data."
    ),
    Verdict.PLACES_CHANGED: gettext_lazy(
        "The whole convention is the same, and people are in other groups: posts or teams have been corrected since."
    ),
}
CHANGES: Mapping[Difference, Any] = {
    Difference.GONE: gettext_lazy("would not be issued today"),
    Difference.NEW: gettext_lazy("would be issued today"),
    Difference.LINES: gettext_lazy("its lines would not be the same"),
    Difference.FIGURES: gettext_lazy("same lines, other figures"),
}

REFUSALS: Mapping[str, Any] = {
    Refusal.NO_CELL: gettext_lazy("2018 is not shown beside: no table of the survey counts this answer."),
    Refusal.WORDS: gettext_lazy("2018 is not shown beside: the words of the question were not these."),
    Refusal.ANSWERS: gettext_lazy("2018 is not shown beside: the answers offered were not these."),
    Refusal.CODED: gettext_lazy("2018 is not shown beside: the answers were free, and sorted by hand."),
    Refusal.UNIT: gettext_lazy("2018 is not shown beside: its table counts answers, and these are people."),
}

Names = Mapping[str, str]  # what the database calls a commune (by code) or a module (by key)
NO_NAMES: Names = {}


def write_date(day: date) -> str:
    """« 1er janvier 2026 », « 20 novembre 2026 »."""
    return write_day(day)


def title_table(name: str, names: Names = NO_NAMES) -> str:
    """« Par territoire », « Communes : Nord », « Territoire et profession »."""
    if CROSS in name:
        row, column = axes_of(name)
        return _("%(row)s and %(column)s") % {"row": head_of(row, names), "column": head_of(column, names).lower()}
    return head_of(name, names) if WITHIN in name else str(TABLE_TITLES[name])


def head_of(name: str, names: Names = NO_NAMES) -> str:
    """What the lines of a one-axis table are; for a finer level, inside which category."""
    level, _at, within = name.partition(WITHIN)
    if not within:
        return str(AXIS_WORDS[level])
    parent = {COMMUNE: TERRITORY, MONTH: QUARTER}[level]
    return _("%(level)s (%(within)s)") % {
        "level": AXIS_WORDS[level],
        "within": name_category(parent, within, names),
    }


def name_category(level: str, key: str, names: Names = NO_NAMES) -> str:
    """A category in words; what nobody knows is said so."""
    if level == TERRITORY:
        return DEPARTMENTS.get(key) or _("Territory not known")
    if level == STRUCTURE:
        return str(StructureType(key).label) if key in StructureType.values else _("Type not known")
    if level == PROFESSION:
        return str(Profession(key).label) if key in Profession.values else _("Profession not known")
    if level == MODULE:
        return " + ".join(names.get(each) or _("Module withdrawn") for each in key.split(TOGETHER))
    return name_period(key) if level in (QUARTER, MONTH) else names.get(key) or _("Commune not known")


def name_period(key: str) -> str:
    """« 2e trimestre 2026 » from 2026-T2, « mars 2026 » from 2026-03."""
    year, _hyphen, part = key.partition("-")
    if part.startswith("T"):
        return _("Q%(quarter)s %(year)s") % {"quarter": part[1:], "year": year}
    return date_format(date(int(year), int(part), 1), "F Y")


def name_group(name: str, members: Members, is_only_merged: bool, names: Names = NO_NAMES) -> str:
    """A category, or the list of all those merged: the only such group of a table is called « Autres … »."""
    level = name.partition(WITHIN)[0]
    if level == TOTAL:
        return _("Together")
    words = [name_category(level, key, names) for key in members]
    listed = ", ".join(words if level in (QUARTER, MONTH) else sorted(words))
    if len(members) == 1:
        return listed
    if is_only_merged and level in OTHERS:
        return str(OTHERS[level]) % {"names": listed}
    return _("%(names)s, put together") % {"names": listed}


def explain(reason: Reason | None, has_table: bool, k: int) -> str:
    """Why a table is older than its edition, or is not there; empty when it is of that day."""
    if reason is None:
        return ""
    if reason is Reason.WITHHELD and not has_table:
        return _("This table is held back: beside the others, it would have let a small group be guessed.")
    if reason is Reason.QUARTERLY:
        return _("This table is issued at the end of each quarter; the total alone is issued each month.")
    if has_table:
        return _(
            "This table keeps its date: it is updated when each of its groups has changed by at least %(k)d people."
        ) % {"k": k}
    return _(
        "This table will appear when at least two lines each concern, at each step, %(k)d people or more"
        " who work for several employers."
    ) % {"k": k}
