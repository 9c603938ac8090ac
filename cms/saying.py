"""Pages as an English reader gets them: in English when each of their texts is said so, else as they are, French."""

import copy
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import get_language
from wagtail.blocks import StreamValue

from cms.models.english import EnglishText, digest_of_text, english_of
from cms.prose import write_line
from cms.reading_language import ENGLISH, FRENCH
from cms.said_again import LEAF, NOT_SAID, plain, texts_in, texts_of


def say(page: Any) -> Any:
    """The page itself, or a copy of it in English; `said_in` is the language of what it says."""
    (said,) = say_all([page], page.explains)
    return said


def say_all(pages: Iterable[Any], names: Sequence[str]) -> list[Any]:
    """The same for rows of a list, of which only these fields are read. One query, none in French."""
    pages = list(pages)
    if get_language() != ENGLISH:
        return pages
    texts = {
        text for page in pages for name in (*names, "search_description") for text in texts_in(getattr(page, name))
    }
    words = english_of(sorted(texts))
    return [_said(page, names, words) for page in pages]


def missing_in_english(page: Any) -> list[str]:
    """The texts of a page that nobody has said in English; all of them where nobody began."""
    texts = texts_of(page)
    words = english_of(texts)
    return [text for text in texts if text not in words]


def is_in_both(page: Any) -> bool:
    """Whether this page, as it is answered, is read in French and in English."""
    if page.locale.language_code != FRENCH:
        return False
    return page.said_in == ENGLISH if get_language() == ENGLISH else not missing_in_english(page)


def said_in_english(pages: Iterable[Any]) -> set[int]:
    """The keys of those of these French pages that are read in English. One query, however many they are."""
    known = set(EnglishText.objects.values_list("digest", flat=True))
    return {
        page.pk
        for page in pages
        if page.locale.language_code == FRENCH and known.issuperset(map(digest_of_text, texts_of(page)))
    }


def _said(page: Any, names: Sequence[str], words: dict[str, str]) -> Any:
    written_in = page.locale.language_code
    if written_in != FRENCH or any(text not in words for name in names for text in texts_in(getattr(page, name))):
        page.said_in = written_in
        return page
    said = copy.copy(page)
    for name in names:
        value = getattr(page, name)
        if isinstance(value, StreamValue):
            raw = _replace(list(value.raw_data), words)
            setattr(said, name, StreamValue(value.stream_block, raw, is_lazy=True))
        elif isinstance(value, str):
            setattr(said, name, _replace(value, words))
    description = getattr(page, "search_description", "")
    said.search_description = words.get(plain(description), "")
    said.seo_title, said.said_in = "", ENGLISH
    if getattr(page, "easy_is_shown", False):
        said.keep_easy()
    return said


def _replace(value: Any, words: dict[str, str], name: str = "") -> Any:
    if isinstance(value, dict):
        return {key: each if key in NOT_SAID else _replace(each, words, key) for key, each in value.items()}
    if isinstance(value, list):
        return [_replace(each, words, name) for each in value]
    if not isinstance(value, str):
        return value
    if LEAF.search(value):
        return LEAF.sub(lambda leaf: _leaf(leaf[1], leaf[2], words), value)
    return words.get(plain(value), value)


def _leaf(tag: str, inside: str, words: dict[str, str]) -> str:
    return f"<{tag}>{write_line(words.get(plain(inside), inside))}</{tag}>"
