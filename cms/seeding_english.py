"""The English of the texts we ship, from fixtures/site/en: files of the shape of the French ones, word for word."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import yaml

from cms.models.english import EnglishText, digest_of_text
from cms.prose import write_prose
from cms.said_again import NOT_SAID, leaves_of, plain

BOLD = re.compile(r"<strong>(.*?)</strong>")
LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>')
Pair = tuple[str, str]


def seed_english(folder: Any) -> int:
    """Say in English what has no English yet; how many texts. What an editor wrote stays."""
    pairs: dict[str, Pair] = {}
    for path in sorted((folder / "en").glob("*.yaml")):
        french = yaml.safe_load((folder / path.name).read_text(encoding="utf-8"))
        english = yaml.safe_load(path.read_text(encoding="utf-8"))
        pairs |= {digest_of_text(standard): (standard, said) for standard, said in pair(french, english)}
    known = set(EnglishText.objects.filter(digest__in=pairs).values_list("digest", flat=True))
    rows = [
        EnglishText(digest=digest, standard=standard, english=english)
        for digest, (standard, english) in pairs.items()
        if digest not in known
    ]
    EnglishText.objects.bulk_create(rows)
    return len(rows)


def pair(french: Any, english: Any) -> Iterator[Pair]:
    """Each text with its English; raises ValueError where the two have not the same shape."""
    if isinstance(english, dict):
        for name, said in english.items():
            if name == "body":
                yield from (each for both in zip(french[name], said, strict=True) for each in _pair_block(*both))
            elif name not in NOT_SAID:
                yield from pair(french[name], said)
    elif isinstance(english, list):
        yield from (each for both in zip(french, english, strict=True) for each in pair(*both))
    else:
        yield plain(french), english.strip()


def _pair_block(french: dict[str, Any], english: dict[str, Any]) -> Iterator[Pair]:
    """A block of a text page: its text becomes paragraphs and items, each said again."""
    if "text" not in english:
        yield from pair(french, english)
        return
    yield plain(french["title"]), english["title"]
    leaves = [leaves_of(write_prose(each["text"])) for each in (french, english)]
    yield from ((plain(standard), _as_typed(said)) for standard, said in zip(*leaves, strict=True))


def _as_typed(inside: str) -> str:
    """The inside of a paragraph in our little markup again, as an editor types it."""
    return unescape(LINK.sub(r"[\2](\1)", BOLD.sub(r"**\1**", inside)))
