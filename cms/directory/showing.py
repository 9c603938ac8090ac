"""A place in the words of its pages: its week, a distance. Pure."""

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from cms.directory.hours import Slot, read_hours
from cms.numbers import write_number


def write_km(value: float) -> str:
    return f"{write_number(value, 0 if value == int(value) else 1)}\u00a0km"


def write_week(text: str) -> str:
    """« lundi à vendredi 9 h à 12 h », the days that open alike together; as written when it is no usual week."""
    slots = read_hours(text)
    if slots is None:
        return text or _("Not said")
    days = [tuple((slot.start, slot.end) for slot in slots if slot.day == day) for day in range(7)]
    runs: list[tuple[int, int]] = []
    for day, opened in enumerate(days):
        if opened and runs and runs[-1][1] == day - 1 and days[day - 1] == opened:
            runs[-1] = (runs[-1][0], day)
        elif opened:
            runs.append((day, day))
    return " ; ".join(f"{_write_days(run)} {_write_spans(slots, run[0])}" for run in runs).replace(" ;", "\u00a0;")


def _write_days(run: tuple[int, int]) -> str:
    first, last = str(WEEKDAYS[run[0]]).lower(), str(WEEKDAYS[run[1]]).lower()
    return first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}


def _write_spans(slots: tuple[Slot, ...], day: int) -> str:
    spans = [(write_clock(slot.start), write_clock(slot.end)) for slot in slots if slot.day == day]
    return ", ".join(_("%(start)s to %(end)s") % {"start": start, "end": end} for start, end in spans)


def write_clock(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours}\u00a0h\u00a0{rest:02}" if rest else f"{hours}\u00a0h"
