"""The hours as a file: one line a person and a module, as on screen."""

from django.utils.translation import gettext as _

from lms.workforce.exports.table import Column, Table, Value, name_columns
from lms.workforce.hours_query import HoursLine, HoursQuery


def hours_table(query: HoursQuery) -> Table:
    columns = [
        *name_columns(),
        Column(_("Module"), _("Title of the edition followed."), 36),
        Column(
            _("Minutes"),
            _("Planned minutes of activities finished and of half-days signed by both, done in a post of yours."),
        ),
        Column(_("Last done on"), _("Day of the last of these minutes.")),
        Column(_("Attestation issued on"), _("Day of the attestation that stands today; empty when there is none.")),
    ]
    situation: list[tuple[str, Value]] = [
        (_("Hours done by"), query.on),
        (_("People"), query.people),
        (_("Minutes in all"), query.minutes),
        (_("Minutes of modules attested"), query.attested),
        (_("Not in this file"), _("Answers, mistakes, scores and time spent never leave the person and the trainer.")),
    ]
    return Table(_("Hours"), columns, (_line(line) for line in query.lines), situation)


def _line(line: HoursLine) -> list[Value]:
    return [line.last_name, line.first_name, line.module, line.minutes, line.last_on, line.attested_on]
