"""What an employer reads about one person, and what that person reads as « ce que voit mon employeur »: one sheet."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from competencies.models import LevelRule
from lms.workforce.matrix import Cell, Domain, Row


@dataclass(frozen=True, slots=True)
class Line:
    cell: Cell
    rule_sentence: str
    """What the level asks for, in the version of the rule it was read by; empty when never assessed."""


@dataclass(frozen=True, slots=True)
class Section:
    domain: Domain
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Sheet:
    row: Row
    sections: list[Section]


def read_sheet(row: Row) -> Sheet:
    """The lines of a row by domain, each with its rule. One query."""
    rules = LevelRule.objects.in_bulk({cell.measure.rule for cell in row.cells if cell.measure})
    lines = [Line(cell, _sentence(cell, rules)) for cell in row.cells]
    return Sheet(row, list(_sections(lines)))


def _sentence(cell: Cell, rules: dict[int, LevelRule]) -> str:
    measure = cell.measure
    return rules[measure.rule].rule.levels[measure.level].sentence if measure else ""


def _sections(lines: Iterable[Line]) -> Iterable[Section]:
    for domain, those in groupby(lines, key=lambda line: line.cell.competency.domain):
        yield Section(domain, list(those))
