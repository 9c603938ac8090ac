"""A CSV of places in the national format: every row read, or every fault said with its line. Pure."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from io import StringIO

import msgspec
from django.utils.translation import gettext as _
from msgspec import Struct

from cms.directory import words
from cms.directory.hours import read_hours

MAX_BYTES = 20_000_000
MAX_CELL = 5_000
MANY = "|"


class PlaceRow(Struct, frozen=True, kw_only=True):
    """One line: the fields of `cms.models.Place`, by the same names."""

    identifier: str
    name: str
    town: str
    postcode: str
    address: str
    latitude: float | None
    longitude: float | None
    services: list[str]
    updated_on: date
    pivot: str = ""
    insee: str = ""
    address_more: str = ""
    kinds: list[str] = []
    phone: str = ""
    emails: list[str] = []
    website: str = ""
    hours: str = ""
    summary: str = ""
    detail: str = ""
    source: str = ""
    roaming: list[str] = []
    parent: str = ""
    publics: list[str] = []
    care: list[str] = []
    fees: list[str] = []
    programmes: list[str] = []
    labels: list[str] = []
    other_labels: list[str] = []
    access: list[str] = []
    support: list[str] = []
    accessibility_url: str = ""
    booking_url: str = ""


COLUMNS = {
    "id": "identifier",
    "pivot": "pivot",
    "nom": "name",
    "commune": "town",
    "code_postal": "postcode",
    "code_insee": "insee",
    "adresse": "address",
    "complement_adresse": "address_more",
    "latitude": "latitude",
    "longitude": "longitude",
    "typologie": "kinds",
    "telephone": "phone",
    "courriels": "emails",
    "site_web": "website",
    "horaires": "hours",
    "presentation_resume": "summary",
    "presentation_detail": "detail",
    "source": "source",
    "itinerance": "roaming",
    "structure_parente": "parent",
    "date_maj": "updated_on",
    "services": "services",
    "publics_specifiquement_adresses": "publics",
    "prise_en_charge_specifique": "care",
    "frais_a_charge": "fees",
    "dispositif_programmes_nationaux": "programmes",
    "formations_labels": "labels",
    "autres_formations_labels": "other_labels",
    "modalites_acces": "access",
    "modalites_accompagnement": "support",
    "fiche_acces_libre": "accessibility_url",
    "prise_rdv": "booking_url",
}
REQUIRED = ("id", "nom", "commune", "code_postal", "adresse", "services", "date_maj")
LISTS = {"typologie", "courriels", "formations_labels", "autres_formations_labels"}
CLOSED: Mapping[str, Iterable[str]] = {
    "services": words.SERVICES,
    "publics_specifiquement_adresses": words.PUBLICS,
    "prise_en_charge_specifique": words.CARE,
    "frais_a_charge": words.FEES,
    "dispositif_programmes_nationaux": words.PROGRAMMES,
    "modalites_acces": words.ACCESS,
    "modalites_accompagnement": words.SUPPORT,
    "itinerance": words.ROAMING,
}
BOUNDS = {"latitude": 90.0, "longitude": 180.0}
ADDRESSES = {"site_web", "fiche_acces_libre", "prise_rdv"}


@dataclass(frozen=True)
class Fault:
    """What is wrong, at which line of the file (1 is the header)."""

    line: int
    words: str

    def __str__(self) -> str:
        return _("Line %(line)d: %(words)s") % {"line": self.line, "words": self.words}


class DirectoryRefused(Exception):  # noqa: N818 (the name says what happened)
    """The file is not taken, not even in part; `faults` says why, line by line."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


@dataclass(frozen=True)
class Sheet:
    places: list[PlaceRow]
    remarks: list[Fault]
    """What was taken and deserves a look: hours that are no usual week."""


def read_places(content: bytes) -> Sheet:
    """Raises DirectoryRefused with every fault of the file."""
    lines = _read_lines(content)
    places: list[PlaceRow] = []
    faults: list[Fault] = []
    for number, cells in lines:
        values, wrong = _read_row(cells)
        faults += [Fault(number, each) for each in wrong]
        if not wrong:
            places.append(msgspec.convert(values, PlaceRow))
    faults += _twice(lines)
    if not lines:
        faults.append(Fault(1, _("the file holds no place.")))
    if faults:
        raise DirectoryRefused(sorted(faults, key=lambda fault: fault.line))
    return Sheet(places, list(_unread_hours(lines)))


