"""How easy a French text reads: Flesch's scale as Kandel and Moles set it for French (1958), from 0 to about 100.

Above 70 it is « facile ». Syllables are groups of vowels, a mute ending left out, as one says them aloud: a little
fewer than a dictionary counts, the same for every text.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

WORD = re.compile(r"[^\W\d_]+")
VOWELS = re.compile(r"[aeiouyàâäéèêëîïôöùûüœæ]+")
MUTE_ENDING = re.compile(r"(?<=[^aeiouyéèê])(?:e|es|ent)$")
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
END_OF_SENTENCE = re.compile(r"[.!?;:…]\s|\n+|»")


def count_syllables(word: str) -> int:
    said = word.lower()
    return max(1, len(VOWELS.findall(MUTE_ENDING.sub("", said) if len(said) > 3 else said)))


def sentences_of(text: str) -> Iterator[list[str]]:
    """The words of each sentence; what a colon or a semicolon parts is read as two."""
    for sentence in END_OF_SENTENCE.split(LINK.sub(r"\1", text)):
        if words := WORD.findall(sentence):
            yield words


@dataclass(frozen=True)
class Reading:
    ease: float
    longest: int
    """Words of the longest sentence."""


def read_ease(texts: Iterable[str]) -> Reading:
    sentences = [words for text in texts for words in sentences_of(text)]
    words = [word for sentence in sentences for word in sentence]
    syllables = sum(count_syllables(word) for word in words)
    ease = 207 - 1.015 * len(words) / len(sentences) - 73.6 * syllables / len(words)
    return Reading(ease, max(len(sentence) for sentence in sentences))
