"""The matrix as plain values: people × competencies. Pure: `matrix_query` feeds it, pages and files show it.

An employer reads a measured level, the rule it was read by and its dates: no evidence, answer or score has a place.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from lms.people.folding import fold
from lms.workforce.required import Asked, WorkedPost
from lms.workforce.state import ACQUIRED_FROM, State, read_state

SHORT_FROM = 28  # letters: a shorter head of sentence would say too little


@dataclass(frozen=True, slots=True)
class Domain:
    identifier: UUID
    code: str
    statement: str

    def __str__(self) -> str:
        return f"{self.code} {self.statement}"


@dataclass(frozen=True, slots=True)
class Competency:
    """A column. `level_names` and `level_descriptions` go from level 1 to level 4."""

    identifier: UUID
    code: str
    statement: str
    domain: Domain
    level_names: tuple[str, ...]
    level_descriptions: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.code} {self.short_statement}"

    @property
    def short_statement(self) -> str:
        """The head of the sentence, for a column: up to the first colon, bracket or comma."""
        for found in re.finditer(r"\s*[:(,]", self.statement):
            if found.start() >= SHORT_FROM:
                return self.statement[: found.start()] + "…"
        return self.statement


@dataclass(frozen=True, slots=True)
class Measure:
    """A stored level: what of it may leave the learner's own pages."""

    level: int
    reached_on: date
    expires_on: date
    rule: int
    """The version of the rule it was read by, a LevelRule."""


@dataclass(frozen=True, slots=True)
class Cell:
    competency: Competency
    state: State
    measure: Measure | None = None
    asked: Asked | None = None
    """What a post asks for; nothing is asked without one."""

    @property
    def level_name(self) -> str:
        return _at(self.competency.level_names, self.measure)

    @property
    def level_description(self) -> str:
        """What one sees a person do at that level."""
        return _at(self.competency.level_descriptions, self.measure)


@dataclass(frozen=True, slots=True)
class HeldPost:
    profession: str
    team: str
    worked: WorkedPost

    def __str__(self) -> str:
        return f"{self.profession}, {self.team}"


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the staff, as the head of a row."""

    id: UUID
    actor: UUID
    first_name: str
    last_name: str
    rank: str = ""
    """What the list is sorted by before the name."""

    @property
    def name(self) -> str:
        """Family name first: this is what a list is sorted by."""
        return f"{self.last_name} {self.first_name}".strip()

    @property
    def sort_key(self) -> tuple[str, str, str]:
        return fold(self.last_name), fold(self.first_name), str(self.id)


@dataclass(frozen=True, slots=True)
class Row:
    member: Member
    posts: tuple[HeldPost, ...]
    cells: tuple[Cell, ...]

    def cell_of(self, competency: Competency) -> Cell:
        return next(cell for cell in self.cells if cell.competency == competency)

    def count(self, state: State) -> int:
        return sum(cell.state == state for cell in self.cells)

    @property
    def tally(self) -> list[tuple[State, int]]:
        """How many of each state, those there are none of left out."""
        return [(state, self.count(state)) for state in State if self.count(state)]


@dataclass(frozen=True, slots=True)
class Tally:
    """A column counted over everyone asked for, not only the page."""

    competency: Competency
    people: int
    counts: Mapping[State, int]

    @property
    def acquired(self) -> int:
        return self.counts[State.ACQUIRED]

    @property
    def lacking(self) -> int:
        """People who do not hold it today: not acquired, to renew or never assessed."""
        return self.people - self.acquired


def fill_cells(
    competencies: Iterable[Competency], measures: Mapping[UUID, Measure], on: date, asked: Mapping[UUID, Asked]
) -> tuple[Cell, ...]:
    """One cell per competency, in their order; no measure is « jamais évaluée »."""
    return tuple(
        _fill_cell(competency, measures.get(competency.identifier), on, asked.get(competency.identifier))
        for competency in competencies
    )


def tally_column(competency: Competency, stored: Mapping[State, int], people: int) -> Tally:
    """Whoever has no stored level was never assessed: the states of a column always add up to its people."""
    counts = {state: stored.get(state, 0) for state in State}
    counts[State.NEVER_ASSESSED] = people - sum(stored.values())
    return Tally(competency, people, counts)


def most_lacking(tallies: Iterable[Tally]) -> Tally | None:
    """The competency most people lack, the first in code order when several do; None when nobody lacks any."""
    worst = max(tallies, key=lambda tally: tally.lacking, default=None)
    return worst if worst and worst.lacking else None


def _fill_cell(competency: Competency, measure: Measure | None, on: date, asked: Asked | None) -> Cell:
    level, expires_on = (measure.level, measure.expires_on) if measure else (None, None)
    state = read_state(level, expires_on, on, asked.level if asked else ACQUIRED_FROM)
    return Cell(competency, state, measure, asked)


def _at(words: tuple[str, ...], measure: Measure | None) -> str:
    return words[measure.level - 1] if measure and measure.level <= len(words) else ""
