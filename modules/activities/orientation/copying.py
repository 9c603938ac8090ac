"""The places of a case, copied out of the directory when the activity is frozen: a later snapshot changes nothing."""

from collections.abc import Iterable

import msgspec
from django.utils.translation import gettext as _

from cms.directory.importing import find_snapshot
from cms.models import DirectorySnapshot, Place
from modules.activities.orientation.matching import nearest
from modules.loading.schema import ListedDirectory, ListedPlace, Orientation, OrientationCase

SAME = ("identifier", "name", "town", "summary", "hours", "services", "support", "care", "publics", "access", "fees")


def copy_directories(written: Orientation) -> Orientation:
    """The same with the places its cases show; as it is when it already has them (an archive brings its own).

    Raises msgspec.ValidationError when a case names a directory this site does not have.
    """
    if written.directories:
        return written
    keys = dict.fromkeys(case.directory for case in written.cases)
    copied = [_copy(_find(key), [case for case in written.cases if case.directory == key]) for key in keys]
    return msgspec.structs.replace(written, directories=copied)


def without_directories(written: Orientation) -> Orientation:
    """As an author writes it, when this site can copy the places again; else with them."""
    known = all(find_snapshot(case.directory) for case in written.cases)
    return msgspec.structs.replace(written, directories=[]) if known else written


def _find(key: str) -> DirectorySnapshot:
    snapshot = find_snapshot(key)
    if snapshot is None:
        raise msgspec.ValidationError(_("no directory is named “%(key)s”: take it in first.") % {"key": key})
    return snapshot


def _copy(snapshot: DirectorySnapshot, cases: Iterable[OrientationCase]) -> ListedDirectory:
    located = [list_place(place) for place in snapshot.places.located()]
    shown = {place.identifier for case in cases for place in nearest(case, located)}
    return ListedDirectory(
        key=snapshot.key,
        title=snapshot.title,
        dated_on=snapshot.dated_on.isoformat(),
        is_invented=snapshot.is_invented,
        places=[place for place in located if place.identifier in shown],
    )


def list_place(place: Place) -> ListedPlace:
    """A located place."""
    return ListedPlace(
        **{name: getattr(place, name) for name in SAME},
        latitude=place.latitude or 0.0,
        longitude=place.longitude or 0.0,
        labels=[*place.programmes, *place.labels, *place.other_labels],
        roaming=place.roaming,
        updated_on=place.updated_on.isoformat(),
    )
