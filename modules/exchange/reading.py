"""What a file holds: questions we can ask, what was dropped and why, and the lines that cannot be read."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.text import slugify
from django.utils.translation import gettext as _

from modules.loading.schema import QuestionEntry
from modules.questions.checking import find_question_faults

LARGEST = 1_000_000
"""Bytes of a file; a bank of 500 questions is about 300,000."""
MOST = 500


class FileRefused(Exception):  # noqa: N818 (the name says what happened)
    """The whole file cannot be read; its text says why and what to do."""


@dataclass(frozen=True)
class Entry:
    """A question read, and what of it could not be said here."""

    line: int
    question: QuestionEntry
    notes: list[str]

    @property
    def todo(self) -> list[str]:
        """What is left to write before it can be asked: it comes in as a draft."""
        return find_question_faults(self.question)


@dataclass(frozen=True)
class Remark:
    """Something at a line: dropped, or wrong."""

    line: int
    about: str
    reason: str


@dataclass
class Reading:
    entries: list[Entry] = field(default_factory=list)
    dropped: list[Remark] = field(default_factory=list)
    errors: list[Remark] = field(default_factory=list)

    def add(self, entry: Entry) -> None:
        if len(self.entries) >= MOST:
            raise FileRefused(_("This file has more than %(most)s questions: cut it in several.") % {"most": MOST})
        self.entries.append(entry)


class Malformed(ValueError):  # noqa: N818 (the name says what happened)
    """This question is written wrong; its text says how."""


class NotAskedHere(ValueError):  # noqa: N818 (the name says what happened)
    """This question is of a kind we do not ask; its text says which."""


Parser = Callable[[str, str], Reading]


def decode(source: bytes) -> str:
    """The text of a file. Raises FileRefused for one too large, not in UTF-8, or with null characters."""
    if len(source) > LARGEST:
        raise FileRefused(_("This file is too large: one megabyte at most. Cut it in several."))
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = source[: error.start].count(b"\n") + 1
        raise FileRefused(
            _("Line %(line)s is not in UTF-8. Save the file again in UTF-8, then send it.") % {"line": line}
        ) from error
    if "\0" in text:
        raise FileRefused(_("This file holds null characters: it is not a text file."))
    return text


def key_of(wanted: str, words: str, taken: set[str]) -> str:
    """The key said by the file, else one from the words; another one when a question of the file has it."""
    base = slugify(wanted)[:70].strip("-_") or slugify(words)[:60].strip("-_") or "question"
    base = re.sub("[-_]+", "-", base).strip("-") or "question"
    key, number = base, 2
    while key in taken:
        key, number = f"{base}-{number}", number + 1
    taken.add(key)
    return key
