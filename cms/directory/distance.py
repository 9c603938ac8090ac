"""How far two points of the globe are, as the crow flies. Pure."""

from math import asin, cos, radians, sin, sqrt

EARTH_KM = 6371.0088


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Between two (latitude, longitude), along a great circle (haversine)."""
    (lat1, lon1), (lat2, lon2) = [(radians(lat), radians(lon)) for lat, lon in (one, other)]
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))
