"""What would make a case unfair or impossible, a sentence each. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from cms.directory import words
from cms.directory.hours import read_hours
from modules.activities.orientation.matching import deciding, places_of, suitable
from modules.activities.orientation.scoring import CHOSEN_CRITERIA
from modules.loading.schema import Orientation, OrientationCase

CLOSED: Mapping[str, tuple[str, ...]] = {
    "services": words.SERVICES,
    "support": words.SUPPORT,
    "care": words.CARE,
    "access": words.ACCESS,
    "fees": words.FEES,
}


def find_faults(orientation: Orientation) -> list[str]:
    keys = [case.key for case in orientation.cases]
    faults = [
        _("the key “%(key)s” is used twice.") % {"key": key} for key in dict.fromkeys(keys) if keys.count(key) > 1
    ]
    for case in orientation.cases:
        faults += [f"{case.title}\u00a0: {fault}" for fault in _faults_of(orientation, case)]
    return faults


def _faults_of(orientation: Orientation, case: OrientationCase) -> Iterator[str]:
    yield from _faults_of_needs(case)
    for ask in (case.need, case.relay):
        if sum(option.right for option in ask.options) != 1:
            yield _("“%(stem)s” has not exactly one right answer.") % {"stem": ask.stem[:60]}
    places = places_of(orientation, case)
    good = suitable(case, places)
    if not good:
        yield _("no place of the directory suits: loosen a need, or name another directory.")
    elif len(good) == len(places):
        yield _("every place suits: there is nothing to choose.")
    elif len(deciding(case, places)) < CHOSEN_CRITERIA:
        yield _("fewer than three criteria rule a place out: three are asked for.")


def _faults_of_needs(case: OrientationCase) -> Iterator[str]:
    needs: Any = case.needs
    for name, known in CLOSED.items():
        for word in getattr(needs, name):
            if word not in known:
                yield _("“%(word)s” is not a word of the directory.") % {"word": word}
    if needs.hours and read_hours(needs.hours) is None:
        yield _("the hours “%(hours)s” cannot be read: write them like “Tu 14:00-17:00”.") % {"hours": needs.hours}
