"""The answer in a posted form, or a sentence that says what is missing."""

from collections.abc import Sequence
from typing import Any, assert_never

from django.utils.translation import gettext as _

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
from modules.private_text import find_personal_data
from modules.questions.response import Response
from modules.questions.shuffling import shown_order

LONGEST = 200
"""Characters in a short answer, as the form says to the browser (ask/short_text.html)."""


class AnswerMissing(ValueError):  # noqa: N818 (the name says what happened)
    """The answer is not complete; its text, for the person, says what is missing."""


def read_response(question: QuestionEntry, posted: Any, name: str) -> Response:
    """The answer, whole. Raises AnswerMissing, with a sentence that says what to do."""
    match question:
        case SingleChoice():
            return _read_index(posted.get(name, ""), len(question.options))
        case TrueFalse():
            return _read_index(posted.get(name, ""), 2) == 1
        case MultipleChoice():
            return _read_indexes(posted.getlist(name), len(question.options))
        case Highlight():
            return _read_indexes(posted.getlist(name), len(question.segments))
        case Matching():
            return _read_rows([posted.get(f"{name}-{row}", "") for row in range(len(question.rows))], question)
        case Ordering():
            return _read_places([posted.get(f"{name}-{row}", "") for row in range(len(question.items))], question)
        case ShortText():
            return _read_text(posted.get(name, ""))
        case _:
            assert_never(question)


def read_confidence(question: QuestionEntry, posted: Any, name: str) -> int | None:
    """How sure the person says she is, from 1 to 3; None when not asked, or not said: it is never compulsory."""
    value = posted.get(f"{name}-certitude", "")
    return int(value) if question.confidence is True and value in {"1", "2", "3"} else None


def _is_index(value: str, size: int) -> bool:
    return value.isascii() and value.isdecimal() and len(value) < 4 and int(value) < size


def _read_index(value: str, size: int) -> int:
    if not _is_index(value, size):
        raise AnswerMissing(_("Choose an answer, then send it. Nothing has been recorded yet."))
    return int(value)


def _read_indexes(values: Sequence[str], size: int) -> list[int]:
    if not values:
        raise AnswerMissing(_("Tick at least one answer, then send it. Nothing has been recorded yet."))
    return sorted({_read_index(value, size) for value in values})


def _read_rows(values: Sequence[str], question: Matching) -> list[int]:
    rows = zip(question.rows, values, strict=True)
    missing = [row.text for row, value in rows if not _is_index(value, len(question.categories))]
    if missing:
        raise AnswerMissing(_("One line has no answer yet: “%(line)s”. The others are kept.") % {"line": missing[0]})
    return [int(value) for value in values]


def _read_places(values: Sequence[str], question: Ordering) -> list[int]:
    """`values` are the places given, from 1, to the items as they are shown."""
    shown = shown_order(question)
    for index, value in zip(shown, values, strict=True):
        if not _is_index(value, len(values) + 1) or value == "0":
            line = question.items[index].text
            raise AnswerMissing(_("One line has no place yet: “%(line)s”. The others are kept.") % {"line": line})
    places = [int(value) for value in values]
    twice = next((place for place in places if places.count(place) > 1), None)
    if twice is not None:
        raise AnswerMissing(
            _("Two lines have the place %(place)s. Give each line its own place: what you chose is kept.")
            % {"place": twice}
        )
    return [index for _place, index in sorted(zip(places, shown, strict=True))]


def _read_text(value: str) -> str:
    text = " ".join(value.replace("\0", "").split())
    if not text:
        raise AnswerMissing(_("Write your answer, then send it. Nothing has been recorded yet."))
    if len(text) > LONGEST:
        raise AnswerMissing(
            _("This text is too long: %(most)s characters at most. Shorten it; it is still here.") % {"most": LONGEST}
        )
    if found := find_personal_data(text):
        raise AnswerMissing(
            _("This text seems to hold %(what)s. Remove it: no answer here needs anyone’s data.") % {"what": found}
        )
    return text
