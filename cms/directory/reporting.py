"""An error told on a place: one row for the editors, and not too many from one address."""

from django.core.cache import cache

from cms.models.directory import Place, PlaceReport

ALLOWED = 5
SECONDS = 600
MOST_WAITING = 20
"""A place that has so many is already known to need a look: one more says nothing."""


def may_report(address: str) -> bool:
    """Count one more from this network address, which is kept nowhere but here, ten minutes."""
    key = f"place-reports:{address}"
    cache.add(key, 0, SECONDS)
    try:
        return cache.incr(key) <= ALLOWED
    except ValueError:  # it has just been forgotten
        return True


def take_report(place: Place, report: PlaceReport) -> None:
    """The race: two at once may make one too many. It is of no matter."""
    if place.reports.filter(is_handled=False).count() < MOST_WAITING:
        report.place = place
        report.save()
