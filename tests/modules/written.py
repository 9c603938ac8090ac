"""A module as its files say it, read once, and every text of it that someone reads on a screen."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from django.conf import settings
from msgspec import Struct

from modules.citing import CITATION, numbers_shown
from modules.loading.schema import (
    ActivityFile,
    ModuleFile,
    QuestionEntry,
    Quiz,
    read_activity,
    read_module,
    read_questions,
)

FOLDERS = sorted(each.parent for each in (settings.FIXTURES / "modules").glob("*/module.yaml"))
FOR_MACHINES = {
    *("key", "kind", "competency", "competencies", "objectives", "gaps", "figure", "cell", "misconception", "pitfalls"),
    *("mode", "posture", "hand", "form_a", "form_b", "facts", "lost", "when", "unless", "next", "start", "fact"),
    *("look", "chosen", "values", "readings", "number", "file", "papers", "phone", "signed", "service", "words"),
    *("activity", "picture", "pause_after", "easy_readers", "then", "directory", "directories", "needs", "hours"),
}
"""Fields nobody reads as French: keys, codes, and the invented identifiers of a virtual site."""

ANY_SHARE = "12\u00a0%"
"""Stands for a number that a sentence cites."""


@dataclass(frozen=True)
class Written:
    folder: Path

    @cached_property
    def module(self) -> ModuleFile:
        return read_module((self.folder / "module.yaml").read_bytes())

    @cached_property
    def questions(self) -> dict[str, QuestionEntry]:
        return {each.key: each for each in read_questions((self.folder / "questions.yaml").read_bytes())}

    @cached_property
    def activities(self) -> list[ActivityFile]:
        return [read_activity(path.read_bytes()) for path in sorted(self.folder.glob("[0-9][0-9]-*.yaml"))]

    @property
    def quizzes(self) -> list[Quiz]:
        return [each for each in self.activities if isinstance(each, Quiz)]

    @property
    def asked(self) -> set[str]:
        return {key for quiz in self.quizzes for key in (*quiz.questions, *quiz.form_a, *quiz.form_b)}

    def texts(self) -> Iterator[str]:
        """Everything read by someone, in no useful order."""
        for thing in (self.module, *self.questions.values(), *self.activities):
            yield from texts_of(thing)

    def cited(self) -> set[str]:
        """Keys of the survey cells and claims that a screen, a question, an answer or a sentence cites."""
        things = [*self.questions.values(), *self.activities]
        return {key for thing in things for _place, key in numbers_shown(thing)}


def texts_of(thing: object) -> Iterator[str]:
    if isinstance(thing, str):
        yield CITATION.sub(ANY_SHARE, thing)
    elif isinstance(thing, list):
        for part in thing:
            yield from texts_of(part)
    elif isinstance(thing, Struct):
        keyed_by_questions = isinstance(thing, Quiz)
        for name in thing.__struct_fields__:
            if name not in FOR_MACHINES and not (keyed_by_questions and name == "questions"):
                yield from texts_of(getattr(thing, name))
