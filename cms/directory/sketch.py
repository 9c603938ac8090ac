"""A sketch of where places are around a commune: no script, and nothing asked of another site unless the house names a
server of tiles. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import atan, ceil, cos, degrees, floor, log, log2, pi, radians, sinh, tan

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
class Tile:
    """A square of somebody's map, laid where it lies on the sketch."""

    address: str
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class Sketch:
    dots: list[Dot]
    rings: list[Ring]
    tiles: list[Tile]


def draw_sketch(
    center: tuple[float, float], within: int, places: Iterable[tuple[int, Place]], tiles: str = ""
) -> Sketch:
    """North up, the commune in the middle of a square of 2 × `HALF`, each numbered place where it lies.

    `tiles` is the address of a server of tiles ({z}, {x}, {y}); without one there is no map under the sketch.
    """
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
    return Sketch(
        dots, [Ring(part, round(part * scale)) for part in (within // 2, within)], lay_tiles(center, scale, tiles)
    )


def lay_tiles(center: tuple[float, float], scale: float, address: str) -> list[Tile]:
    """The tiles under the square, at the first zoom where one is no wider than the picture it is (256 pixels)."""
    if not address:
        return []
    latitude, longitude = center
    a_degree = KM_A_DEGREE * scale  # pixels, northwards
    east = a_degree * cos(radians(latitude))
    zoom = max(0, min(19, ceil(log2(360 * east / 256))))
    many = 2**zoom
    columns = range(floor(_column(longitude - HALF / east, many)), floor(_column(longitude + HALF / east, many)) + 1)
    rows = range(floor(_row(latitude + HALF / a_degree, many)), floor(_row(latitude - HALF / a_degree, many)) + 1)
    laid = []
    for column in columns:
        left, right = (round(HALF + (each / many * 360 - 180 - longitude) * east) for each in (column, column + 1))
        for row in rows:
            top, bottom = (round(HALF - (_latitude(each, many) - latitude) * a_degree) for each in (row, row + 1))
            named = address.replace("{z}", str(zoom)).replace("{x}", str(column)).replace("{y}", str(row))
            laid.append(Tile(named, left, top, right - left, bottom - top))
    return laid


def _column(longitude: float, many: int) -> float:
    return (longitude + 180) / 360 * many


def _row(latitude: float, many: int) -> float:
    """Web Mercator, as every server of tiles counts."""
    return (1 - log(tan(radians(latitude)) + 1 / cos(radians(latitude))) / pi) / 2 * many


def _latitude(row: int, many: int) -> float:
    return degrees(atan(sinh(pi * (1 - 2 * row / many))))
