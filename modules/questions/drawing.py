"""An answer drawn for an invented learner: the right one, or any. Pure, apart from the luck it is given."""

from random import Random
from typing import assert_never

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
from modules.questions.response import Response


def answer_right(question: QuestionEntry) -> Response:
    """The best answer: graded, it is a success."""
    match question:
        case SingleChoice():
            return next(index for index, option in enumerate(question.options) if option.right)
        case MultipleChoice():
            return [index for index, option in enumerate(question.options) if option.right]
        case Highlight():
            return [index for index, segment in enumerate(question.segments) if segment.right]
        case Matching():
            return [question.categories.index(row.category) for row in question.rows]
        case TrueFalse():
            return question.right
        case Ordering():
            return list(range(len(question.items)))
        case ShortText():
            return next(variant.text for variant in question.answers if variant.right)
        case _:
            assert_never(question)


def answer_at_random(question: QuestionEntry, draw: Random) -> Response:
    """Any answer, maybe the right one."""
    match question:
        case SingleChoice():
            return draw.randrange(len(question.options))
        case MultipleChoice():
            return [draw.randrange(len(question.options))]
        case Highlight():
            return [draw.randrange(len(question.segments))]
        case Matching():
            return [draw.randrange(len(question.categories)) for _row in question.rows]
        case TrueFalse():
            return draw.random() < 0.5
        case Ordering():
            return draw.sample(range(len(question.items)), len(question.items))
        case ShortText():
            return draw.choice([variant.text for variant in question.answers] + ["autre chose"])
        case _:
            assert_never(question)
