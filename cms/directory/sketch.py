"""A sketch of where places are around a commune: no tile, no script, nothing asked of another site. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, radians

from cms.directory.distance import EARTH_KM
from cms.models.directory import Place

HALF = 300
MARGIN = 24
KM_A_DEGREE = radians(1) * EARTH_KM


@dataclass(frozen=True)
class Dot:
    number: int
    name: str
    x: int
    y: int


@dataclass(frozen=True)
class Ring:
    kilometres: int
    radius: int


@dataclass(frozen=True)
class Sketch:
    dots: list[Dot]
    rings: list[Ring]


def draw_sketch(center: tuple[float, float], within: int, places: Iterable[tuple[int, Place]]) -> Sketch:
    """North up, the commune in the middle of a square of 2 × `HALF`, each numbered place where it lies."""
    scale = (HALF - MARGIN) / within
    latitude, longitude = center
    dots = [
        Dot(
            number,
            place.name,
            round(HALF + (place.longitude - longitude) * KM_A_DEGREE * cos(radians(latitude)) * scale),
            round(HALF - (place.latitude - latitude) * KM_A_DEGREE * scale),
        )
        for number, place in places
        if place.latitude is not None and place.longitude is not None
    ]
    return Sketch(dots, [Ring(part, round(part * scale)) for part in (within // 2, within)])
