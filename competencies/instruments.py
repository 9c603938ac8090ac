"""What the 2018 study asked, and what it concluded: read once from fixtures/survey/instruments/, never changed.

The words are those of the source. `differences` says whether an instrument used elsewhere still asks the same thing.
"""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext

from competencies.loading.instrument_files import Conclusions, Instrument, Item, read_conclusions, read_instrument

FOLDER: Path = settings.FIXTURES / "survey" / "instruments"


@cache
def questionnaire() -> Instrument:
    """Annex 7: the 28 questions to social workers."""
    return read_instrument(FOLDER / "questionnaire.yaml")


@cache
def interview_guide() -> Instrument:
    """Annex 6: the 15 questions to heads."""
    return read_instrument(FOLDER / "guide.yaml")


@cache
def conclusions() -> Conclusions:
    """The four hypotheses, the five proposals, the four action sheets."""
    return read_conclusions(FOLDER / "etude.yaml")


def wording_of(instrument: Instrument, key: str) -> str:
    """The whole sentence an item asks: its question, then its own words."""
    for question in instrument.questions:
        for item in question.items:
            if item.key == key:
                return " ".join(filter(None, [question.wording, item.wording]))
    raise KeyError(key)


def why_not_comparable(instrument: Instrument, key: str, reference: Instrument) -> str:
    """Why the answers to this item cannot stand beside those of the reference; empty when they can.

    The words, the scale and who was asked must be the same, and the reference must have counted the answers.
    """
    mine, theirs = instrument.items[key], reference.items.get(key)
    if theirs is None or wording_of(instrument, key) != wording_of(reference, key):
        return gettext("The words of the question are not those of 2018.")
    if (mine.kind, mine.answers) != (theirs.kind, theirs.answers):
        return gettext("The answers offered are not those of 2018.")
    if mine.when != theirs.when:
        return gettext("The question is not put to the same people as in 2018.")
    return _why_not_counted(theirs)


def _why_not_counted(item: Item) -> str:
    if item.coded or item.kind == "open":
        return gettext("In 2018 the answers were free, and sorted by hand.")
    if item.table is None:
        return gettext("The report of 2018 prints no table for this question.")
    return ""
