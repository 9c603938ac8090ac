"""Sheets to hand out and sheets for trainers, as files beside a module: `sheets/*.yaml` and `session.yaml`.

A sheet to hand out is one A4 page, easy to read: one idea a line, one picture a block, lines to fill in by hand. Nobody
calls it « FALC » before the people concerned have read it; it says so itself.
"""

from functools import cache
from pathlib import Path
from typing import Annotated, Literal, TypeVar

import msgspec
from django.conf import settings
from msgspec import Meta, Struct

FOLDER = Path(settings.FIXTURES) / "modules"
Line = Annotated[str, Meta(min_length=1, max_length=70)]
Key = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,79}$")]
Shape = TypeVar("Shape")
Picture = Literal["chairs", "notebook", "clock", "letter", "key", "phone"]


class Block(Struct, forbid_unknown_fields=True):
    title: str
    picture: Picture
    picture_words: str
    """What the drawing shows, for who does not see it."""
    lines: list[Line]


class HardWord(Struct, forbid_unknown_fields=True):
    word: str
    meaning: str


class Sheet(Struct, forbid_unknown_fields=True):
    key: Key
    number: int
    title: str
    blocks: Annotated[list[Block], Meta(min_length=1, max_length=4)]
    word: HardWord
    fill_title: str
    fill: list[Line]
    """What is written by hand, one line each."""


class Step(Struct, forbid_unknown_fields=True):
    activity: Key
    """Key of the activity it leads, whose minutes are read there, never typed again."""
    does: str
    """What the trainer does, in Markdown."""
    ready: str = ""
    """What must be on the tables."""


class Session(Struct, forbid_unknown_fields=True):
    """A half-day in a room: before, step by step, without network, after."""

    title: str
    before: str
    steps: Annotated[list[Step], Meta(min_length=1)]
    pause_after: Key
    offline: str
    watch: str


@cache
def read_sheets(folder: Path = FOLDER) -> dict[str, Sheet]:
    """Every sheet to hand out, by key, in the order of their numbers. Read once a process: they come with the code."""
    found = [_read(path, Sheet) for path in folder.glob("*/sheets/*.yaml")]
    return {sheet.key: sheet for sheet in sorted(found, key=lambda each: each.number)}


@cache
def read_session(module_key: str, folder: Path = FOLDER) -> Session | None:
    """The trainer's sheet of a module; None when nobody wrote one."""
    path = next((each for each in folder.glob("*/session.yaml") if each.parent.name == module_key), None)
    return _read(path, Session) if path else None


def _read(path: Path, shape: type[Shape]) -> Shape:
    return msgspec.yaml.decode(path.read_bytes(), type=shape)
