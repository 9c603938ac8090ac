"""Which reminders are due: laws of the pure decision."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.reminders.deciding import Answer, Expiry, Facts, Question, Task, decide, still_true
from lms.reminders.models import Kind

ON = date(2026, 11, 22)


def day(number: int) -> date:
    return ON + timedelta(days=number)


def task(asked: int, due: int, key: int = 1) -> Task:
    return Task(key, "Prendre la mesure", "Relais des Dunes", "Un accueil ouvre", day(asked), day(due))


def kinds(facts: Facts, on: date = ON) -> list[str]:
    return [line.kind.value for line in decide(facts, on)]


@pytest.mark.parametrize(
    ("asked", "due", "told"),
    [
        (0, 30, ["assigned"]),
        (-14, 30, ["assigned"]),
        (-15, 30, []),
        (-30, 8, []),
        (-30, 7, ["due_soon"]),
        (-30, 0, ["due_soon"]),
        (-30, -1, ["digest"]),
        (-3, 2, ["assigned"]),  # asked five days before its day: the day has just been said
        (-7, 3, ["assigned", "due_soon"]),
    ],
)
def test_what_is_told_of_a_task_by_its_days(asked: int, due: int, told: list[str]) -> None:
    assert kinds(Facts([task(asked, due)])) == told


@pytest.mark.parametrize(("left", "told"), [(0, []), (1, ["expiring"]), (30, ["expiring"]), (31, [])])
def test_a_level_is_told_thirty_days_before(left: int, told: list[str]) -> None:
    assert kinds(Facts(expiries=[Expiry(UUID(int=1), "A1.1 Repérer", day(left))])) == told


def test_a_level_renewed_then_expiring_again_is_told_again() -> None:
    first = Expiry(UUID(int=1), "A1.1 Repérer", day(5))
    again = Expiry(UUID(int=1), "A1.1 Repérer", day(705))
    told = {(Kind.EXPIRING.value, first.subject)}
    assert kinds(Facts(expiries=[first], told=told)) == []
    assert kinds(Facts(expiries=[again], told=told), day(700)) == ["expiring"]


@pytest.mark.parametrize(("ago", "told"), [(1, []), (6, []), (7, ["digest"])])
def test_a_digest_comes_once_a_week_at_most(ago: int, told: list[str]) -> None:
    assert kinds(Facts([task(-60, -20)], last_digest_on=day(-ago))) == told


def test_a_digest_says_all_that_is_late_and_nothing_else() -> None:
    [line] = decide(Facts([task(-60, -20, 1), task(-60, -1, 2), task(-60, 20, 3)]), ON)
    assert [each.key for each in line.tasks] == [1, 2]


tasks = st.builds(task, st.integers(-90, 0), st.integers(-60, 60), st.integers(1, 9))
expiries = st.builds(lambda n, left: Expiry(UUID(int=n), "A1.1", day(left)), st.integers(1, 9), st.integers(1, 60))
keys = st.sampled_from(["12", "contest:1", "prior:1"])
answers = st.lists(st.builds(Answer, keys, st.just("A1.1"), st.just("Odile Varenne")), unique_by=lambda each: each.key)
questions = st.lists(st.builds(Question, keys, st.just("A1.1"), st.booleans()), unique_by=lambda each: each.key)
some_facts = st.builds(Facts, st.lists(tasks, unique_by=lambda each: each.key), st.lists(expiries), answers, questions)


@given(some_facts)
def test_whatever_is_told_is_told_once(facts: Facts) -> None:
    lines = decide(facts, ON)
    names = [line.name for line in lines]
    digests = [date.fromisoformat(line.subject) for line in lines if line.kind == Kind.DIGEST]
    assert decide(replace(facts, told=names, last_digest_on=max(digests, default=None)), ON) == []


@given(some_facts)
def test_what_is_decided_is_still_true_at_once_and_nothing_of_it_once_finished(facts: Facts) -> None:
    lines = decide(facts, ON)
    names = [line.name for line in lines]
    assert still_true(names, facts, ON) == lines
    assert still_true(names, Facts(), ON) == []


@given(some_facts, st.integers(0, 90))
def test_day_after_day_no_task_is_recalled_more_than_its_two_letters_and_a_weekly_digest(
    facts: Facts, days: int
) -> None:
    told: set[tuple[str, str]] = set()
    last: date | None = None
    digests = []
    for number in range(days):
        for line in decide(Facts(facts.tasks, told=told, last_digest_on=last), day(number)):
            assert line.name not in told
            told.add(line.name)
            if line.kind == Kind.DIGEST:
                last = day(number)
                digests.append(last)
    assert all(later - earlier >= timedelta(days=7) for earlier, later in pairwise(digests))


@given(some_facts)
def test_who_stopped_is_told_nothing(facts: Facts) -> None:
    stopped = replace(facts, stopped=True)
    assert decide(stopped, ON) == []
    assert still_true([line.name for line in decide(facts, ON)], stopped, ON) == []
