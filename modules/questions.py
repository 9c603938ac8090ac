"""Reading and grading an answer to a question of the bank. Pure: no database, no request."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, assert_never

from django.utils.translation import gettext as _

from modules.loading.schema import Matching, MultipleChoice, QuestionEntry, SingleChoice
from modules.outcome import Grade, round_scaled

Response = int | list[int]


class AnswerMissing(ValueError):  # noqa: N818 (the name says what happened)
    """The answer is not complete; its text, for the person, says what is missing."""


def read_response(question: QuestionEntry, posted: Any, name: str) -> Response:
    """The answer in a posted form. Single: index. Multiple: sorted indexes. Matching: a category index a row.

    Raises AnswerMissing, with a sentence that says what to do.
    """
    match question:
        case SingleChoice():
            return _read_index(posted.get(name, ""), len(question.options))
        case MultipleChoice():
            return _read_indexes(posted.getlist(name), len(question.options))
        case Matching():
            return _read_rows([posted.get(f"{name}-{row}", "") for row in range(len(question.rows))], question)
        case _:
            assert_never(question)


def _read_index(value: str, size: int) -> int:
    if not value.isdecimal() or int(value) >= size:
        raise AnswerMissing(_("Choose an answer, then send it. Nothing has been recorded yet."))
    return int(value)


def _read_indexes(values: Sequence[str], size: int) -> list[int]:
    if not values:
        raise AnswerMissing(_("Tick at least one answer, then send it. Nothing has been recorded yet."))
    return sorted({_read_index(value, size) for value in values})


def _read_rows(values: Sequence[str], question: Matching) -> list[int]:
    missing = [
        row.text
        for row, value in zip(question.rows, values, strict=True)
        if not value.isdecimal() or int(value) >= len(question.categories)
    ]
    if missing:
        raise AnswerMissing(_("One line has no answer yet: “%(line)s”. The others are kept.") % {"line": missing[0]})
    return [int(value) for value in values]


def grade(question: QuestionEntry, response: Response) -> Grade:
    """Single: all or nothing. Multiple: right ticks less wrong ticks. Matching: share of rows well placed."""
    match question, response:
        case SingleChoice(), int(index):
            right = question.options[index].right
            return Grade(Decimal(int(right)), right)
        case MultipleChoice(), list(indexes):
            return _grade_multiple(question, set(indexes))
        case Matching(), list(indexes):
            return _grade_rows(question, indexes)
    raise TypeError(f"{response!r} is no answer to a {type(question).__name__}")


def _grade_multiple(question: MultipleChoice, ticked: set[int]) -> Grade:
    right = {index for index, option in enumerate(question.options) if option.right}
    if not right:
        return Grade(Decimal(int(not ticked)), not ticked)
    points = max(0, len(ticked & right) - len(ticked - right))
    return Grade(round_scaled(Decimal(points) / len(right)), ticked == right)


def _grade_rows(question: Matching, indexes: Sequence[int]) -> Grade:
    well_placed = sum(
        question.categories[index] == row.category for row, index in zip(question.rows, indexes, strict=True)
    )
    share = round_scaled(Decimal(well_placed) / len(question.rows))
    return Grade(share, well_placed == len(question.rows))


def say_response(question: QuestionEntry, response: Response) -> str:
    """The answer as xAPI's result.response wants it: indexes joined by "[,]" (xAPI 1.0.3, Data 2.4.4.1)."""
    indexes = [response] if isinstance(response, int) else response
    if isinstance(question, Matching):
        return "[,]".join(f"{row}[.]{category}" for row, category in enumerate(indexes))
    return "[,]".join(str(index) for index in indexes)
