"""An error told on a place: one row for the editors."""

from cms.models.directory import Place, PlaceReport

MOST_WAITING = 20
"""A place that has so many is already known to need a look: one more says nothing."""


def take_report(place: Place, report: PlaceReport) -> None:
    """The race: two at once may make one too many. It is of no matter."""
    if place.reports.filter(is_handled=False).count() < MOST_WAITING:
        report.place = place
        report.save()
