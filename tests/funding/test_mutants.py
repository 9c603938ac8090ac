"""Eight faults that simpler publishers have: the audit from outside catches each, and finds nothing in ours."""

from collections import Counter
from dataclasses import replace
from datetime import date

import msgspec
import pytest

from lms.funding.catalogue import TOTAL
from lms.funding.change import Gain
from lms.funding.editions import publish
from lms.funding.exports.csv_file import write_csv
from lms.funding.exports.lines import lines_of
from lms.funding.exports.pdf_file import write_page
from lms.funding.gains import Pair, add_gains, share_gains
from lms.funding.grid import FUNDER_RULES, CountedPerson, Depth, Step, each_alone, grid, tally
from lms.funding.issuing import Group, Issue, Snapshot, Table, Terms, issue_all
from lms.funding.report import Report, read_report
from lms.funding.shown_table import Figure, Row
from lms.funding.uptake import CATALOGUE, count_people
from tests.funding.audit import Audit, K, Stored, audit_gains, compare
from tests.funding.cast import FIRST_DAY, SECOND_DAY, House
from tests.funding.crowds import FULL, QUARTER_ENDS, as_of, crowd
from tests.funding.test_attack import DAY, LATER, SMALL, bare, people_of
from tests.funding.test_pages import read_csv, to_number
from tests.funding.test_receipts import every_figure

CROWD = people_of(
    ("59", "a", Step.INVITED, 4),
    ("59", "a", Step.COMPLETED, 37),
    ("62", "b", Step.INVITED, 30),
    ("62", "b", Step.COMPLETED, 26),
    ("80", "b", Step.INVITED, 4),
    ("02", "a", Step.ENROLLED, 5),
)
EACH_ONCE = {DAY: CROWD}


def read(snapshots: list[Snapshot], people_on: dict[date, list[CountedPerson]]) -> list[str]:
    return Audit(SMALL, people_on).read([Stored.of(each) for each in snapshots])


def without(table: Table, *hidden: str) -> Table:
    return msgspec.structs.replace(table, groups=tuple(each for each in table.groups if each.members[0] not in hidden))


def invited(members: tuple[str, ...], people: int) -> Group:
    return Group(members, {Step.INVITED: people}, None)


def test_nothing_is_found_in_what_our_rules_issue() -> None:
    later = [*CROWD, *people_of(("62", "a", Step.STARTED, 25), ("59", "b", Step.COMPLETED, 30))]
    later = [replace(each, person=number) for number, each in enumerate(later)]
    first = issue_all(CROWD, SMALL, [], Terms(DAY, FUNDER_RULES))
    second = issue_all(later, SMALL, [first], Terms(LATER, FUNDER_RULES))
    assert first.issued_on(DAY)
    assert second.issued_on(LATER)
    assert read([first, second], {DAY: CROWD, LATER: later}) == []


def test_mutant_1_a_threshold_on_lines_and_nothing_on_steps() -> None:
    table = without(bare("territory", CROWD, Depth.F4), "80", "02")
    total = bare(TOTAL, CROWD, Depth.F4)
    assert "territory=59 is read" in read([Snapshot((Issue(TOTAL, total), Issue("territory", table)))], EACH_ONCE)


def test_mutant_2_a_lone_hidden_line() -> None:
    people = people_of(("59", "a", Step.INVITED, 40), ("62", "b", Step.INVITED, 30), ("80", "b", Step.INVITED, 4))
    lone = without(bare("territory", people, Depth.F1), "80")
    found = read([Snapshot((Issue(TOTAL, bare(TOTAL, people, Depth.F1)), Issue("territory", lone)))], {DAY: people})
    assert "territory=80 is read" in found


def test_mutant_3_groups_put_together_otherwise_at_the_next_date() -> None:
    before = people_of(("59", "a", Step.INVITED, 13), ("62", "a", Step.INVITED, 7), ("80", "a", Step.INVITED, 20))
    after = people_of(("59", "a", Step.INVITED, 13), ("62", "a", Step.INVITED, 9), ("80", "a", Step.INVITED, 40))
    total = invited(("everybody",), 40)
    first = Table("territory", DAY, Depth.F1, (invited(("59",), 13), invited(("62", "80"), 27)), total)
    second = Table("territory", LATER, Depth.F1, (invited(("59", "62"), 22), invited(("80",), 40)), total)
    snapshots = [Snapshot((Issue("territory", table),)) for table in (first, second)]
    assert "territory=62 is read" in read(snapshots, {DAY: before, LATER: after})


def test_mutant_4_a_table_issued_again_when_three_people_came() -> None:
    before = people_of(("59", "a", Step.INVITED, 40), ("62", "b", Step.INVITED, 40))
    after = people_of(("59", "a", Step.INVITED, 43), ("62", "b", Step.INVITED, 60))
    snapshots = [
        Snapshot((Issue("territory", bare("territory", people, Depth.F1, day)),))
        for day, people in ((DAY, before), (LATER, after))
    ]
    assert "territory=59 is read" in read(snapshots, {DAY: before, LATER: after})


