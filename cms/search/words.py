"""The words of a question and what their other forms begin with. Pure."""

import re
import unicodedata

WORD = re.compile(r"[^\W_]+")
MOST_WORDS = 10
# Words that say nothing of what is looked for: PostgreSQL's French dictionary drops them too.
_EMPTY = (
    "a ai au aux avec ce ces cette comment d dans de des du elle en est et eux il ils j je l la le les leur leurs lui "
    "m ma mais me mes mon n ne nos notre nous on ou par pas pour qu que quel quelle qui s sa se ses son sont sur t ta "
    "te tes ton tu un une vos votre vous y"
)
EMPTY = frozenset(_EMPTY.split())
# (endings of verbs, nouns and plurals; how many letters must stay before them), the longest first
ENDINGS = (
    (("issement", "issements", "issant", "issent", "ements", "ement", "ations", "ation", "euses", "antes"), 4),
    (("ants", "ante", "eurs", "euse", "ees", "ent", "ant", "eur", "ons", "ait", "ais"), 4),
    (("es", "er", "ez", "ir", "ee", "s", "x", "e"), 3),
)


def fold(text: str) -> str:
    """« Éthique » as « ethique », « cœur » as « coeur »."""
    spelt = unicodedata.normalize("NFKD", text.casefold()).replace("œ", "oe").replace("æ", "ae")
    return "".join(letter for letter in spelt if not unicodedata.combining(letter))


def split_words(text: str) -> list[str]:
    """The words that say something, folded, each once, ten at most; all of them when none says anything."""
    words = list(dict.fromkeys(WORD.findall(fold(text))))
    return ([word for word in words if word not in EMPTY] or words)[:MOST_WORDS]


def stem(word: str) -> str:
    """What the forms of a folded word begin with: « accompagner » and « accompagnement » with « accompagn »."""
    for endings, least in ENDINGS:
        for ending in sorted(endings, key=len, reverse=True):
            if word.endswith(ending) and len(word) - len(ending) >= least:
                return word.removesuffix(ending)
    return word


def matches(word: str, stems: list[str]) -> bool:
    """Whether a word of a text is a form of one of those looked for."""
    return fold(word).startswith(tuple(stems))
