"""The table as it leaves: its columns with what each means, its lines with typed values. Both file formats read this.

One line per person, as on screen; four columns per competency. Numbers stay numbers and dates stay dates.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from lms.workforce.matrix import Cell, Competency, Row
from lms.workforce.matrix_query import MatrixQuery
from lms.workforce.state import State

Value = str | int | date | None

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    meaning: str


def columns_of(query: MatrixQuery) -> list[Column]:
    """Every column of the file, in order, each with its line of the dictionary."""
    columns = [
        Column(_("Family name"), _("As the account of the person says.")),
        Column(_("First name"), _("As the account of the person says.")),
        Column(_("Posts"), _("Profession and team of the posts held on the day of the situation, in your structures.")),
    ]
    return [*columns, *(column for each in query.competencies for column in _columns_for(each))]


def lines_of(query: MatrixQuery) -> Iterator[list[Value]]:
    """Everyone asked for, all pages, in the order of the screen."""
    return (_line(row) for row in query.rows(query.members))


def situation_of(query: MatrixQuery) -> list[tuple[str, Value]]:
    """What a reader who was not there must know: the day, how many people, what was left out."""
    return [
        (_("Day of the situation"), query.on),
        (_("People"), len(query.members)),
        (_("Competencies"), len(query.competencies)),
        (_("Not in this file"), _("Answers, mistakes, scores and time spent never leave the person and the trainer.")),
    ]


def disarm(value: Value) -> Value:
    """A text that a spreadsheet would run as a formula gets an apostrophe in front."""
    return f"'{value}" if isinstance(value, str) and value.startswith(DANGEROUS) else value


def _columns_for(competency: Competency) -> list[Column]:
    code, statement = competency.code, competency.statement
    states = ", ".join(str(state.label) for state in State)
    levels = ", ".join(f"{number} {name}" for number, name in enumerate(competency.level_names, start=1))
    return [
        Column(_("%(code)s state") % {"code": code}, f"{statement}. {states}."),
        Column(
            _("%(code)s level") % {"code": code},
            _("Measured level: %(levels)s; empty when never assessed.") % {"levels": levels},
        ),
        Column(_("%(code)s reached on") % {"code": code}, _("Day the level was reached.")),
        Column(_("%(code)s to renew on") % {"code": code}, _("First day on which the level is to be renewed.")),
        Column(
            _("%(code)s required level") % {"code": code},
            _("Highest level that the posts ask for; empty when they ask for none."),
        ),
        Column(_("%(code)s required by") % {"code": code}, _("Target date of that level; empty when there is none.")),
    ]


def _line(row: Row) -> list[Value]:
    posts = " ; ".join(str(post) for post in row.posts)
    heads: list[Value] = [row.member.last_name, row.member.first_name, posts]
    return [disarm(value) for value in [*heads, *(value for cell in row.cells for value in _values(cell))]]


def _values(cell: Cell) -> list[Value]:
    measure, asked = cell.measure, cell.asked
    measured: list[Value] = [measure.level, measure.reached_on, measure.expires_on] if measure else [None] * 3
    return [str(cell.state.label), *measured, *((asked.level, asked.due_on) if asked else (None, None))]
