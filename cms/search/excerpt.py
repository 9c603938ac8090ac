"""The passage of a text that answers a question, its words marked. Pure."""

import unicodedata
from dataclasses import dataclass

from cms.search.words import WORD, matches, split_words, stem

LENGTH = 220
BEFORE = 60


@dataclass(frozen=True)
class Piece:
    text: str
    is_marked: bool = False


def mark(text: str, asked: str) -> list[Piece]:
    """The whole text in pieces, those that answer marked; put together again they are the text."""
    stems = [stem(word) for word in split_words(asked)]
    pieces, end = [], 0
    for word in WORD.finditer(text):
        if stems and matches(word[0], stems):
            pieces += [Piece(text[end : word.start()]), Piece(word[0], is_marked=True)]
            end = word.end()
    return [piece for piece in [*pieces, Piece(text[end:])] if piece.text]


def cut(text: str, asked: str) -> list[Piece]:
    """About two lines around the first word that answers; the first lines of a text where none does."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    stems = [stem(word) for word in split_words(asked)]
    first = next((word.start() for word in WORD.finditer(text) if stems and matches(word[0], stems)), 0)
    start = text.rfind(" ", 0, first - BEFORE) + 1 if first > BEFORE else 0
    end = len(text) if len(text) <= start + LENGTH else max(text.rfind(" ", start, start + LENGTH), start + BEFORE)
    passage = ("… " if start else "") + text[start:end] + (" …" if end < len(text) else "")
    return mark(passage, asked)
