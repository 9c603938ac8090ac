"""The figures of one question, from running sums: memory does not grow with the number of passes. Pure.

Discrimination is the point-biserial correlation corrected for overlap: between what the question was worth and the mean
of the *other* questions of the same attempt. It goes from -1 to 1.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import sqrt
from typing import Any

from modules.loading.schema import Highlight, MultipleChoice, QuestionEntry, SingleChoice

LEAST = 30
"""First passages under which a figure says more of chance than of the question, and of persons than of a group."""


@dataclass(frozen=True)
class Passage:
    """One person's first answer to a question; `rest` is the mean of the others of the attempt, None when alone."""

    worth: float
    rest: float | None
    response: Any


@dataclass
class Tally:
    count: int = 0
    worth: float = 0.0
    paired: int = 0
    sums: list[float] = field(default_factory=lambda: [0.0] * 5)
    picks: Counter[int] = field(default_factory=Counter)

    def add(self, passage: Passage) -> None:
        self.count += 1
        self.worth += passage.worth
        self.picks.update(_indexes(passage.response))
        if passage.rest is not None:
            x, y = passage.worth, passage.rest
            self.paired += 1
            self.sums = [old + new for old, new in zip(self.sums, (x, y, x * x, y * y, x * y), strict=True)]


def _indexes(response: Any) -> list[int]:
    if isinstance(response, bool) or not isinstance(response, int | list):
        return []
    return [response] if isinstance(response, int) else [each for each in response if isinstance(each, int)]


@dataclass(frozen=True)
class Picked:
    text: str
    is_right: bool
    share: float


@dataclass(frozen=True)
class Figures:
    """`count` alone when it is under thirty: nothing else is known, by anyone."""

    count: int
    facility: float | None = None
    discrimination: float | None = None
    picked: Sequence[Picked] = ()

    @property
    def is_hidden(self) -> bool:
        return self.count < LEAST

    @property
    def never_picked(self) -> list[Picked]:
        """Wrong answers that mislead nobody: they test nothing."""
        return [each for each in self.picked if not each.is_right and not each.share]


def tally(passages: Iterable[Passage]) -> Tally:
    total = Tally()
    for passage in passages:
        total.add(passage)
    return total


def figures_of(question: QuestionEntry, total: Tally) -> Figures:
    if total.count < LEAST:
        return Figures(total.count)
    return Figures(total.count, total.worth / total.count, correlation(total), _picked(question, total))


def correlation(total: Tally) -> float | None:
    """None when everyone did the same, here or elsewhere: nothing tells anyone apart."""
    n = total.paired
    x, y, xx, yy, xy = total.sums
    spread_x, spread_y = n * xx - x * x, n * yy - y * y
    if n < LEAST or spread_x <= 1e-9 or spread_y <= 1e-9:
        return None
    return max(-1.0, min(1.0, (n * xy - x * y) / sqrt(spread_x * spread_y)))


def _picked(question: QuestionEntry, total: Tally) -> list[Picked]:
    match question:
        case SingleChoice() | MultipleChoice():
            options: Sequence[Any] = question.options
        case Highlight():
            options = question.segments
        case _:
            return []
    return [Picked(each.text, each.right, total.picks[index] / total.count) for index, each in enumerate(options)]
