"""The matrix as a file: one line per person, as on screen; six columns per competency."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from lms.workforce.exports.table import Column, Table, Value, name_columns
from lms.workforce.matrix import Cell, Competency, Row
from lms.workforce.matrix_query import MatrixQuery
from lms.workforce.state import State


def matrix_table(query: MatrixQuery) -> Table:
    """Everyone asked for, all pages, in the order of the screen."""
    situation: list[tuple[str, Value]] = [
        (_("Day of the situation"), query.on),
        (_("People"), len(query.members)),
        (_("Competencies"), len(query.competencies)),
        (_("Not in this file"), _("Answers, mistakes, scores and time spent never leave the person and the trainer.")),
    ]
    return Table(_("Competencies"), columns_of(query), _lines(query), situation)


def columns_of(query: MatrixQuery) -> list[Column]:
    """Every column of the file, in order, each with its line of the dictionary."""
    columns = [
        *name_columns(),
        Column(
            _("Posts"),
            _("Profession and team of the posts held on the day of the situation, in your structures."),
            36,
        ),
    ]
    return [*columns, *(column for each in query.competencies for column in _columns_for(each))]


def _lines(query: MatrixQuery) -> Iterator[list[Value]]:
    return (_line(row) for row in query.rows(query.members))


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
    return [*heads, *(value for cell in row.cells for value in _values(cell))]


def _values(cell: Cell) -> list[Value]:
    measure, asked = cell.measure, cell.asked
    measured: list[Value] = [measure.level, measure.reached_on, measure.expires_on] if measure else [None] * 3
    return [str(cell.state.label), *measured, *((asked.level, asked.due_on) if asked else (None, None))]
