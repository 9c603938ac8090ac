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


def due_day(starts_on: date, ends_on: date, today: date, *, monthly: bool = False) -> date | None:
    """The last finished day on which an edition is due: the end of a quarter (of a month), or of the convention."""
    days = [ends_on, *(month_ends if monthly else quarter_ends)(starts_on, ends_on)]
    return max((day for day in days if day < today), default=None)


def quarter_ends(first: date, last: date) -> Iterator[date]:
    """Every 31 March, 30 June, 30 September and 31 December between the two days."""
    return (day for day in month_ends(first, last) if day.month % 3 == 0)


def month_ends(first: date, last: date) -> Iterator[date]:
    for year in range(first.year, last.year + 1):
        for month in range(1, 13):
            day = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
            if first <= day <= last:
                yield day


def is_month_only(day: date, ends_on: date) -> bool:
    """The end of a month that is neither that of a quarter nor of the convention: the total alone is issued."""
    return day != ends_on and (day + timedelta(days=1)).day == 1 and day.month % 3 != 0
