"""The ledger of hours of one registration, in words: each row as it was written, and those that may be taken back."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from competencies.days import write_day
from lms.agenda.models import HourEntry
from modules.models import EditionActivity, Registration


@dataclass(frozen=True)
class HourLine:
    entry: HourEntry
    what: str
    is_last: bool
    """Nothing was written over it: it may be taken back, or a correction undone."""

    @property
    def gives(self) -> bool:
        return self.entry.minutes >= 0

    @property
    def minutes(self) -> str:
        """« +10 min », « −10 min », with the sign that print has for less."""
        return f"{'+' if self.gives else '−'}{abs(self.entry.minutes)}\u00a0min"


def read_hour_lines(registration: Registration) -> list[HourLine]:
    """In the order they were written. Two queries."""
    found = HourEntry.objects.filter(registration=registration).order_by("pk")
    entries = list(found.select_related("presence__member__half_day", "entered_by"))
    activities = EditionActivity.objects.filter(edition=registration.edition_id)
    titles: dict[UUID, str] = dict(activities.values_list("key", "title"))
    written_over = {entry.cancels_id for entry in entries}
    return [HourLine(entry, _what(entry, titles), entry.pk not in written_over) for entry in entries]


def _what(entry: HourEntry, titles: dict[UUID, str]) -> str:
    if entry.presence is not None:
        return _("Half-day of %(day)s, signed by both") % {"day": write_day(entry.presence.member.half_day.held_on)}
    return titles.get(entry.activity_key, _("An activity of another edition")) if entry.activity_key else ""
