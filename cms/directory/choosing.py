"""Which places answer what someone looks for, and how far each is."""

from dataclasses import dataclass
from math import cos, radians

from django.db.models import QuerySet

from cms.directory.communes import Commune
from cms.models.directory import Place

KM_A_DEGREE = 111.2
FILTERS = {"service": "services", "public": "publics", "care": "care", "fee": "fees"}
"""What the form calls it, and the list of the place that must hold it."""


@dataclass(frozen=True)
class Wanted:
    """Empty words ask for nothing."""

    service: str = ""
    public: str = ""
    care: str = ""
    fee: str = ""
    commune: Commune | None = None
    within: int = 20


@dataclass(frozen=True)
class Chosen:
    """The key of a place, and how far it is when that was asked."""

    place_id: int
    kilometres: float | None = None


def choose_places(wanted: Wanted) -> list[Chosen]:
    """By distance from the commune, as the crow flies, to a tenth; without a commune, by postcode and name."""
    held = {f"{field}__holds": getattr(wanted, name) for name, field in FILTERS.items() if getattr(wanted, name)}
    places = Place.objects.current().filter(**held)
    if wanted.commune is None:
        return [Chosen(pk) for pk in places.order_by("postcode", "name", "pk").values_list("pk", flat=True)]
    near = [
        Chosen(place.pk, round(distance, 1))
        for place in _in_the_square(places, wanted.commune, wanted.within).only("pk", "latitude", "longitude")
        if (distance := place.kilometres_from(wanted.commune.point)) is not None and distance <= wanted.within
    ]
    return sorted(near, key=lambda each: (each.kilometres or 0, each.place_id))


def count_unplaced(wanted: Wanted) -> int:
    """How many places answer and say no point: they travel, or were not placed. A distance leaves them out."""
    held = {f"{field}__holds": getattr(wanted, name) for name, field in FILTERS.items() if getattr(wanted, name)}
    return Place.objects.current().filter(latitude__isnull=True, **held).count()


def _in_the_square(places: QuerySet[Place], commune: Commune, within: int) -> QuerySet[Place]:
    """Around the circle: the database keeps what cannot be too far, the distance decides."""
    tall = within / KM_A_DEGREE
    wide = tall / max(cos(radians(commune.latitude)), 0.01)
    return places.filter(
        latitude__range=(commune.latitude - tall, commune.latitude + tall),
        longitude__range=(commune.longitude - wide, commune.longitude + wide),
    )
