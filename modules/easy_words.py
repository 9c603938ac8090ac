"""A text in easier words (« facile à lire »), beside the standard one it says again. Pure.

Easy words belong to a text, word for word: once an author changes it they are no longer shown, and the studio says
that they are stale until somebody has read them again. Nothing that is counted, compared or kept is ever replaced:
keys, categories, places of the directory, typed values, the survey's own questions.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, TypeVar

import msgspec

from modules.loading.schema import ActivityFile, EasyReader, EasyWords, QuestionEntry

Content = TypeVar("Content")

SAID = frozenset(
    {
        *("title", "purpose", "intro", "debrief", "text", "example", "check", "answer", "label", "hint", "hints"),
        *("about", "wants", "knows", "fears", "place", "pressure", "scene", "line", "dilemma", "reply", "lesson"),
        *("good_end", "paths", "situation", "case", "stem", "feedback", "feedback_true", "feedback_false"),
        *("message", "note", "done", "help", "caution"),
    }
)
"""Names of the fields that a learner reads as sentences."""
LEFT_OUT = frozenset(
    {"easy", "easy_readers", "directories", "needs", "questions", "answers", "file", "rows", "items", "categories"}
)
"""Whatever is under these is compared or counted, or quoted word for word."""
ALIKE = 0.5


@dataclass(frozen=True)
class Line:
    """A standard text and its easier one; `former` is the text that a stale one was written for."""

    standard: str
    easy: str = ""
    former: str = ""

    @property
    def is_stale(self) -> bool:
        return bool(self.former)


@dataclass(frozen=True)
class Sheet:
    """Every text of an activity in reading order, and the easy words that no text is near to any more."""

    lines: list[Line]
    orphans: list[EasyWords]

    @property
    def stale(self) -> int:
        return sum(line.is_stale for line in self.lines) + len(self.orphans)

    @property
    def written(self) -> int:
        return sum(bool(line.easy) and not line.is_stale for line in self.lines)


def texts_of(activity: ActivityFile, questions: Iterable[QuestionEntry] = ()) -> list[str]:
    """What a learner reads in it, the questions it asks included, each text once, in order."""
    found: dict[str, None] = {}
    for content in (activity, *questions):
        found |= dict.fromkeys(_texts(msgspec.to_builtins(content)))
    return list(found)


def _texts(value: Any, name: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, each in value.items():
            if key not in LEFT_OUT:
                yield from _texts(each, key)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each, name)
    elif isinstance(value, str) and name in SAID and value.strip():
        yield value


def words_of(activity: ActivityFile) -> dict[str, str]:
    """The easy words by the text they say again."""
    return {each.standard: each.easy for each in easy_of(activity)}


def easy_of(activity: ActivityFile) -> list[EasyWords]:
    return [] if activity.easy is msgspec.UNSET else activity.easy


def readers_of(activity: ActivityFile) -> list[EasyReader]:
    """Who read its easier words as they are."""
    return [] if activity.easy_readers is msgspec.UNSET else activity.easy_readers


def easier(content: Content, words: Mapping[str, str]) -> Content:
    """The same activity or question with its easy words where there are some; the others stay as they are."""
    if not words:
        return content
    return msgspec.convert(_replace(msgspec.to_builtins(content), words), type(content))


def _replace(value: Any, words: Mapping[str, str], name: str = "") -> Any:
    if isinstance(value, dict):
        return {key: each if key in LEFT_OUT else _replace(each, words, key) for key, each in value.items()}
    if isinstance(value, list):
        return [_replace(each, words, name) for each in value]
    return words.get(value, value) if isinstance(value, str) and name in SAID else value


def sheet_of(texts: Iterable[str], easy: Iterable[EasyWords]) -> Sheet:
    """What an author reads: each text with its easy words; those of a text that changed stand beside the one that is
    most like it, to be read again."""
    texts, current, stale = list(texts), {}, []
    for each in easy:
        if each.standard in texts:
            current[each.standard] = each.easy
        else:
            stale.append(each)
    bare = [text for text in texts if text not in current]
    again: dict[str, EasyWords] = {}
    for each in stale:
        near = get_close_matches(each.standard, [text for text in bare if text not in again], n=1, cutoff=ALIKE)
        if near:
            again[near[0]] = each
    lines = [_line(text, current, again) for text in texts]
    kept = {each.standard for each in again.values()}
    return Sheet(lines, [each for each in stale if each.standard not in kept])


def _line(text: str, current: Mapping[str, str], again: Mapping[str, EasyWords]) -> Line:
    if text in again:
        return Line(text, again[text].easy, again[text].standard)
    return Line(text, current.get(text, ""))


def count_stale(activity: ActivityFile, questions: Mapping[str, QuestionEntry]) -> int:
    """How many of its easy words say again a text that is no longer there."""
    said = set(texts_of(activity, asked_by(activity, questions)))
    return sum(each.standard not in said for each in easy_of(activity))


def asked_by(activity: Any, questions: Mapping[str, QuestionEntry]) -> list[QuestionEntry]:
    """The questions of the bank that it asks, in its order."""
    names = [
        *getattr(activity, "questions", ()),
        *getattr(activity, "form_a", ()),
        *getattr(activity, "form_b", ()),
        *(item.question for item in getattr(activity, "items", ())),
    ]
    return [questions[name] for name in names if isinstance(name, str) and name in questions]
