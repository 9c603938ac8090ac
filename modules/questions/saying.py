"""A question and its answer as xAPI's interaction activities want them (xAPI 1.0.3, Data 2.4.4.1 and its appendix C).

Indexes are the ids of the components, joined by "[,]" and paired by "[.]". A short text is said as the foreseen answer
it is a writing of; any other stays in the answer and out of the statement: free text may name someone.
"""

from collections.abc import Iterable, Sequence
from typing import Any, assert_never

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
from modules.questions.folding import find_variant
from modules.questions.response import Response


def say_response(question: QuestionEntry, response: Response) -> str:
    """`result.response`; empty when nothing is said of it."""
    match question, response:
        case ShortText(), str(written):
            variant = find_variant(question, written)
            return variant.text if variant else ""
        case _, bool(said):
            return "true" if said else "false"
        case Matching(), list(indexes):
            return _pairs(indexes)
        case _, list(indexes):
            return _listed(indexes)
    return str(response)


def interaction_of(question: QuestionEntry) -> dict[str, Any]:
    """The interaction half of the activity's definition: type, components, what is right."""
    match question:
        case SingleChoice():
            right = [str(index) for index in _rights(question.options)]
            return _choice(question.options, right)
        case MultipleChoice():
            return _choice(question.options, [_listed(_rights(question.options))])
        case Highlight():
            return _choice(question.segments, [_listed(_rights(question.segments))])
        case TrueFalse():
            return {"interaction_type": "true-false", "correct_responses_pattern": [str(question.right).lower()]}
        case Ordering():
            order = _listed(range(len(question.items)))
            return _choice(question.items, [order]) | {"interaction_type": "sequencing"}
        case Matching():
            return _matching(question)
        case ShortText():
            right = [f"{{case_matters=false}}{each.text}" for each in question.answers if each.right]
            return {"interaction_type": "fill-in", "correct_responses_pattern": right}
        case _:
            assert_never(question)


def _listed(indexes: Iterable[int]) -> str:
    return "[,]".join(str(index) for index in indexes)


def _pairs(indexes: Iterable[int]) -> str:
    return "[,]".join(f"{row}[.]{category}" for row, category in enumerate(indexes))


def _rights(options: Sequence[Any]) -> list[int]:
    return [index for index, option in enumerate(options) if option.right]


def _components(texts: Iterable[str]) -> list[dict[str, Any]]:
    return [{"id": str(index), "description": {"fr": text}} for index, text in enumerate(texts)]


def _choice(options: Sequence[Any], right: list[str]) -> dict[str, Any]:
    return {
        "interaction_type": "choice",
        "correct_responses_pattern": right,
        "choices": _components(option.text for option in options),
    }


def _matching(question: Matching) -> dict[str, Any]:
    return {
        "interaction_type": "matching",
        "correct_responses_pattern": [_pairs(question.categories.index(row.category) for row in question.rows)],
        "source": _components(row.text for row in question.rows),
        "target": _components(question.categories),
    }
