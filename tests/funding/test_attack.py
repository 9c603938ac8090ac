"""What a reader of every edition can deduce: nothing from ours, much from those of simpler rules."""

from datetime import date
from typing import Any

import msgspec
import pytest

from lms.funding.attack import Finding, Lattice, attack, puzzles_of
from lms.funding.catalogue import TOTAL, Catalogue
from lms.funding.gate import Gate
from lms.funding.grid import FUNDER_RULES, CountedPerson, Depth, Step, each_alone, tally_by
from lms.funding.issuing import EVERYBODY, Issue, Snapshot, Table, Terms, issue_all, write_table
from tests.funding.crowds import FULL, QUARTER_ENDS, as_of, crowd

SMALL = Catalogue(("territory", "structure"))
K = FUNDER_RULES.k
DAY, LATER = date(2026, 6, 30), date(2026, 9, 30)


def people_of(*blocks: tuple[str, str, Step, int]) -> list[CountedPerson]:
    """Territory, structure type, furthest step, how many; each person has one employer out of four."""
    flat = [(place, structure, step) for place, structure, step, size in blocks for _n in range(size)]
    return [
        CountedPerson(number, number % 4, step, 0, {"territory": place, "structure": structure})
        for number, (place, structure, step) in enumerate(flat)
    ]


def attack_all(snapshots: list[Snapshot], people_on: dict[date, list[CountedPerson]], catalogue: Catalogue) -> Finding:
    tables = [issue.table for snapshot in snapshots for issue in snapshot.issues if issue.table]
    lattice = Lattice.of(catalogue, [each for people in people_on.values() for each in people], tables)
    findings = [attack(lattice, puzzle, K) for puzzle in puzzles_of(lattice, snapshots, people_on)]
    return Finding(sum(each.targets for each in findings), tuple(leak for each in findings for leak in each.leaks))


def bare(axis: str, people: list[CountedPerson], depth: Depth, day: date = DAY) -> Table:
    """A table that no rule has touched: each category alone."""
    tallies = tally_by(people, lambda each: EVERYBODY if axis == TOTAL else each.categories[axis])
    return write_table(axis, each_alone(tallies), depth, day)


def test_two_territories_and_the_total_give_away_the_third() -> None:
    people = people_of(("59", "a", Step.INVITED, 40), ("62", "a", Step.INVITED, 30), ("80", "a", Step.INVITED, 4))
    hidden = bare("territory", people, Depth.F1)
    lone = msgspec.structs.replace(hidden, groups=tuple(group for group in hidden.groups if group.members != ("80",)))
    snapshot = Snapshot((Issue(TOTAL, bare(TOTAL, people, Depth.F1)), Issue("territory", lone)))
    finding = attack_all([snapshot], {DAY: people}, SMALL)
    assert (4, 4) in {(leak.fewest, leak.most) for leak in finding.leaks if leak.where == "territory=80"}


def test_a_step_of_the_funnel_that_nearly_all_passed_is_read_by_subtraction() -> None:
    people = people_of(("59", "a", Step.ENROLLED, 3), ("59", "a", Step.COMPLETED, 37), ("62", "b", Step.INVITED, 40))
    snapshot = Snapshot((Issue("territory", bare("territory", people, Depth.F4)),))
    leaks = attack_all([snapshot], {DAY: people}, SMALL).leaks
    assert any(leak.where == "territory=59" and leak.fewest == leak.most == 3 for leak in leaks)


def test_two_dates_of_a_table_give_away_who_came_between() -> None:
    before = people_of(("59", "a", Step.INVITED, 40), ("62", "b", Step.INVITED, 40))
    after = people_of(("59", "a", Step.INVITED, 43), ("62", "b", Step.INVITED, 60))
    snapshots = [
        Snapshot((Issue("territory", bare("territory", people, Depth.F1, day)),))
        for day, people in ((DAY, before), (LATER, after))
    ]
    leaks = attack_all(snapshots, {DAY: before, LATER: after}, SMALL).leaks
    assert any(leak.puzzle.startswith("time:invited") and leak.fewest == leak.most == 3 for leak in leaks)


def test_what_the_rules_issue_gives_nothing_away() -> None:
    people = people_of(
        ("59", "a", Step.INVITED, 40),
        ("59", "b", Step.COMPLETED, 15),
        ("62", "a", Step.STARTED, 30),
        ("80", "b", Step.ENROLLED, 4),
    )
    snapshot = issue_all(people, SMALL, [], Terms(DAY, FUNDER_RULES))
    finding = attack_all([snapshot], {DAY: people}, SMALL)
    assert finding.targets > 0
    assert not finding.leaks


def test_the_gate_withholds_the_table_that_leaks_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    people = people_of(("59", "a", Step.INVITED, 40), ("62", "b", Step.INVITED, 40), ("80", "b", Step.INVITED, 4))

    def issue_without_rules(*_args: Any) -> Snapshot:
        terms = _args[3]
        kept = [axis for axis in ("territory", "structure") if axis not in terms.withheld]
        return Snapshot(tuple(Issue(axis, bare(axis, people, Depth.F1)) for axis in kept))

    monkeypatch.setattr("lms.funding.gate.issue_all", issue_without_rules)
    snapshot, result = Gate(SMALL, {DAY: people}, [], Terms(DAY, FUNDER_RULES)).pass_through()
    assert result.withheld == ("territory",)
    assert result.leaks == 0
    assert snapshot.axes() == ["structure"]


def test_the_gate_says_how_far_it_is_and_what_it_tried() -> None:
    said: list[tuple[str, int, int]] = []
    people = people_of(("59", "a", Step.INVITED, 40), ("62", "b", Step.INVITED, 40), ("80", "b", Step.INVITED, 4))
    gate = Gate(SMALL, {DAY: people}, [], Terms(DAY, FUNDER_RULES), on_progress=lambda *told: said.append(told))
    _snapshot, result = gate.pass_through()
    assert said[-1] == ("funnel", result.targets, result.targets)
    assert result.solver.startswith("HiGHS ")


@pytest.mark.long
@pytest.mark.parametrize(("size", "seed"), [(200, 2), (600, 1), (2000, 1)])
def test_four_quarters_of_a_crowd_give_nothing_away(size: int, seed: int) -> None:
    people, snapshots = crowd(size, seed), []
    for number, day in enumerate(QUARTER_ENDS):
        terms = Terms(day, FUNDER_RULES, is_closing=number == len(QUARTER_ENDS) - 1)
        snapshots.append(issue_all(as_of(people, day), FULL, snapshots, terms))
        people_on = {past: as_of(people, past) for past in QUARTER_ENDS[: number + 1]}
        finding = attack_all(snapshots, people_on, FULL)
        assert finding.targets > 1000
        assert not finding.leaks
