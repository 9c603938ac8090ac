"""Where a person is in each competency of the framework: acquired, to strengthen, to renew, never assessed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from competencies.models import CFItem, CFItemType, Level
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
class Competency:
    item: CFItem
    level: Level | None
    standing: Standing

    @property
    def code(self) -> str:
        return self.item.human_coding_scheme

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
    items = CFItem.objects.filter(cf_item_type=CFItemType.COMPETENCY).select_related("document")
    return [
        _competency(item, levels.get(item.pk), on, required.get(item.pk, ACQUIRED_FROM))
        for item in items.order_by("document__title", "position")
    ]


def _competency(item: CFItem, level: Level | None, on: date, required: int) -> Competency:
    if level is None:
        return Competency(item, None, Standing.NEVER)
    return Competency(item, level, decide_standing(level.level, level.expires_on, on, required))


@dataclass(frozen=True)
class Tally:
    """The competencies of one standing: how many, and the first of them by name."""

    standing: Standing
    competencies: list[Competency]

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
    def first(self) -> list[Competency]:
        return self.competencies[:3]

    @property
    def others(self) -> int:
        return max(0, self.count - 3)


def tally(competencies: list[Competency]) -> list[Tally]:
    """In the order of `Standing`; « to renew » only when there is one."""
    groups = [Tally(standing, [c for c in competencies if c.standing == standing]) for standing in Standing]
    return [group for group in groups if group.count or group.standing != Standing.TO_RENEW]
