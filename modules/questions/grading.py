"""What an answer is worth, from 0 to 1. Partial credit never rewards ticking everything or answering at random."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal
from itertools import combinations

from modules.loading.schema import (
    Highlight,
    Matching,
    MultipleChoice,
    Ordering,
    QuestionEntry,
    ShortText,
    SingleChoice,
    TrueFalse,
)
from modules.outcome import Grade, round_scaled
from modules.questions.folding import find_variant
from modules.questions.response import Response


def grade(question: QuestionEntry, response: Response) -> Grade:
    """Single, true or false, short text: all or nothing. Multiple and highlight: right ticks less wrong ticks.
    Matching: share of rows well placed. Ordering: pairs in the right order less pairs reversed."""
    match question, response:
        case TrueFalse(), bool(said):
            return _all_or_nothing(said == question.right)
        case SingleChoice(), int(index):
            return _all_or_nothing(question.options[index].right)
        case MultipleChoice(), list(indexes):
            return _grade_ticks([option.right for option in question.options], set(indexes))
        case Highlight(), list(indexes):
            return _grade_ticks([segment.right for segment in question.segments], set(indexes))
        case Matching(), list(indexes):
            return _grade_rows(question, indexes)
        case Ordering(), list(indexes):
            return _grade_order(indexes)
        case ShortText(), str(written):
            variant = find_variant(question, written)
            return _all_or_nothing(variant is not None and variant.right)
    raise TypeError(f"{response!r} is no answer to a {type(question).__name__}")


def _all_or_nothing(right: bool) -> Grade:
    return Grade(Decimal(int(right)), right)


def _grade_ticks(rights: Sequence[bool], ticked: AbstractSet[int]) -> Grade:
    right = {index for index, is_right in enumerate(rights) if is_right}
    if not right:
        return _all_or_nothing(not ticked)
    points = max(0, len(ticked & right) - len(ticked - right))
    return Grade(round_scaled(Decimal(points) / len(right)), ticked == right)


def _grade_rows(question: Matching, indexes: Sequence[int]) -> Grade:
    well_placed = sum(
        question.categories[index] == row.category for row, index in zip(question.rows, indexes, strict=True)
    )
    share = round_scaled(Decimal(well_placed) / len(question.rows))
    return Grade(share, well_placed == len(question.rows))


def _grade_order(indexes: Sequence[int]) -> Grade:
    """The right order is 0, 1, 2 …; an order drawn at random is worth about nothing."""
    pairs = [earlier < later for earlier, later in combinations(indexes, 2)]
    points = max(0, 2 * sum(pairs) - len(pairs))
    return Grade(round_scaled(Decimal(points) / len(pairs)), all(pairs))
