"""Laws of the anonymity engine, for any people."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.funding.catalogue import TOTAL, Catalogue
from lms.funding.grid import FUNDER_RULES, LADDER, CountedPerson, Depth, Rules, Step, each_alone, grid, tally
from lms.funding.issuing import Reason, Snapshot, Table, Terms, issue_all

CATALOGUE = Catalogue(("territory", "structure"))
K = FUNDER_RULES.k
FIRST_DAY, SECOND_DAY = date(2026, 6, 30), date(2026, 9, 30)


def person(number: int, territory: str, step: Step, employer: int, minutes: int = 0) -> CountedPerson:
    return CountedPerson(number, employer, step, minutes, {"territory": territory, "structure": f"s{employer % 3}"})


@st.composite
def crowds(draw: st.DrawFn) -> list[CountedPerson]:
    """Blocks of people, so that groups around k are common."""
    block = st.tuples(
        st.sampled_from(["02", "59", "60", "62", "80"]),
        st.sampled_from(LADDER),
        st.integers(0, 5),
        st.integers(1, 30),
        st.integers(0, 210),
    )
    blocks = draw(st.lists(block, max_size=25))
    each = [(place, step, employer, minutes) for place, step, employer, size, minutes in blocks for _n in range(size)]
    return [person(n, place, step, employer, minutes) for n, (place, step, employer, minutes) in enumerate(each)]


def publish(people: list[CountedPerson], *earlier: Snapshot, day: date = FIRST_DAY) -> Snapshot:
    return issue_all(people, CATALOGUE, earlier, Terms(day, FUNDER_RULES))


def tables(snapshot: Snapshot) -> Iterator[Table]:
    yield from (issue.table for issue in snapshot.issues if issue.table is not None)


def people_of(table: Table, members: tuple[str, ...], people: list[CountedPerson]) -> list[CountedPerson]:
    return [each for each in people if table.axis == TOTAL or each.categories[table.axis] in members]


@given(crowds())
def test_every_isolable_group_concerns_at_least_k_people_and_hides_some_from_its_largest_employer(
    people: list[CountedPerson],
) -> None:
    for table in tables(publish(people)):
        for group in table.groups:
            shown = people_of(table, group.members, people)
            ladder = [LADDER.index(step) for step in table.steps] + [len(LADDER)]
            for low, high in pairwise(ladder):
                isolable = [each.employer for each in shown if low <= LADDER.index(each.step) < high]
                assert len(isolable) >= K
                assert len(isolable) - max(isolable.count(employer) for employer in set(isolable)) >= 5


@given(crowds())
def test_every_table_adds_up_exactly_to_the_convention(people: list[CountedPerson]) -> None:
    for table in tables(publish(people)):
        for step in table.steps:
            reached = sum(LADDER.index(each.step) >= LADDER.index(step) for each in people)
            assert sum(group.counts[step] for group in table.groups) == table.total.counts[step] == reached
        if table.depth is not Depth.F1:
            minutes = sum(each.minutes for each in people)
            assert sum(group.minutes or 0 for group in table.groups) == table.total.minutes == minutes


@given(crowds())
def test_no_category_is_lost_and_each_is_named_once(people: list[CountedPerson]) -> None:
    for table in tables(publish(people)):
        named = [member for group in table.groups for member in group.members]
        if table.axis != TOTAL:
            assert sorted(named) == sorted({each.categories[table.axis] for each in people})


@given(crowds())
def test_no_percentage_is_ever_0_or_100(people: list[CountedPerson]) -> None:
    for table in tables(publish(people)):
        for group in table.groups:
            counts = [group.counts[step] for step in table.steps]
            assert all(0 < low < high for high, low in pairwise(counts))


@given(crowds())
def test_one_person_never_makes_more_than_half_of_the_hours_shown(people: list[CountedPerson]) -> None:
    for table in tables(publish(people)):
        for group in table.groups:
            if group.minutes is not None:
                assert max(each.minutes for each in people_of(table, group.members, people)) * 2 <= group.minutes or (
                    group.minutes == 0
                )


@given(crowds(), st.randoms(use_true_random=False))
def test_the_order_of_people_changes_nothing(people: list[CountedPerson], random: object) -> None:
    shuffled = sorted(people, key=lambda _each: random.random())  # type: ignore[attr-defined]
    assert publish(shuffled) == publish(people)


@given(crowds())
def test_a_table_never_shows_more_of_the_funnel_than_the_total(people: list[CountedPerson]) -> None:
    snapshot = publish(people)
    total = snapshot.issue_of(TOTAL).table
    for table in tables(snapshot):
        assert total is not None
        assert set(table.steps) <= set(total.steps)


@given(crowds(), crowds())
def test_between_two_dates_every_group_published_moved_by_k_or_the_earlier_table_stands(
    people: list[CountedPerson], arrivals: list[CountedPerson]
) -> None:
    later = people + [
        CountedPerson(-1 - n, each.employer, each.step, each.minutes, each.categories)
        for n, each in enumerate(arrivals)
    ]
    first = publish(people)
    second = {(table.axis, table.depth): table for table in tables(publish(later, first, day=SECOND_DAY))}
    for before in tables(first):
        if before.axis != TOTAL:
            assert (before.axis, before.depth) in second, "what was published is never taken back"
        for after in (table for table in second.values() if table.axis == before.axis):
            if after.as_of == FIRST_DAY:
                assert after == before or after.depth != before.depth
            else:
                check_moved(before, after, later)


def check_moved(before: Table, after: Table, later: list[CountedPerson]) -> None:
    old = {member for group in before.groups for member in group.members}
    for group in before.groups:
        inside = people_of(after, group.members, later)
        for step in set(before.steps) & set(after.steps):
            now = sum(LADDER.index(each.step) >= LADDER.index(step) for each in inside)
            assert now - group.counts[step] >= K
        parts = [part for part in after.groups if set(part.members) & set(group.members)]
        if after.depth == before.depth:
            assert all(set(part.members) & old <= set(group.members) for part in parts), "split, never regrouped"


@given(crowds(), crowds())
def test_a_table_of_the_second_date_obeys_the_same_law_as_the_first(
    people: list[CountedPerson], arrivals: list[CountedPerson]
) -> None:
    later = people + [
        CountedPerson(-1 - n, each.employer, each.step, each.minutes, each.categories)
        for n, each in enumerate(arrivals)
    ]
    for table in tables(publish(later, publish(people), day=SECOND_DAY)):
        if table.as_of == SECOND_DAY:
            for group in table.groups:
                counts = [group.counts[step] for step in table.steps] + [0]
                assert all(high - low >= K for high, low in pairwise(counts))


def crowd(territory: str, employers: int = 3, **steps: int) -> list[tuple[str, Step, int]]:
    return [(territory, Step(step), n % employers) for step, size in steps.items() for n in range(size)]


def numbered(*crowds: list[tuple[str, Step, int]]) -> list[CountedPerson]:
    flat = [each for some in crowds for each in some]
    return [person(n, place, step, employer, 60) for n, (place, step, employer) in enumerate(flat)]


def shown(snapshot: Snapshot, axis: str) -> list[tuple[tuple[str, ...], list[int]]]:
    table = snapshot.issue_of(axis).table
    assert table is not None
    return [(group.members, [group.counts[step] for step in table.steps]) for group in table.groups]


def test_a_small_territory_joins_another_under_a_label_that_names_both() -> None:
    big = {"invited": 12, "enrolled": 12, "started": 12, "completed": 20}
    people = numbered(crowd("59", **big), crowd("62", **big), crowd("80", completed=4), crowd("02", completed=8))
    assert shown(publish(people), "territory") == [
        (("02", "59", "80"), [68, 56, 44, 32]),
        (("62",), [56, 44, 32, 20]),
    ]


def test_a_funnel_with_a_narrow_step_shows_only_its_two_ends() -> None:
    narrow = {"invited": 15, "enrolled": 3, "started": 3, "completed": 15}
    snapshot = publish(numbered(crowd("59", **narrow), crowd("62", **narrow)))
    assert shown(snapshot, "territory") == [(("59",), [36, 15]), (("62",), [36, 15])]
    assert shown(snapshot, TOTAL) == [(("everybody",), [72, 30])]


def test_people_who_all_completed_are_shown_as_invited_only() -> None:
    assert shown(publish(numbered(crowd("59", completed=40))), TOTAL) == [(("everybody",), [40])]


def test_ten_people_show_nothing() -> None:
    for issue in publish(numbered(crowd("59", invited=10))).issues:
        assert (issue.table, issue.reason) == (None, Reason.TOO_FEW)


def test_a_group_of_one_employer_is_not_shown_however_large() -> None:
    snapshot = publish(numbered(crowd("59", employers=1, invited=200)))
    assert snapshot.issue_of(TOTAL).table is None


def test_hours_made_mostly_by_one_person_are_not_shown() -> None:
    people = numbered(crowd("59", invited=30, completed=30))
    alone = [CountedPerson(each.person, each.employer, each.step, 0, each.categories) for each in people]
    alone[-1] = CountedPerson(people[-1].person, people[-1].employer, Step.COMPLETED, 210, people[-1].categories)
    assert shown(publish(people), TOTAL) == [(("everybody",), [60, 30])]
    assert shown(publish(alone), TOTAL) == [(("everybody",), [60])]


def test_a_closed_step_may_stand_still() -> None:
    early = publish(numbered(crowd("59", invited=60)))
    later = numbered(crowd("59", invited=40, completed=20))
    assert publish(later, early, day=SECOND_DAY).issue_of(TOTAL).reason is Reason.MOVED_TOO_LITTLE
    closed = Terms(SECOND_DAY, FUNDER_RULES, {Step.INVITED: FIRST_DAY})
    assert shown(issue_all(later, CATALOGUE, [early], closed), TOTAL) == [(("everybody",), [60, 20])]


def test_a_step_grown_too_narrow_is_hidden_then_shown_again() -> None:
    first = publish(numbered(crowd("59", invited=20, enrolled=20, started=20, completed=20)))
    narrow = numbered(crowd("59", invited=20, enrolled=5, started=60, completed=40))
    second = publish(narrow, first, day=date(2026, 7, 31))
    assert shown(second, TOTAL) == [(("everybody",), [125, 40])]
    wide = numbered(crowd("59", invited=20, enrolled=20, started=60, completed=60))
    third = publish(wide, first, second, day=SECOND_DAY)
    assert shown(third, TOTAL) == [(("everybody",), [160, 140, 120, 60])]


def test_a_person_counted_twice_is_refused() -> None:
    twice = [person(1, "59", Step.INVITED, 1), person(1, "59", Step.COMPLETED, 1)]
    with pytest.raises(ValueError, match="once"):
        tally(twice, "territory")


def test_the_smaller_k_of_an_employer_names_more() -> None:
    people = numbered(crowd("59", invited=20), crowd("80", invited=8, employers=2))
    units = each_alone(tally(people, "territory"))
    assert grid(units, Depth.F1, Rules(k=11)) is None
    assert list(grid(units, Depth.F1, Rules(k=5, outside_largest_employer=4)) or {}) == [("59",), ("80",)]
