"""What an employer reads about one person, and what that person reads as « ce que voit mon employeur »: one sheet."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from competencies.models import LevelRule, PositioningEvidence
from competencies.positioned import positioned_marks
from lms.workforce.hours_query import HoursQuery
from lms.workforce.matrix import Cell, Domain, Row


@dataclass(frozen=True, slots=True)
class Line:
    cell: Cell
    rule_sentence: str
    """What the level asks for, in the version of the rule it was read by; empty when never assessed."""
    positioned: PositioningEvidence | None = None
    """What a positioning that this person sent says of it: a word and a day, no level."""


@dataclass(frozen=True, slots=True)
class Section:
    domain: Domain
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Sheet:
    row: Row
    sections: list[Section]
    hours: HoursQuery
    """Hours done in posts of this employer, and the days of attestations: one query when they are read."""


def read_sheet(row: Row, hours: HoursQuery) -> Sheet:
    """The lines of a row by domain, each with its rule and what its person sent of a positioning. Two queries."""
    rules = LevelRule.objects.in_bulk({cell.measure.rule for cell in row.cells if cell.measure})
    sent = {item: mark for (_actor, item), mark in positioned_marks([row.member.actor]).items()}
    lines = [Line(cell, _sentence(cell, rules), sent.get(cell.competency.identifier)) for cell in row.cells]
    return Sheet(row, list(_sections(lines)), hours)


def _sentence(cell: Cell, rules: dict[int, LevelRule]) -> str:
    measure = cell.measure
    return rules[measure.rule].rule.levels[measure.level].sentence if measure else ""


def _sections(lines: Iterable[Line]) -> Iterable[Section]:
    for domain, those in groupby(lines, key=lambda line: line.cell.competency.domain):
        yield Section(domain, list(those))
