"""Taking a file of places in: one transaction, one snapshot. The same file again writes nothing."""

import re
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

import msgspec
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from wagtail.search.backends import get_search_backend

from cms.directory.reading import DirectoryRefused, Fault, read_places
from cms.models.directory import DirectorySnapshot, Place

BATCH = 500
DAY_OF_A_KEY = re.compile(r"-\d{4}(-\d\d){0,2}$")
FOLDER = Path(settings.FIXTURES) / "places"


class SnapshotSheet(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What is said of a file, beside it: `<key>.yaml` next to `<key>.csv`."""

    title: str
    dated_on: date
    invented: bool = False


@dataclass(frozen=True)
class Taken:
    snapshot: DirectorySnapshot
    is_new: bool
    remarks: list[Fault]


@transaction.atomic
def take_directory(key: str, sheet: SnapshotSheet, content: bytes) -> Taken:
    """Raises DirectoryRefused, and nothing is written: a fault in the file, or another file under that name.

    The race: two people take the same name at once. The unique key has the last word, the second is told.
    """
    read, digest = read_places(content), sha256(content).hexdigest()
    found = DirectorySnapshot.objects.filter(key=key).first()
    if found is None:
        found, is_new = _create(key, sheet, digest), True
        places = [Place(snapshot=found, **msgspec.structs.asdict(row)) for row in read.places]
        for start in range(0, len(places), BATCH):
            batch = Place.objects.bulk_create(places[start : start + BATCH])
            get_search_backend().add_bulk(Place, batch)  # rows created together tell nobody
        return Taken(found, is_new, read.remarks)
    if found.digest != digest:
        raise _refuse_other_file(key)
    return Taken(found, is_new=False, remarks=read.remarks)


def _create(key: str, sheet: SnapshotSheet, digest: str) -> DirectorySnapshot:
    try:
        with transaction.atomic():
            return DirectorySnapshot.objects.create(
                key=key,
                series=series_of(key),
                title=sheet.title,
                dated_on=sheet.dated_on,
                is_invented=sheet.invented,
                digest=digest,
            )
    except IntegrityError as error:
        raise _refuse_other_file(key) from error


def series_of(key: str) -> str:
    """« nord-2026-03 » follows « nord-2026-02 »: the series is the name without its day."""
    return DAY_OF_A_KEY.sub("", key)


def _refuse_other_file(key: str) -> DirectoryRefused:
    words = _("another file is already kept under the name “%(key)s”: a snapshot never changes, give a new name.")
    return DirectoryRefused([Fault(1, words % {"key": key})])


def take_shipped(key: str) -> Taken:
    """A directory shipped with the house, of fixtures/places/. Raises DirectoryRefused, or FileNotFoundError."""
    sheet = msgspec.yaml.decode((FOLDER / f"{key}.yaml").read_bytes(), type=SnapshotSheet)
    return take_directory(key, sheet, (FOLDER / f"{key}.csv").read_bytes())


def shipped_keys() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.csv"))


def find_snapshot(key: str) -> DirectorySnapshot | None:
    """The snapshot of that name; one shipped with the house is taken in when first asked for."""
    found = DirectorySnapshot.objects.filter(key=key).first()
    if found is None and key in shipped_keys():
        found = take_shipped(key).snapshot
    return found
