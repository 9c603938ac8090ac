"""The rows of a staff file read as people and posts, or as sentences that say what to correct. Pure."""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.people.folding import fold
from lms.people.models.post import Profession
from lms.people.staff.table import MAX_CELL, Cell, FileRefused, Table

Faults = dict[int, list[str]]
"""Row of the file → what to correct in it."""

DAY_SHAPES = ("%d/%m/%Y", "%Y-%m-%d", "%d/%m/%y", "%d-%m-%Y", "%d.%m.%Y")
NUMBER_SHAPE = re.compile(r"[\w][\w ./-]{0,39}")
NAME_SHAPE = re.compile(r"[^\W\d_][^\d=+@<>|{}\t\r\n]{0,79}")
DAYS = (date(1950, 1, 1), date(2100, 1, 1))


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its title in the model file, and the other names it goes by in other people's files."""

    key: str
    title: str | Promise
    others: tuple[str, ...]
    is_needed: bool = True

    def answers_to(self, head: str) -> bool:
        return fold(head).strip(" *") in {fold(str(self.title)), *self.others}


HEADINGS = (
    Heading("number", gettext_lazy("Staff number"), ("matricule", "numero", "n°", "id", "numero de salarie")),
    Heading("last_name", gettext_lazy("Family name"), ("nom", "nom de famille", "nom d usage")),
    Heading("first_name", gettext_lazy("First name"), ("prenom",)),
    Heading(
        "email",
        gettext_lazy("E-mail address"),
        ("e mail", "email", "mail", "courriel", "adresse mail", "adresse e mail"),
    ),
    Heading("team", gettext_lazy("Team"), ("equipe", "service", "site", "structure", "etablissement")),
    Heading("profession", gettext_lazy("Profession"), ("metier", "profession", "poste", "fonction", "emploi")),
    Heading(
        "started_on", gettext_lazy("Arrival"), ("arrivee", "date d arrivee", "entree", "date d entree", "debut"), False
    ),
    Heading(
        "ended_on", gettext_lazy("Departure"), ("depart", "date de depart", "sortie", "date de sortie", "fin"), False
    ),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A person in a post. Someone who holds several posts has as many lines."""

    row: int
    number: str
    last_name: str
    first_name: str
    email: str
    team: UUID
    profession: str
    started_on: date | None
    ended_on: date | None

    @property
    def post(self) -> tuple[UUID, str]:
        return self.team, self.profession

    @property
    def person(self) -> tuple[str, str, str]:
        return self.last_name, self.first_name, self.email


Teams = Mapping[str, Sequence[UUID]]
"""Folded name, or « site / team », → the nodes called so."""


def find_columns(heads: Sequence[str]) -> dict[str, int]:
    """Where each column is. Raises FileRefused with the names of those that are missing."""
    found: dict[str, int] = {}
    for heading in HEADINGS:
        for position, head in enumerate(heads):
            if heading.answers_to(head):
                found.setdefault(heading.key, position)
    missing = [str(each.title) for each in HEADINGS if each.is_needed and each.key not in found]
    if missing:
        said = _("These columns are missing from the first line: %(columns)s. Take the model file, or name them so.")
        raise FileRefused(said % {"columns": ", ".join(missing)})
    return found


def read_lines(
    table: Table, teams: Teams, report: Callable[[int], None] = lambda rows: None
) -> tuple[list[Line], Faults]:
    """The lines without fault, and what to correct in the others."""
    columns = find_columns(table.heads)
    lines: list[Line] = []
    faults: Faults = {}
    for done, (row, cells) in enumerate(table.rows, start=1):
        line, said = _read_line(row, {key: _cell(cells, at) for key, at in columns.items()}, teams)
        if line:
            lines.append(line)
        if said:
            faults[row] = said
        report(done)
    _compare(lines, faults)
    return lines, faults


def _cell(cells: Sequence[Cell], at: int) -> Cell:
    return cells[at] if at < len(cells) else ""


def _read_line(row: int, cells: Mapping[str, Cell], teams: Teams) -> tuple[Line | None, list[str]]:
    values: dict[str, Any] = {}
    said: list[str] = []
    for key, read in READERS.items():
        try:
            values[key] = read(cells.get(key, ""), teams)
        except ValueError as fault:
            said.append(str(fault))
    if not said and values["ended_on"] and values["started_on"] and values["ended_on"] < values["started_on"]:
        said.append(_("The departure is before the arrival."))
    return (None, said) if said else (Line(row, **values), [])


def _read_number(cell: Cell, teams: Teams) -> str:
    text = str(cell)
    if not text:
        raise ValueError(_("The staff number is missing: it is what recognises the person from one file to the next."))
    if not NUMBER_SHAPE.fullmatch(text):
        raise ValueError(_("The staff number is made of at most 40 letters and figures."))
    return text


def _read_name(cell: Cell, teams: Teams) -> str:
    text = " ".join(str(cell).split())
    if not NAME_SHAPE.fullmatch(text):
        raise ValueError(_("A name is missing or is not one: at most 80 letters, spaces, hyphens and apostrophes."))
    return text


def _read_email(cell: Cell, teams: Teams) -> str:
    text = str(cell).lower()
    try:
        validate_email(text)
    except ValidationError as error:
        raise ValueError(_("The e-mail address is not complete. It looks like prenom.nom@structure.fr.")) from error
    return text


def _read_team(cell: Cell, teams: Teams) -> UUID:
    found = teams.get(fold_path(str(cell)), ())
    if len(found) == 1:
        return found[0]
    name = str(cell)[:MAX_CELL]
    if found:
        raise ValueError(_("Several teams are called “%(name)s”: write “site / team”.") % {"name": name})
    if not name:
        raise ValueError(_("The team is missing."))
    raise ValueError(_("“%(name)s” is not one of your teams. Write its name as the site does.") % {"name": name})


def _read_profession(cell: Cell, teams: Teams) -> str:
    said = fold(str(cell)).strip()
    for profession in Profession:
        if said in _ways_to_say(profession):
            return profession.value
    known = ", ".join(str(profession.label) for profession in Profession)
    raise ValueError(_("This profession is not in the list: %(known)s.") % {"known": known})


def _ways_to_say(profession: Profession) -> set[str]:
    """The code, the label, and either half of a label that says both genders (« assistante ou assistant de … »)."""
    label = fold(str(profession.label))
    halves = {*label.split(" ou "), re.sub(r" ou \S+", "", label), re.sub(r"\S+ ou ", "", label)}
    return {profession.value, label, *halves}


def _read_day(cell: Cell, teams: Teams) -> date | None:
    day = cell if isinstance(cell, date) else _parse_day(cell)
    if day and not DAYS[0] <= day <= DAYS[1]:
        raise ValueError(_("This day is not likely: %(day)s.") % {"day": day.isoformat()})
    return day


def _parse_day(text: str) -> date | None:
    if not text:
        return None
    for shape in DAY_SHAPES:
        try:
            return datetime.strptime(text, shape).date()  # noqa: DTZ007 (a day has no time zone)
        except ValueError:
            continue
    raise ValueError(_("“%(text)s” is not a day. Write day/month/year, for example 21/11/2026.") % {"text": text})


READERS: dict[str, Callable[[Cell, Teams], Any]] = {
    "number": _read_number,
    "last_name": _read_name,
    "first_name": _read_name,
    "email": _read_email,
    "team": _read_team,
    "profession": _read_profession,
    "started_on": _read_day,
    "ended_on": _read_day,
}


def fold_path(text: str) -> str:
    """« Site / Équipe » as a key, whatever the spaces around the bar."""
    return " / ".join(" ".join(fold(part).split()) for part in text.split("/"))


def _compare(lines: Sequence[Line], faults: Faults) -> None:
    """One number is one person, one address is one number, one post is said once."""
    said: defaultdict[int, list[str]] = defaultdict(list)
    people: dict[str, Line] = {}
    owners: dict[str, Line] = {}
    posts: dict[tuple[str, UUID, str], Line] = {}
    for line in lines:
        same_number = people.setdefault(line.number, line)
        same_address = owners.setdefault(line.email, line)
        same_post = posts.setdefault((line.number, *line.post), line)
        if same_number.person != line.person:
            said[line.row].append(_("Row %(row)s has this staff number for someone else.") % {"row": same_number.row})
        if same_address.number != line.number:
            said[line.row].append(_("Row %(row)s has this address under another number.") % {"row": same_address.row})
        if same_post is not line:
            said[line.row].append(_("Row %(row)s already says this post.") % {"row": same_post.row})
    faults.update(said)
