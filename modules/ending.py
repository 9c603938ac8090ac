"""What the end page says: each competency with its level and the reason, the gaps the module answers."""

from dataclasses import dataclass

from competencies.models import Gap, Level
from modules.models import Registration


@dataclass(frozen=True)
class Line:
    code: str
    statement: str
    level: Level | None

    @property
    def level_name(self) -> str:
        return self.level.cfitem.document.level_names[self.level.level - 1] if self.level else ""

    @property
    def number(self) -> int | None:
        return self.level.level if self.level else None


@dataclass(frozen=True)
class End:
    lines: list[Line]
    gaps: list[Gap]


def end_of(registration: Registration) -> End:
    """Levels of the learner in the competencies the edition announces, by code: two queries."""
    announced = [row for row in registration.edition.competencies if row["announced"]]
    identifiers = [row["identifier"] for row in announced]
    levels = Level.objects.filter(actor=registration.learner.actor_uuid, cfitem__in=identifiers)
    by_code = {level.cfitem.human_coding_scheme: level for level in levels.select_related("cfitem__document", "rule")}
    lines = [Line(row["code"], row["statement"], by_code.get(row["code"])) for row in announced]
    return End(lines, list(Gap.objects.filter(associations__origin__in=identifiers).distinct()))
