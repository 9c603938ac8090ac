"""Months on the calendar: 31 January and one month is the last day of February."""

from calendar import monthrange
from datetime import date


def add_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
