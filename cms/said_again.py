"""The words a page says, one by one: what its easy edition was written for, what its English says again. Pure.

A text is compared without its markup: an editor that writes the same sentence with other tags changes nothing.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from html import unescape
from typing import Any

from wagtail.blocks import StreamValue

TAG = re.compile(r"<[^>]+>")
LEAF = re.compile(r"<(h[2-4]|p|li)(?:\s[^>]*)?>(.*?)</\1>", re.DOTALL)
NOT_SAID = frozenset({"id", "type", "cell", "posture", "who", "picture", "page", "time"})
"""Names of the values of a block that nobody reads as a sentence."""


def texts_of(page: Any) -> list[str]:
    """What a reader reads in the fields that its type `explains`, each text once, in order."""
    return list(dict.fromkeys(text for name in page.explains for text in texts_in(getattr(page, name))))


def texts_in(value: Any) -> Iterator[str]:
    """Those of the value of one field, as often as they come."""
    return _texts(list(value.raw_data) if isinstance(value, StreamValue) else value)


def digest_of(page: Any) -> str:
    """The same as long as no text of the page has changed, nor a day it gives; their order does not count, since
    PostgreSQL gives back the keys of a JSON value in an order of its own."""
    days = [value for name in page.explains if isinstance(value := getattr(page, name), datetime)]
    return sha256(
        "\n".join([*sorted(texts_of(page)), *(day.astimezone(UTC).isoformat() for day in days)]).encode()
    ).hexdigest()


def plain(text: str) -> str:
    """A text without its markup, its spaces made one."""
    return " ".join(unescape(TAG.sub(" ", text)).split())


def leaves_of(text: str) -> list[str]:
    """The insides of the paragraphs, titles and items of a rich text; the text itself when it is none."""
    return [inside for _, inside in LEAF.findall(text)] or [text]


def _texts(value: Any, name: str = "") -> Iterator[str]:
    if isinstance(value, str):
        if name not in NOT_SAID:
            yield from (words for each in leaves_of(value) if (words := plain(each)))
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _texts(each, key)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each, name)
