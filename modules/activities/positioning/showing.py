"""What a finished positioning says, as a page reads it: a word a competency, its questions, what to follow. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from competencies.models import Band
from competencies.positioning import Result
from modules.activities.quiz.review import Review, review, review_unanswered
from modules.models import Answer, EditionQuestion
from modules.recommending import Lack

LOOKS = {
    Band.SOLID: ("ok", "check-circle"),
    Band.ON_THE_WAY: ("info", "hourglass-medium"),
    Band.TO_DISCOVER: ("warn", "arrow-up-right"),
    Band.TOO_LITTLE: ("never", "circle-dashed"),
}
MISSING = {Band.TO_DISCOVER: 2, Band.ON_THE_WAY: 1}
"""How much a module that works on it would help: it ranks modules and nothing else."""


@dataclass(frozen=True)
class Shown:
    """A question asked: how it was answered, and what there is to read again."""

    review: Review
    is_unknown: bool


@dataclass(frozen=True)
class Line:
    """A competency: its word, what was asked of it."""

    code: str
    statement: str
    band: Band
    questions: Sequence[Shown]

    @property
    def look(self) -> tuple[str, str]:
        return LOOKS[self.band]


def show_results(
    results: Sequence[Result],
    answers: Sequence[Answer],
    questions: Mapping[str, EditionQuestion],
    statements: Mapping[str, str],
) -> list[Line]:
    """One line a competency, in the order of the framework. Those of which nothing was asked are left out."""
    given = {answer.item: answer for answer in answers}
    lines = [
        Line(each.competency, statements[each.competency], each.band, _shown(each, given, questions))
        for each in results
        if [*each.right, *each.wrong, *each.unknown]
    ]
    return sorted(lines, key=lambda line: line.code)


def _shown(result: Result, given: Mapping[str, Answer], questions: Mapping[str, EditionQuestion]) -> list[Shown]:
    unknown = set(result.unknown)
    keys = [key for key in given if key in {*result.right, *result.wrong, *unknown}]
    return [Shown(_review(questions[key], given[key], key in unknown), key in unknown) for key in keys]


def _review(row: EditionQuestion, answer: Answer, is_unknown: bool) -> Review:
    return review_unanswered(row.thawed) if is_unknown else review(row.thawed, answer.response)


def lacks_of(results: Sequence[Result], competencies: Sequence[Mapping[str, Any]]) -> dict[UUID, Lack]:
    """What a module may help with, from the rows of an edition: to discover before on the way."""
    rows = {row["code"]: row for row in competencies}
    return {
        UUID(rows[each.competency]["identifier"]): Lack(
            each.competency, rows[each.competency]["statement"], MISSING[each.band]
        )
        for each in results
        if each.band in MISSING
    }
