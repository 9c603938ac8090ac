"""The needs of a level rule, written as a person reads them: « test + pratique × 2 », one way a line. Pure."""

import re
from typing import cast

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competencies.rule import Need, NeedKind

WORDS: dict[str, object] = {
    "graded": gettext_lazy("graded activity"),
    "test": gettext_lazy("test"),
    "practice": gettext_lazy("practice"),
    "unaided_practice": gettext_lazy("practice without hint"),
    "note": gettext_lazy("note"),
    "observation": gettext_lazy("observation"),
    "support_observation": gettext_lazy("support to a colleague"),
    "prior_learning": gettext_lazy("prior learning"),
}
TIMES = re.compile(r"\s*[×x*]\s*([1-9])$")


class Unreadable(ValueError):  # noqa: N818 (the name says what happened)
    """A line that says no need; its text, for the person, says which and what may be written."""


def write_ways(ways: list[list[Need]]) -> str:
    return "\n".join(" + ".join(_write(need) for need in way) for way in ways)


def _write(need: Need) -> str:
    return f"{WORDS[need.kind]} × {need.count}" if need.count > 1 else str(WORDS[need.kind])


def read_ways(text: str) -> list[list[Need]]:
    """One way a line. Raises Unreadable."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        raise Unreadable(_("Write at least one way to get there, for instance “%(one)s”.") % {"one": WORDS["test"]})
    return [[_read(part.strip()) for part in line.split("+")] for line in lines]


def _read(part: str) -> Need:
    found = TIMES.search(part)
    name = (part[: found.start()] if found else part).strip().casefold()
    for kind, words in WORDS.items():
        if str(words).casefold() == name:
            return Need(cast("NeedKind", kind), int(found[1]) if found else 1)
    words = ", ".join(map(str, WORDS.values()))
    raise Unreadable(_("“%(part)s” cannot be read. What may be written: %(words)s.") % {"part": part, "words": words})
