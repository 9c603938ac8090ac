"""A case as its pages show it: the places' sheets, and the key explained criterion by criterion. Pure."""

import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.directory.showing import write_km, write_week
from modules.activities.orientation.matching import CRITERIA, distance_km, judge, places_of
from modules.activities.orientation.scoring import TEAM
from modules.loading.schema import ListedPlace, Orientation, OrientationCase

CRITERIA_WORDS = {
    "services": gettext_lazy("What the place offers"),
    "support": gettext_lazy("Its way of helping, what it is entitled to"),
    "care": gettext_lazy("Access and welcome: wheelchair, reading, language"),
    "access": gettext_lazy("How one gets in: with or without an appointment"),
    "hours": gettext_lazy("Opening hours"),
    "fees": gettext_lazy("Price"),
    "distance": gettext_lazy("Distance"),
}


@dataclass(frozen=True)
class Line:
    """One criterion of one place: what is needed, what the sheet says, and whether they meet."""

    words: str
    short: str
    needed: str
    offered: str
    met: bool


@dataclass(frozen=True)
class Sheet:
    """A place as the directory has it, with its distance, and the computed verdict."""

    place: ListedPlace
    rows: list[tuple[str, str]]
    lines: list[Line]

    @property
    def updated_on(self) -> date:
        return date.fromisoformat(self.place.updated_on)

    @property
    def suits(self) -> bool:
        return all(line.met for line in self.lines)

    @property
    def faults(self) -> list[str]:
        return [line.short for line in self.lines if not line.met]


def sheets_of(orientation: Orientation, case: OrientationCase) -> list[Sheet]:
    return [_sheet(case, place) for place in places_of(orientation, case)]


def _sheet(case: OrientationCase, place: ListedPlace) -> Sheet:
    offered = {name: say_offered(case, place, name) for name in CRITERIA}
    rows = [(say_criterion(name), offered[name]) for name in CRITERIA]
    lines = [
        Line(say_criterion(name), say_in_a_list(name), say_needed(case, name), offered[name], met)
        for name, met in judge(case, place).items()
    ]
    return Sheet(place, rows, lines)


def say_criterion(name: str) -> str:
    return str(CRITERIA_WORDS[name])


def say_in_a_list(name: str) -> str:
    """The criterion in two or three words, inside a sentence."""
    words = re.split(r"[:,]", say_criterion(name))[0].strip()
    return words[0].lower() + words[1:]


def say_offered(case: OrientationCase, place: ListedPlace, name: str) -> str:
    match name:
        case "hours":
            return write_week(place.hours)
        case "distance":
            return write_km(distance_km(case, place))
        case "support":
            return _listed([*place.support, *place.labels])
        case "care":
            return _listed([*place.care, *place.publics])
        case "access":
            return _listed([*place.access, *(each for each in place.roaming if each != "Fixe")])
    return _listed(getattr(place, name))


def say_needed(case: OrientationCase, name: str) -> str:
    needs = case.needs
    match name:
        case "hours":
            return write_week(needs.hours)
        case "distance":
            return _("%(km)s at most from %(town)s") % {"km": write_km(needs.reach_km), "town": case.town}
        case "support":
            return ", ".join([*([_(" or ").join(needs.support)] if needs.support else []), *needs.labels])
        case "access" | "fees":
            return _(" or ").join(getattr(needs, name))
    return _listed(getattr(needs, name))


def _listed(words: list[str]) -> str:
    return ", ".join(words) or _("Not said")


def name_place(orientation: Orientation, case: OrientationCase, identifier: str) -> str:
    """A place by its name; the team has none of the directory."""
    if identifier == TEAM:
        return _("Your team, at a date you set together")
    return next((each.name for each in places_of(orientation, case) if each.identifier == identifier), identifier)
