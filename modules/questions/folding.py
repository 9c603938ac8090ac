"""Two writings of one word: « Écran », « ecran » and « ECRAN. » are the same answer. Pure."""

import unicodedata

from modules.loading.schema import ShortText, Variant

LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "’": "'", "‘": "'"})
AROUND = " .,;:!?…«»\"'()"


def fold(text: str) -> str:
    """Without accents, case, double spaces, nor punctuation at either end; folded twice, it is the same."""
    bare = "".join(char for char in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(char))
    return " ".join(bare.casefold().translate(LIGATURES).split()).strip(AROUND)


def find_variant(question: ShortText, written: str) -> Variant | None:
    """The foreseen answer this text is a writing of."""
    folded = fold(written)
    return next((variant for variant in question.answers if fold(variant.text) == folded), None)
