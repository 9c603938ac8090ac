"""Opening hours as OpenStreetMap writes them (https://wiki.openstreetmap.org/wiki/Key:opening_hours), in their
weekly part: « Mo-Fr 09:00-12:00,14:00-18:00; Sa 09:00-12:00; PH off ». Pure.

What is not a week (months, sunsets, comments) is not guessed: the hours are then unknown, and shown as they are.
"""

import re
from dataclasses import dataclass

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
ALWAYS = "24/7"
MIDNIGHT = 24 * 60
RULE = re.compile(r"^(?P<days>[A-Za-z,\-]+)\s+(?P<times>[0-9:,\- ]+|off|closed)$")
SPAN = re.compile(r"^(\d\d?):(\d\d)-(\d\d?):(\d\d)$")


@dataclass(frozen=True, order=True)
class Slot:
    """Open on this day (0 is Monday) from a minute of the day to another."""

    day: int
    start: int
    end: int


def read_hours(text: str) -> tuple[Slot, ...] | None:
    """The slots of a usual week in order; None when they cannot be read. A later rule on a day replaces the first."""
    if text.strip() == ALWAYS:
        return tuple(Slot(day, 0, MIDNIGHT) for day in range(7))
    week: dict[int, list[Slot]] = {}
    for rule in filter(None, (part.strip() for part in text.split(";"))):
        found = RULE.match(rule)
        days = _read_days(found["days"]) if found else None
        spans = _read_times(found["times"]) if found else None
        if days is None or spans is None:
            return None
        week |= {day: [Slot(day, start, end) for start, end in spans] for day in days}
    return tuple(sorted(slot for slots in week.values() for slot in slots)) if text.strip() else None


def _read_days(text: str) -> list[int] | None:
    """« Mo-Fr,Su » as numbers; public holidays (PH, SH) are no day of the week."""
    days: list[int] = []
    for part in text.split(","):
        first, _dash, last = part.partition("-")
        if part in {"PH", "SH"}:
            continue
        if first not in DAYS or (last and last not in DAYS):
            return None
        start, end = DAYS.index(first), DAYS.index(last or first)
        days += range(start, end + 1) if start <= end else [*range(start, 7), *range(end + 1)]
    return days


def _read_times(text: str) -> list[tuple[int, int]] | None:
    if text in {"off", "closed"}:
        return []
    spans = [SPAN.match(part.strip()) for part in text.split(",")]
    read = [tuple(int(number) for number in span.groups()) for span in spans if span]
    minutes = [(first * 60 + early, last * 60 + late) for first, early, last, late in read if early < 60 > late]
    return minutes if len(minutes) == len(spans) and all(start < end <= MIDNIGHT for start, end in minutes) else None


def minutes_in_common(one: tuple[Slot, ...], other: tuple[Slot, ...]) -> int:
    """The longest stretch that is in both weeks."""
    stretches = [min(a.end, b.end) - max(a.start, b.start) for a in one for b in other if a.day == b.day]
    return max([0, *stretches])
