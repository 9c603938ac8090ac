"""What may keep someone from reading a French text in easy words: remarks for its author. Pure.

Written after the European rules for easy-to-read texts (« L'information pour tous », Inclusion Europe). Remarks:
a text without one is not easy to read for all that. Only readers concerned, who read it, may say so.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

MOST_WORDS = 12
LONG_WORD = 13
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
SENTENCE = re.compile(r"(?<=[.!?…:])\s+")
# « être » with the verbs that only it conjugates is no passive: « elle est née ».
PASSIVE = re.compile(
    r"\b(?:est|sont|sera|seront|était|étaient|été|être|soit)\s+(?:pas\s+|toujours\s+)?"
    r"(?!(?:né|allé|arrivé|entré|rentré|monté|passé|resté|retourné|tombé)e?s?\b)"
    r"(?:\w+(?:é|ée|és|ées)\b(?!\s+(?:de|du|des)\b|\s+d’)|\w+(?:i|is|it|ite|ites|ie|ies|u|ue|us|ues)\s+par\b)",
    re.IGNORECASE,
)
SUB_CLAUSE = re.compile(
    r"\b(?:dont|lequel|laquelle|lesquel(?:le)?s|auquel|auxquel(?:le)?s|duquel|desquel(?:le)?s|lorsqu\w*|puisqu\w*)\b"
    r"|\b(?:afin|bien|alors|tandis|ainsi|pour|sans|avant|après|à condition|de sorte) qu[e’]|, (?:qui|que|où)\b",
    re.IGNORECASE,
)
ONLY = re.compile(r"\b(?:ne\s|n’)\w+\s+qu[e’]", re.IGNORECASE)
FIGURE = re.compile(r"\d+(?:[,.]\d+)?[\s\u00a0]*%|\b[IVX]{2,}\b|\d+,\d+|\b\d{1,2}/\d{1,2}/\d{2,4}\b")
GREAT_NUMBER = re.compile(r"\b(?!(?:19|20)\d\d\b)\d{4,}\b|\b\d{1,3}[\s\u00a0]\d{3}\b")
ACRONYM = re.compile(r"\b[A-ZÀ-Ý]{2,}\b")
ROMAN = re.compile(r"^[IVX]+$")
SHORTENED = re.compile(r"\betc\b|\bp\. ?ex\.|\bc\.-à-d\.|\bn°|\bcf\b", re.IGNORECASE)
SIGN = re.compile(r"[;(&*…→]|(?<!\d)/|/(?!\d)")
FOREIGN = re.compile(
    r"\b(?:e-?mails?|mails?|log-?in|newsletters?|web|cookies?|PDF|URL|clou[dt]|onlin\w+)\b", re.IGNORECASE
)
HARD = frozenset(
    [
        "accessibilité",
        "administratif",
        "administrative",
        "algorithme",
        "annuaire",
        "attestation",
        "autonomie",
        "bailleur",
        "bénéficiaire",
        "certifier",
        "charte",
        "compétence",
        "conformité",
        "consultation",
        "convention",
        "coordonnées",
        "dispositif",
        "données",
        "dématérialisation",
        "financeur",
        "formulaire",
        "habilitation",
        "hébergeur",
        "identifiant",
        "institut",
        "interface",
        "juridique",
        "justificatif",
        "mandat",
        "modalité",
        "module",
        "médiation",
        "navigateur",
        "numérique",
        "orientation",
        "pièce",
        "plateforme",
        "procédure",
        "préalable",
        "renouveler",
        "renouvellement",
        "ressources",
        "restreindre",
        "référentiel",
        "secret",
        "session",
        "statistique",
        "structure",
        "trimestre",
        "trimestriel",
        "usager",
        "veille",
        "virtuel",
        "échéance",
        "éligible",
    ]
)


@dataclass(frozen=True)
class Remark:
    """Where (the line as it is written), what is hard there, in words."""

    line: str
    words: str


def read_lines(lines: Iterable[str], explained: Iterable[str] = ()) -> list[Remark]:
    """A remark for each hardness of each line; the words of `explained` are said in the text itself."""
    known = {_stem(word) for each in explained for word in WORD.findall(each)}
    return [Remark(line, words) for line in lines for words in _remarks(line, known)]


def _remarks(line: str, known: set[str]) -> Iterator[str]:
    for sentence in SENTENCE.split(line):
        if (count := len(WORD.findall(sentence))) > MOST_WORDS:
            yield _("A sentence of %(count)d words: twelve at most, one idea each.") % {"count": count}
    found = [
        (PASSIVE, _("« %(it)s »: say who does it (passive).")),
        (SUB_CLAUSE, _("« %(it)s »: a sentence inside another; make two.")),
        (ONLY, _("« %(it)s »: say it without « ne … que ».")),
        (FIGURE, _("« %(it)s »: no percentage, no decimal, no Roman numeral, no date in figures only.")),
        (GREAT_NUMBER, _("« %(it)s »: a great number; say « many », or compare.")),
        (SHORTENED, _("« %(it)s »: write the whole words.")),
        (SIGN, _("« %(it)s »: a sign that is hard to read; use words, or two lines.")),
        (FOREIGN, _("« %(it)s »: a foreign or technical word; say it in French, or explain it.")),
    ]
    for pattern, words in found:
        for match in pattern.finditer(line):
            if _stem(match.group()) not in known:
                yield words % {"it": match.group().strip(" ,")}
    for match in ACRONYM.finditer(line):
        if _stem(match.group()) not in known and not ROMAN.match(match.group()) and not FOREIGN.match(match.group()):
            yield _("« %(it)s »: initials; write the name, or explain them.") % {"it": match.group()}
    for word in dict.fromkeys(WORD.findall(line)):
        if _stem(word) not in known and (_stem(word) in STEMS or len(word) >= LONG_WORD):
            yield _("« %(it)s »: a hard word; choose an everyday one, or explain it.") % {"it": word}


def _stem(word: str) -> str:
    """A word without its plural: « mandats » is explained where « mandat » is."""
    return word.lower().rstrip("sx")


STEMS = frozenset(_stem(word) for word in HARD)
