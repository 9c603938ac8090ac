"""What is soon to renew, as a file: one line a person and a competency, the nearest day first, as on screen."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from lms.workforce.exports.table import Column, Table, Value, name_columns
from lms.workforce.refreshing import ToRenew


def refresh_table(rows: Sequence[ToRenew], on: date, days: int) -> Table:
    columns = [
        *name_columns(),
        Column(_("Code"), _("Code of the competency in the framework.")),
        Column(_("Competency"), _("Its sentence in the framework."), 60),
        Column(_("Level"), _("Measured level, from 1 to 4.")),
        Column(_("To renew on"), _("First day on which the level is to be renewed; it may have passed.")),
        Column(
            _("Shorter way"),
            _("Graded activity that renews it, without the whole module; empty when there is none."),
            36,
        ),
        Column(_("Module of that activity"), _("Title of the edition the activity is in."), 36),
        Column(_("Minutes of that activity"), _("Its planned length.")),
    ]
    situation: list[tuple[str, Value]] = [
        (_("Day of the situation"), on),
        (_("Days ahead"), days),
        (_("Levels to renew"), len(rows)),
        (_("Not in this file"), _("Answers, mistakes, scores and time spent never leave the person and the trainer.")),
    ]
    return Table(_("To renew soon"), columns, (_line(row) for row in rows), situation)


def _line(row: ToRenew) -> list[Value]:
    item, way = row.level.cfitem, row.way
    shorter: list[Value] = [way.title, way.edition.title, way.minutes] if way else [None] * 3
    names: list[Value] = [row.person.last_name, row.person.first_name]
    return [*names, item.human_coding_scheme, item.full_statement, row.level.level, row.level.expires_on, *shorter]
