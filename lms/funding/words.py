"""How figures are said: categories, groups of merged categories, steps, dates."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.funding.departments import DEPARTMENTS
from lms.funding.grid import Members, Step
from lms.funding.issuing import TOTAL, Reason
from lms.funding.uptake import STRUCTURE, TERRITORY
from lms.people.models import StructureType

# Lazy words are Any here: they are only ever put in a page or in a file.
STEP_WORDS: Mapping[Step, Any] = {
    Step.INVITED: gettext_lazy("People invited"),
    Step.ENROLLED: gettext_lazy("People enrolled"),
    Step.STARTED: gettext_lazy("Started a module"),
    Step.COMPLETED: gettext_lazy("Completed a module"),
}
HOURS_WORDS = gettext_lazy("Time followed")
AXIS_WORDS: Mapping[str, Any] = {
    TOTAL: gettext_lazy("Whole convention"),
    TERRITORY: gettext_lazy("Territory"),
    STRUCTURE: gettext_lazy("Structure type"),
}
TABLE_TITLES: Mapping[str, Any] = {
    TOTAL: gettext_lazy("The whole convention"),
    TERRITORY: gettext_lazy("By territory"),
    STRUCTURE: gettext_lazy("By structure type"),
}


def write_date(day: date) -> str:
    """« 1er janvier 2026 », « 20 novembre 2026 »."""
    words = date_format(day, "j F Y")
    return _("1st %(month)s") % {"month": words.partition(" ")[2]} if day.day == 1 else words


def name_category(axis: str, key: str) -> str:
    if axis == TERRITORY:
        return DEPARTMENTS.get(key) or _("Territory not known")
    return str(StructureType(key).label) if key in StructureType.values else _("Type not known")


def name_group(axis: str, members: Members, is_only_merged: bool) -> str:
    """A category, or the list of all those merged: the only such group of a table is called « Autres … »."""
    if axis == TOTAL:
        return _("Together")
    names = ", ".join(sorted(name_category(axis, key) for key in members))
    if len(members) == 1:
        return names
    if not is_only_merged:
        return _("%(names)s, put together") % {"names": names}
    if axis == TERRITORY:
        return _("Other territories: %(names)s") % {"names": names}
    return _("Other types: %(names)s") % {"names": names}


def explain(reason: Reason | None, has_table: bool, k: int) -> str:
    """Why a table is older than its edition, or is not there; empty when it is of that day."""
    if reason is None:
        return ""
    if has_table:
        return _(
            "This table keeps its date: it is updated when each of its groups has changed by at least %(k)d people."
        ) % {"k": k}
    return _(
        "This table will appear when at least two lines each concern, at each step, %(k)d people or more"
        " who work for several employers."
    ) % {"k": k}