def _read_lines(content: bytes) -> list[tuple[int, dict[str, str]]]:
    """The rows by their line in the file. Raises DirectoryRefused for what is no such table."""
    if len(content) > MAX_BYTES:
        raise DirectoryRefused([Fault(1, _("the file is larger than 20 MB: send it department by department."))])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise DirectoryRefused([Fault(line, _("the file is not in UTF-8: save it again in that encoding."))]) from error
    first = text.partition("\n")[0]
    reader = csv.DictReader(StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    missing = [name for name in REQUIRED if name not in (reader.fieldnames or [])]
    if missing or "\0" in text:
        words_ = _("these columns are missing: %(names)s.") % {"names": ", ".join(missing)}
        raise DirectoryRefused([Fault(1, words_ if missing else _("the file is no text."))])
    try:
        return [
            (reader.line_num, {name: (row.get(name) or "").strip() for name in COLUMNS})
            for row in reader
            if any(row.values())
        ]
    except csv.Error as error:
        words_ = _("a quotation mark is opened and never closed, or the line is cut.")
        raise DirectoryRefused([Fault(reader.line_num, words_)]) from error


def _read_row(cells: dict[str, str]) -> tuple[dict[str, object], list[str]]:
    """The values by field, and what is wrong with them."""
    values: dict[str, object] = {}
    wrong = [_("“%(name)s” is empty.") % {"name": name} for name in REQUIRED if not cells[name]]
    for name, field in COLUMNS.items():
        try:
            values[field] = _read_cell(name, cells[name])
        except ValueError as error:
            if cells[name]:
                wrong.append(str(error))
    if bool(cells["latitude"]) != bool(cells["longitude"]):
        wrong.append(_("latitude and longitude go together."))
    return values, wrong


def _read_cell(name: str, text: str) -> object:
    """The value of a cell. Raises ValueError with a sentence."""
    if len(text) > MAX_CELL:
        raise ValueError(_("“%(name)s” is longer than 5,000 characters.") % {"name": name})
    if name == "date_maj":
        return _read_date(text)
    if name in BOUNDS:
        return _read_coordinate(name, text)
    if name in CLOSED or name in LISTS:
        return _read_list(name, text)
    if name in ADDRESSES and text and not text.startswith(("https://", "http://")):
        raise ValueError(_("“%(name)s”: an address starts with https://.") % {"name": name})
    return text


def _read_date(text: str) -> date:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise ValueError(_("“date_maj”: “%(text)s” is no date, write 2026-03-31.") % {"text": text[:40]}) from None


def _read_coordinate(name: str, text: str) -> float | None:
    try:
        value = float(text.replace(",", ".")) if text else None
    except ValueError:
        value = 1000.0
    if value is not None and not -BOUNDS[name] <= value <= BOUNDS[name]:
        raise ValueError(_("“%(name)s”: “%(text)s” is no coordinate.") % {"name": name, "text": text[:40]})
    return value


def _read_list(name: str, text: str) -> list[str]:
    parts = [part.strip() for part in text.replace("’", "'").split(MANY) if part.strip()]
    unknown = [part for part in parts if name in CLOSED and part not in CLOSED[name]]
    if unknown:
        place = {"name": name, "text": unknown[0][:80]}
        raise ValueError(_("“%(name)s”: “%(text)s” is not a word of the national format.") % place)
    return parts


def _twice(lines: list[tuple[int, dict[str, str]]]) -> list[Fault]:
    seen: dict[str, int] = {}
    faults = []
    for number, cells in lines:
        first = seen.setdefault(cells["id"], number)
        if first != number and cells["id"]:
            place = {"id": cells["id"][:80], "line": first}
            faults.append(Fault(number, _("the identifier “%(id)s” is already at line %(line)d.") % place))
    return faults


def _unread_hours(lines: list[tuple[int, dict[str, str]]]) -> Iterable[Fault]:
    for number, cells in lines:
        if cells["horaires"] and read_hours(cells["horaires"]) is None:
            yield Fault(number, _("“horaires” is no usual week: shown as written, never compared."))
