"""The same figures as a file: whole numbers only, so that no spreadsheet argues about a decimal sign."""

import csv
import io
from collections.abc import Iterable

from django.utils.translation import gettext as _

from lms.meeting_outcomes.outcomes import Outcomes
from lms.workforce.exports.table import disarm


def write_csv(meetings: Iterable[Outcomes]) -> bytes:
    """UTF-8 with its mark, semicolons, as French spreadsheets open it. A withheld figure is empty, and says so."""
    written = io.StringIO()
    lines = csv.writer(written, delimiter=";", lineterminator="\r\n")
    lines.writerow(
        [
            _("meeting"),
            _("day"),
            _("people registered"),
            _("seats"),
            _("sentence"),
            _("moment"),
            _("said yes"),
            _("answered"),
            _("note"),
        ]
    )
    for each in meetings:
        day = each.meeting.starts_at.date().isoformat()
        head = [disarm(each.meeting.title), day, each.registered, each.seated]
        if not each.is_told:
            lines.writerow([*head, "", "", "", "", ""])
        for line in each.lines:
            for moment, share in line.shares.items():
                note = "" if share.is_shown else _("withheld")
                lines.writerow([*head, line.item.wording, moment.label, share.people, share.base, note])
    return written.getvalue().encode("utf-8-sig")
