"""Where a person is in each competency of the framework: acquired, to strengthen, to renew, never assessed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import F, FilteredRelation, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from competencies.models import CFItem, CFItemType, Level
from competencies.prepared import Prepared
from lms.people.models import User
from lms.workforce.state import ACQUIRED_FROM, State, read_state


class Standing(models.TextChoices):
    ACQUIRED = "acquired", _("Acquired")
    TO_STRENGTHEN = "to_strengthen", _("To strengthen")
    TO_RENEW = "to_renew", _("To renew")
    NEVER = "never", _("Never assessed")

    @property
    def look(self) -> tuple[str, str]:
        """Kind of tag and icon."""
        return LOOKS[self]


LOOKS = {
    Standing.ACQUIRED: ("ok", "check-circle"),
    Standing.TO_STRENGTHEN: ("warn", "arrow-up-right"),
    Standing.TO_RENEW: ("info", "clock-clockwise"),
    Standing.NEVER: ("never", "circle-dashed"),
}


AS_TOLD = {
    State.ACQUIRED: Standing.ACQUIRED,
    State.NOT_ACQUIRED: Standing.TO_STRENGTHEN,
    State.TO_RENEW: Standing.TO_RENEW,
    State.NEVER_ASSESSED: Standing.NEVER,
}


@dataclass(frozen=True)
class Placed:
    """A competency, and where a person is in it."""

    item: CFItem
    standing: Standing

    @property
    def code(self) -> str:
        return self.item.human_coding_scheme


@dataclass(frozen=True)
class Competency(Placed):
    """The same with the level itself, and all that explains it."""

    level: Level | None

    @property
    def level_name(self) -> str:
        """ "en autonomie"; empty when never assessed."""
        return self.item.document.level_names[self.level.level - 1] if self.level else ""

    @property
    def number(self) -> int | None:
        return self.level.level if self.level else None


def decide_standing(level: int, expires_on: date, on: date, required: int = ACQUIRED_FROM) -> Standing:
    """Of a stored level that day: the state an employer reads, told to the learner. Pure."""
    return AS_TOLD[read_state(level, expires_on, on, required)]


def competencies_of(person: User, on: date, required: Mapping[UUID, int]) -> list[Competency]:
    """Every competency of the framework in its order, with this person's level held against what their posts ask for:
    two queries."""
    levels: dict[UUID, Level] = {
        level.cfitem_id: level for level in Level.objects.filter(actor=person.actor_uuid).select_related("rule")
    }
    return [
        _competency(item, levels.get(item.pk), on, required.get(item.pk, ACQUIRED_FROM))
        for item in _items().select_related("document")
    ]


def places_of(person: User, on: date, required: Mapping[UUID, int]) -> list[Placed]:
    """Where a person is in every competency of the framework, in its order: one query."""
    return [
        Placed(row, _place(row.held, row.until, on, required.get(row.pk, ACQUIRED_FROM)))
        for row in _held(actor=person.actor_uuid)
    ]


def _items() -> models.QuerySet[CFItem]:
    return CFItem.objects.filter(cf_item_type=CFItemType.COMPETENCY).order_by("document__title", "position")


def _build_held(actor: Any) -> models.QuerySet[Any]:
    mine = FilteredRelation("levels", condition=Q(levels__actor=actor))
    rows = _items().annotate(mine=mine).annotate(held=F("mine__level"), until=F("mine__expires_on"))
    return rows.only("human_coding_scheme", "full_statement")


_held: Prepared[Any] = Prepared(_build_held, actor=models.UUIDField())


def _place(held: int | None, until: date | None, on: date, required: int) -> Standing:
    return Standing.NEVER if held is None or until is None else decide_standing(held, until, on, required)


def _competency(item: CFItem, level: Level | None, on: date, required: int) -> Competency:
    held, until = (level.level, level.expires_on) if level else (None, None)
    return Competency(item, _place(held, until, on, required), level)


@dataclass(frozen=True)
class Tally:
    """The competencies of one standing: how many, and the first of them by name."""

    standing: Standing
    competencies: list[Placed]

    @property
    def count(self) -> int:
        return len(self.competencies)

    @property
    def words(self) -> str:
        """The standing of so many competencies, in words: « compétences acquises »."""
        return {
            Standing.ACQUIRED: ngettext("competency acquired", "competencies acquired", self.count),
            Standing.TO_STRENGTHEN: ngettext("competency to strengthen", "competencies to strengthen", self.count),
            Standing.TO_RENEW: ngettext("competency to renew", "competencies to renew", self.count),
            Standing.NEVER: ngettext("competency never assessed", "competencies never assessed", self.count),
        }[self.standing]

    @property
    def first(self) -> list[Placed]:
        return self.competencies[:3]

    @property
    def others(self) -> int:
        return max(0, self.count - 3)


def tally(competencies: Sequence[Placed]) -> list[Tally]:
    """In the order of `Standing`; « to renew » only when there is one."""
    groups = [Tally(standing, [c for c in competencies if c.standing == standing]) for standing in Standing]
    return [group for group in groups if group.count or group.standing != Standing.TO_RENEW]
