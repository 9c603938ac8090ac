from datetime import date

import pytest

from lms.funding.pace import Pace, due_day, expected_on, is_month_only, judge, month_ends, quarter_ends

YEAR = date(2026, 1, 1), date(2026, 12, 31)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2025, 6, 1), 0),
        (date(2026, 1, 1), 1),
        (date(2026, 11, 20), 373),
        (date(2026, 12, 31), 420),
        (date(2027, 3, 1), 420),
    ],
)
def test_a_steady_pace_ends_on_the_target(day: date, expected: int) -> None:
    assert expected_on(day, 420, *YEAR) == expected


def test_a_target_is_reached_on_time_or_late() -> None:
    assert [judge(value, 373, 420) for value in (420, 373, 372)] == [Pace.REACHED, Pace.ON_TIME, Pace.LATE]


@pytest.mark.parametrize(
    ("today", "day"),
    [
        (date(2026, 3, 31), None),
        (date(2026, 4, 1), date(2026, 3, 31)),
        (date(2026, 11, 21), date(2026, 9, 30)),
        (date(2027, 8, 1), date(2026, 12, 31)),
    ],
)
def test_figures_are_due_at_the_end_of_a_quarter(today: date, day: date | None) -> None:
    assert due_day(*YEAR, today) == day


def test_the_last_day_of_a_convention_is_due_too() -> None:
    assert due_day(date(2026, 1, 1), date(2026, 5, 15), date(2026, 6, 1)) == date(2026, 5, 15)


def test_a_month_is_due_where_the_funder_reads_every_month() -> None:
    assert due_day(*YEAR, date(2026, 11, 21), monthly=True) == date(2026, 10, 31)
    assert due_day(*YEAR, date(2027, 2, 1), monthly=True) == date(2026, 12, 31)
    assert len(list(month_ends(*YEAR))) == 12
    assert [day for day in month_ends(*YEAR) if not is_month_only(day, YEAR[1])] == list(quarter_ends(*YEAR))
