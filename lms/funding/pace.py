"""Where a convention should be by a day, and when its figures are due. Pure."""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction


class Pace(StrEnum):
    REACHED = "reached"
    ON_TIME = "on_time"
    LATE = "late"


def expected_on(day: date, target: int, starts_on: date, ends_on: date) -> int:
    """What a steady pace gives by the end of that day, rounded to the nearest; the whole target once over."""
    length = (ends_on - starts_on).days + 1
    elapsed = min(max((day - starts_on).days + 1, 0), length)
    return int(Fraction(target * elapsed, length) + Fraction(1, 2))


def judge(value: int, expected: int, target: int) -> Pace:
    if value >= target:
        return Pace.REACHED
    return Pace.ON_TIME if value >= expected else Pace.LATE


def due_day(starts_on: date, ends_on: date, today: date) -> date | None:
    """The last finished day on which an edition is due: the end of a quarter, or of the convention."""
    days = [ends_on, *quarter_ends(starts_on, ends_on)]
    return max((day for day in days if day < today), default=None)


def quarter_ends(first: date, last: date) -> Iterator[date]:
    """Every 31 March, 30 June, 30 September and 31 December between the two days."""
    for year in range(first.year, last.year + 1):
        for month in (4, 7, 10):
            yield from _if_between(date(year, month, 1) - timedelta(days=1), first, last)
        yield from _if_between(date(year, 12, 31), first, last)


def _if_between(day: date, first: date, last: date) -> Iterator[date]:
    if first <= day <= last:
        yield day