def test_mutant_5_a_line_that_everybody_completed() -> None:
    people = people_of(("59", "a", Step.COMPLETED, 40), ("62", "b", Step.INVITED, 20), ("62", "b", Step.COMPLETED, 20))
    found = read([Snapshot((Issue("territory", bare("territory", people, Depth.F2)),))], {DAY: people})
    assert "a step of territory is passed by nearly nobody or everybody" in found


ANSWERED = {"59": 30, "62": 25, "80": 3}


def pairs() -> list[Pair]:
    flat = [place for place, size in ANSWERED.items() for _n in range(size)]
    return [Pair(number, number % 5, 2, 2 + number % 3, {"territory": place}) for number, place in enumerate(flat)]


def test_mutant_6_gains_filtered_after_a_grid_of_headcounts() -> None:
    everybody = people_of(*((place, "a", Step.INVITED, 40) for place in ANSWERED))
    headcounts = grid(each_alone(tally(everybody, "territory")), Depth.F1, FUNDER_RULES)
    assert headcounts is not None
    answered = Counter(each.categories["territory"] for each in pairs())
    shown = [
        Gain(members, answered[members[0]], sum(p.gain for p in pairs() if p.categories["territory"] in members))
        for members in headcounts
        if answered[members[0]] >= K
    ]
    total = add_gains(pairs(), FUNDER_RULES)
    assert total is not None
    assert audit_gains([total, *shown], answered) == ["the gains of 80 are read"]


def test_gains_on_grids_of_paired_respondents_give_nothing_away() -> None:
    total, groups = add_gains(pairs(), FUNDER_RULES), share_gains(pairs(), "territory", FUNDER_RULES)
    assert total is not None
    assert groups is not None
    assert [each.members for each in groups] == [("59",), ("62", "80")]
    assert (sum(each.pairs for each in groups), sum(each.total for each in groups)) == (total.pairs, total.total)
    assert audit_gains([total, *groups], ANSWERED) == []


def test_too_few_paired_respondents_show_no_gain() -> None:
    few = pairs()[:10]
    assert add_gains(few, FUNDER_RULES) is None
    assert share_gains(few, "territory", FUNDER_RULES) is None


def test_the_mean_is_that_of_the_two_published_numbers() -> None:
    assert str(Gain((), 20, 27).mean) == "1.4"


def test_mutant_7_a_correction_that_rewrites_an_edition() -> None:
    snapshot = issue_all(CROWD, SMALL, [], Terms(DAY, FUNDER_RULES))
    receipt = Stored.of(snapshot)
    moved = people_of(("62", "b", Step.COMPLETED, 40), ("59", "a", Step.INVITED, 40))
    rewritten = Stored.of(issue_all([*moved], SMALL, [], Terms(DAY, FUNDER_RULES)))
    complaints = Audit(SMALL, {DAY: moved}).read([replace(rewritten, digest=receipt.digest)])
    assert complaints == ["an edition was rewritten after its receipt"]


@pytest.fixture
def report(house: House) -> Report:
    house.fill(60)
    found = read_report(house.convention, publish(house.convention, FIRST_DAY))
    assert found is not None
    return found


def exports_of(report: Report, on_paper: Report) -> dict[str, list[int]]:
    return {
        "CSV": [int(line["Valeur"]) for line in read_csv(write_csv(report))],
        "API": [line.value for line in lines_of(report)],
        "PDF": [to_number(text) for text in every_figure(write_page(on_paper))],
    }


def test_mutant_8_a_pdf_whose_total_is_not_that_of_the_csv(report: Report) -> None:
    assert compare(exports_of(report, report)) == []
    total, *others = report.every
    live = replace(total, total=Row("Ensemble", [Figure("Personnes invitées", 241)]))
    assert compare(exports_of(report, replace(report, every=[live, *others]))) == ["PDF does not say what CSV says"]


def test_nothing_is_found_in_the_stored_editions_of_a_convention(house: House) -> None:
    house.fill(60)
    editions = [publish(house.convention, FIRST_DAY)]
    house.bring(Step.COMPLETED, 80, house.teams[:2], on=FIRST_DAY)
    house.bring(Step.STARTED, 40, on=FIRST_DAY)
    editions.append(publish(house.convention, SECOND_DAY))
    stored = [Stored(msgspec.json.encode(each.snapshot, order="sorted"), each.digest) for each in editions]
    people_on = {day: count_people(house.convention, day) for day in (FIRST_DAY, SECOND_DAY)}
    assert Audit(CATALOGUE, people_on, sample=40).read(stored) == []


@pytest.mark.parametrize(
    ("size", "sample"), [(200, 4), pytest.param(600, 0, marks=pytest.mark.long)], ids=["sampled", "whole"]
)
def test_nothing_is_found_in_four_quarters_of_a_crowd(size: int, sample: int) -> None:
    people, snapshots = crowd(size, 3), []
    for number, day in enumerate(QUARTER_ENDS):
        terms = Terms(day, FUNDER_RULES, is_closing=number == len(QUARTER_ENDS) - 1)
        snapshots.append(issue_all(as_of(people, day), FULL, snapshots, terms))
    people_on = {day: as_of(people, day) for day in QUARTER_ENDS}
    assert Audit(FULL, people_on, sample).read([Stored.of(each) for each in snapshots]) == []
