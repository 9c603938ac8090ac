"""Laws of crossed tables, of finer levels and of depths, on invented crowds."""

from itertools import pairwise

import pytest

from lms.funding.catalogue import CROSS, TOTAL, WITHIN, axes_of
from lms.funding.crossing import join
from lms.funding.grid import FUNDER_RULES, LADDER, CountedPerson, Members
from lms.funding.issuing import Reason, Snapshot, Table, Terms, issue_all
from lms.funding.uptake import COMMUNE, STRUCTURE, TERRITORY
from tests.funding.crowds import FULL, QUARTER_ENDS, as_of, crowd

K = FUNDER_RULES.k
CLOSING = QUARTER_ENDS[-1]


def close(people: list[CountedPerson], *earlier: Snapshot) -> Snapshot:
    return issue_all(people, FULL, earlier, Terms(CLOSING, FUNDER_RULES, is_closing=True))


@pytest.fixture(scope="module")
def people() -> list[CountedPerson]:
    return as_of(crowd(2000), CLOSING)


@pytest.fixture(scope="module")
def closing(people: list[CountedPerson]) -> list[Table]:
    return close(people).issued_on(CLOSING)


def inside(table: Table, members: Members, columns: Members, people: list[CountedPerson]) -> list[CountedPerson]:
    """The people that a group of a table says it counts."""
    found = people
    for name, keys in zip(axes_of(table.axis), (members, columns), strict=False):
        if name != TOTAL:
            sharing = FULL.read(name)
            found = [each for each in found if each.categories[sharing.level] in keys]
            found = [each for each in found if not sharing.parent or each.categories[sharing.parent] == sharing.within]
    return found


def test_a_closing_of_two_thousand_shows_finer_levels_and_crossed_tables(closing: list[Table]) -> None:
    names = {table.axis for table in closing}
    assert {f"{COMMUNE}@02", f"{TERRITORY}*{STRUCTURE}", f"{COMMUNE}@02*{STRUCTURE}"} <= names
    assert not any(COMMUNE in name and "month" in name for name in names), "city and month together are never offered"


def test_every_figure_counts_the_people_its_label_names(people: list[CountedPerson], closing: list[Table]) -> None:
    for table in closing:
        for group in table.groups:
            there = inside(table, group.members, group.columns, people)
            for step in table.steps:
                assert group.counts[step] == sum(LADDER.index(each.step) >= LADDER.index(step) for each in there)


def test_every_cell_concerns_at_least_k_people_at_each_step_shown(closing: list[Table]) -> None:
    for table in closing:
        for group in table.groups:
            counts = [group.counts[step] for step in table.steps] + [0]
            assert all(high - low >= K for high, low in pairwise(counts))


def test_every_table_adds_up_to_its_own_total(people: list[CountedPerson], closing: list[Table]) -> None:
    for table in closing:
        everybody = inside(table, *sides_of(table), people)
        for step in table.steps:
            assert sum(group.counts[step] for group in table.groups) == table.total.counts[step]
            assert table.total.counts[step] == sum(LADDER.index(each.step) >= LADDER.index(step) for each in everybody)


def sides_of(table: Table) -> tuple[Members, Members]:
    rows = tuple(key for members in table.rows for key in members)
    return rows, tuple(key for members in table.columns for key in members)


def test_a_deeper_table_and_a_crossed_one_only_put_together_what_a_simpler_one_shows(closing: list[Table]) -> None:
    simple = {(table.axis, table.depth): table for table in closing if CROSS not in table.axis}
    for table in closing:
        if table.axis == TOTAL:
            continue
        for name, groups in zip(axes_of(table.axis), (table.rows, table.columns), strict=False):
            for (axis, depth), other in simple.items():
                if axis == name and depth <= table.depth:
                    assert join(groups, other.rows) == sorted(groups)


def test_a_finer_level_is_shown_only_inside_a_category_that_stands_alone(closing: list[Table]) -> None:
    for table in closing:
        if WITHIN in table.axis and CROSS not in table.axis:
            sharing = FULL.read(table.axis)
            parent = next(each for each in closing if each.axis == sharing.parent and each.depth == table.depth)
            assert (sharing.within,) in parent.rows


def test_before_the_closing_and_under_five_hundred_people_nothing_is_crossed(people: list[CountedPerson]) -> None:
    for snapshot in (
        issue_all(people, FULL, [], Terms(CLOSING, FUNDER_RULES)),
        close(people[:499]),
    ):
        assert not any(CROSS in axis for axis in snapshot.axes())


def test_a_crossed_table_is_issued_once(people: list[CountedPerson]) -> None:
    first = close(people)
    second = close(people, first)
    crossed = [issue for issue in second.issues if CROSS in issue.axis and issue.table]
    assert crossed
    assert {issue.reason for issue in crossed} == {Reason.MOVED_TOO_LITTLE}


def test_the_same_people_give_the_same_edition_whatever_their_order(people: list[CountedPerson]) -> None:
    some = people[:600]
    assert close(some[::-1]) == close(some)
