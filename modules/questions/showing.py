"""What the form of a question shows, with what was posted and refused still in place."""

from dataclasses import dataclass
from typing import Any, assert_never

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
from modules.questions.shuffling import shown_order

CONFIDENCE = {1: gettext_lazy("I am guessing"), 2: gettext_lazy("I hesitate"), 3: gettext_lazy("I am sure")}


@dataclass(frozen=True)
class Choice:
    """Something to choose: the value it posts, its words, whether it was chosen before."""

    value: str
    text: str
    is_chosen: bool


@dataclass(frozen=True)
class Row:
    """A line with one list of choices."""

    name: str
    text: str
    choices: list[Choice]


@dataclass(frozen=True)
class Shown:
    """`template` is the part of the page that asks it: ask/<template>.html."""

    template: str
    name: str
    choices: list[Choice]
    rows: list[Row]
    written: str
    confidence: list[Choice]
    several: bool = False


def show(question: QuestionEntry, name: str, posted: Any) -> Shown:
    """The form of this question; `posted` is a QueryDict."""
    return Shown(
        template=_template(question),
        name=name,
        choices=_choices(_offered(question), name, posted),
        rows=_rows(question, name, posted),
        written=posted.get(name, ""),
        confidence=_confidence(question, name, posted),
        several=isinstance(question, MultipleChoice),
    )


def _template(question: QuestionEntry) -> str:
    match question:
        case SingleChoice() | MultipleChoice() | TrueFalse():
            return "options"
        case Highlight():
            return "highlight"
        case Matching():
            return "matching"
        case Ordering():
            return "ordering"
        case ShortText():
            return "short_text"
        case _:
            assert_never(question)


def _offered(question: QuestionEntry) -> list[tuple[str, str]]:
    match question:
        case SingleChoice() | MultipleChoice():
            return [(str(index), option.text) for index, option in enumerate(question.options)]
        case Highlight():
            return [(str(index), segment.text) for index, segment in enumerate(question.segments)]
        case TrueFalse():
            return [("1", _("True")), ("0", _("False"))]
    return []


def _choices(offered: list[tuple[str, str]], name: str, posted: Any) -> list[Choice]:
    chosen = set(posted.getlist(name))
    return [Choice(value, text, value in chosen) for value, text in offered]


def _rows(question: QuestionEntry, name: str, posted: Any) -> list[Row]:
    match question:
        case Matching():
            texts = [row.text for row in question.rows]
            offered = [(str(index), category) for index, category in enumerate(question.categories)]
        case Ordering():
            texts = [question.items[index].text for index in shown_order(question)]
            offered = [(str(place), str(place)) for place in range(1, len(texts) + 1)]
        case _:
            return []
    names = [f"{name}-{number}" for number in range(len(texts))]
    return [Row(each, text, _choices(offered, each, posted)) for each, text in zip(names, texts, strict=True)]


def _confidence(question: QuestionEntry, name: str, posted: Any) -> list[Choice]:
    if question.confidence is not True:
        return []
    offered = [(str(value), str(words)) for value, words in CONFIDENCE.items()]
    return _choices(offered, f"{name}-certitude", posted)
