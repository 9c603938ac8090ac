"""Which place suits a person: criterion by criterion, computed from the directory. Pure, and the only key there is."""

from collections.abc import Iterable, Sequence

from cms.directory.distance import kilometres
from cms.directory.hours import minutes_in_common, read_hours
from modules.loading.schema import ListedPlace, Needs, Orientation, OrientationCase

CRITERIA = ("services", "support", "care", "access", "hours", "fees", "distance")
LEAST_MINUTES = 30
"""Both free and open for that long: less is no visit."""


def places_of(orientation: Orientation, case: OrientationCase) -> list[ListedPlace]:
    """The places shown for this case, the nearest first."""
    directory = next((each for each in orientation.directories if each.key == case.directory), None)
    return nearest(case, directory.places) if directory else []


def nearest(case: OrientationCase, places: Iterable[ListedPlace]) -> list[ListedPlace]:
    return sorted(places, key=lambda place: (distance_km(case, place), place.identifier))[: case.shown]


def distance_km(case: OrientationCase, place: ListedPlace) -> float:
    """As the crow flies, to a tenth: what is shown is what is compared."""
    return round(kilometres((case.latitude, case.longitude), (place.latitude, place.longitude)), 1)


def judge(case: OrientationCase, place: ListedPlace) -> dict[str, bool]:
    """Whether the place meets each criterion the person's needs ask about."""
    needs = case.needs
    asked = asked_of(needs)
    met = {
        "services": set(needs.services) <= set(place.services),
        "support": _is_helped(needs, place),
        "care": set(needs.care) <= set(place.care),
        "access": bool(set(needs.access) & set(place.access)),
        "hours": meets_hours(needs.hours, place.hours),
        "fees": bool(set(needs.fees) & set(place.fees)),
        "distance": distance_km(case, place) <= needs.reach_km,
    }
    return {name: met[name] for name in CRITERIA if name in asked}


def asked_of(needs: Needs) -> set[str]:
    """The criteria these needs say something of."""
    said = {name for name in ("services", "support", "care", "access", "hours", "fees") if getattr(needs, name)}
    return said | ({"support"} if needs.labels else set()) | ({"distance"} if needs.reach_km else set())


def _is_helped(needs: Needs, place: ListedPlace) -> bool:
    one_way = not needs.support or bool(set(needs.support) & set(place.support))
    return one_way and set(needs.labels) <= set(place.labels)


def meets_hours(wanted: str, offered: str) -> bool:
    """Hours that are unknown are not counted as open: one telephones first."""
    free, opened = read_hours(wanted), read_hours(offered)
    return bool(free and opened and minutes_in_common(free, opened) >= LEAST_MINUTES)


def suits(case: OrientationCase, place: ListedPlace) -> bool:
    return all(judge(case, place).values())


def suitable(case: OrientationCase, places: Sequence[ListedPlace]) -> set[str]:
    """Identifiers of the places that meet every criterion."""
    return {place.identifier for place in places if suits(case, place)}


def deciding(case: OrientationCase, places: Sequence[ListedPlace]) -> list[str]:
    """The criteria that rule a place out, in their order: those worth naming."""
    ruled = {name for place in places for name, met in judge(case, place).items() if not met}
    return [name for name in CRITERIA if name in ruled]
