"""From a gap to what teaches it: gap → competency → activity → question, and « non couvert » where the chain stops."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, QuerySet
from wagtail.models import Locale

from competencies.framework import GapSheet, gap_sheets
from competencies.models import CFItem
from modules.models import Activity, Module, Question
from modules.models.activity import ActivityAlignment
from modules.models.question import QuestionStatus


@dataclass(frozen=True)
class CompetencyLine:
    """A competency, what works on it, and how many questions of the bank ask it."""

    item: CFItem
    activities: list["Taught"]
    questions: int

    @property
    def is_covered(self) -> bool:
        return bool(self.activities)


@dataclass(frozen=True)
class Taught:
    activity: Activity
    module: Module


@dataclass(frozen=True)
class GapLine:
    sheet: GapSheet
    competencies: list[CompetencyLine]

    @property
    def tables(self) -> set[str]:
        """The keys of the tables that prove it."""
        return {figure.key.partition("/")[0] for figure in self.sheet.figures}

    @property
    def modules(self) -> list[Module]:
        """The modules that work on it, once each, in the order of the site."""
        found = {taught.module.pk: taught.module for line in self.competencies for taught in line.activities}
        return sorted(found.values(), key=lambda module: module.path)

    @property
    def is_covered(self) -> bool:
        """Some activity of an open module works on one of its competencies."""
        return any(line.is_covered for line in self.competencies)


def coverage() -> list[GapLine]:
    """Every gap, none left out. A constant number of queries, whatever the number of modules."""
    sheets = gap_sheets()
    taught, asked = _taught_by_competency(), _questions_by_competency()
    return [
        GapLine(
            sheet,
            [CompetencyLine(item, taught.get(item.pk, []), asked.get(item.pk, 0)) for item in sheet.competencies],
        )
        for sheet in sheets
    ]


def _taught_by_competency() -> dict[UUID, list[Taught]]:
    """The activities of the modules that are open, in the order they are taught."""
    modules = {module.path: module for module in _open_modules()}
    rows = ActivityAlignment.objects.filter(activity__live=True).select_related("activity")
    found: dict[UUID, list[Taught]] = defaultdict(list)
    for row in rows.order_by("activity__path", "sort_order"):
        module = modules.get(row.activity.path[: -Activity.steplen])
        if module is not None:
            found[row.cfitem_id].append(Taught(row.activity, module))
    return found


def _open_modules() -> QuerySet[Module]:
    """A translation teaches nothing more: it is left out, and so is a positioning."""
    return (
        Module.objects.live().filter(is_private=False, editions__isnull=False, locale=Locale.get_default()).distinct()
    )


def _questions_by_competency() -> dict[UUID, int]:
    own = Question.objects.non_polymorphic().filter(locale=Locale.get_default())
    active = own.filter(status=QuestionStatus.ACTIVE).order_by()
    return dict(active.values_list("cfitem").annotate(Count("pk")))
