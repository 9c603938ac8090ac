"""A number of the survey inside a sentence, cited by its key; nobody types it.

`{a-la-place-33-9}` says what that claim printed, `{T04/total/non}` the share that the cell gives today.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

import msgspec

from cms.figures import say_numbers

CITATION = re.compile(r"\{(T\d{2}(?:/[a-z0-9-]+){2}|[a-z0-9]+(?:-[a-z0-9]+)+)\}")
KEY_FIELDS = ("figure", "cell")
"""The fields of `loading.schema` that hold a key alone."""


def keys_cited(content: Any) -> list[str]:
    """In a content as JSON holds it, in its order, once each."""
    found = (key for text in _texts(content) if "{" in text for key in CITATION.findall(text))
    return list(dict.fromkeys(found))


class Numbers:
    """What several contents cite, read together the first time that one of them asks: one query for their claims."""

    def __init__(self, contents: Iterable[Any]) -> None:
        self._contents = list(contents)

    @cached_property
    def said(self) -> dict[str, str]:
        return say_numbers(keys_cited(self._contents))


def with_numbers(content: Any, numbers: Numbers | None = None) -> Any:
    """A content as JSON holds it, its citations replaced by their numbers: no query when it cites nothing.

    `numbers` are those of the contents that are read with it.
    """
    return _replace(content, (numbers or Numbers([content])).said) if keys_cited(content) else content


def frozen_with_numbers(frozen: Any) -> Any:
    """The same for an activity or a question that has just been frozen."""
    plain = msgspec.to_builtins(frozen)
    return msgspec.convert(with_numbers(plain), type(frozen)) if keys_cited(plain) else frozen


def numbers_shown(frozen: Any, path: str = "$") -> Iterator[tuple[str, str]]:
    """(place, key) of every cell and claim that someone would be shown: under a screen, a question or in a sentence."""
    if isinstance(frozen, str):
        yield from ((path, key) for key in CITATION.findall(frozen))
    elif isinstance(frozen, list):
        for place, part in enumerate(frozen):
            yield from numbers_shown(part, f"{path}[{place}]")
    elif isinstance(frozen, msgspec.Struct):
        for name in frozen.__struct_fields__:
            value, inner = getattr(frozen, name), f"{path}.{name}"
            if name in KEY_FIELDS and value:
                yield inner, value
            else:
                yield from numbers_shown(value, inner)


def _texts(content: Any) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, list):
        for part in content:
            yield from _texts(part)
    elif isinstance(content, dict):
        for part in content.values():
            yield from _texts(part)


def _replace(content: Any, numbers: dict[str, str]) -> Any:
    if isinstance(content, str):
        return CITATION.sub(lambda found: numbers[found[1]], content)
    if isinstance(content, list):
        return [_replace(part, numbers) for part in content]
    if isinstance(content, dict):
        return {name: _replace(part, numbers) for name, part in content.items()}
    return content
