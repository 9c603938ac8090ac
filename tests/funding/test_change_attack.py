"""What a reader can deduce from answers and gains: nothing from ours; the gate withholds what would say too much."""

from collections.abc import Hashable, Mapping
from datetime import date

from lms.funding.catalogue import Catalogue
from lms.funding.change import Change, Gain, GainTable
from lms.funding.change_attack import attack_answers, attack_gains
from lms.funding.change_gate import ChangeGate
from lms.funding.gains import Pair, add_gains, share_gains
from lms.funding.grid import FUNDER_RULES, CountedPerson, Step
from lms.funding.issuing import EVERYBODY, Snapshot, Terms, issue_all
from lms.funding.outcomes import Heard, Line, issue_change
from lms.funding.shown import Shown
from modules.activities.questionnaire.rounds import Round

DAY = date(2026, 6, 30)
K = FUNDER_RULES.k
YES, NO, RARELY = (Line(f"a/q/{n}", "Se situer", "Formé ?", word, "E01", "", "") for n, word in enumerate("xyz"))
EMPLOYERS = {n: f"employeur {n % 4}" for n in range(400)}
AXES = ("territory", "structure")


def tell(*sides: tuple[Line, Line, int]) -> Heard:
    """So many people who gave this answer before and that one after."""
    everybody = [(before, after) for before, after, size in sides for _n in range(size)]

    def said(line: Line) -> Mapping[Hashable, Mapping[Round, bool]]:
        return {
            n: {Round.BEFORE: before is line, Round.AFTER: after is line} for n, (before, after) in enumerate(everybody)
        }

    return Heard(answers={line: said(line) for line in (YES, NO)})


def shown() -> Shown:
    return Shown(FUNDER_RULES, EMPLOYERS)


def test_two_answers_out_of_three_give_away_those_who_gave_the_third() -> None:
    heard = tell((YES, NO, 20), (NO, YES, 20), (RARELY, RARELY, 5))
    change = issue_change(heard, Change(), shown(), (), DAY)
    assert [outcome.answer for outcome in change.outcomes] == ["x", "y"]
    [finding] = attack_answers(change, heard, DAY, K).values()
    assert any(leak.most == 5 for leak in finding.leaks)


def test_the_gate_withholds_the_second_answer_and_keeps_the_first() -> None:
    heard = tell((YES, NO, 20), (NO, YES, 20), (RARELY, RARELY, 5))
    gate = ChangeGate(heard, Change(), shown(), Snapshot(()), [], DAY)
    assert [outcome.answer for outcome in gate.pass_through().outcomes] == ["x"]
    assert gate.withheld == {"answers-a/q/1"}
    assert gate.targets > 0


def test_nothing_is_read_in_an_answer_that_enough_people_gave_and_did_not_give() -> None:
    heard = tell((YES, NO, 20), (NO, YES, 3), (NO, NO, 15), (YES, YES, 12))
    gate = ChangeGate(heard, Change(), shown(), Snapshot(()), [], DAY)
    assert [outcome.matched for outcome in gate.pass_through().outcomes] == [50, 50]
    assert gate.withheld == set()


def counted(number: int, place: str, step: Step) -> CountedPerson:
    return CountedPerson(number, number % 4, step, 0, {"territory": place, "structure": "ab"[number % 2]})


def crowd() -> list[CountedPerson]:
    """Two territories; forty people completed in the first, twenty in the other."""
    sizes = [("59", Step.INVITED, 30), ("59", Step.COMPLETED, 40), ("62", Step.INVITED, 30), ("62", Step.COMPLETED, 20)]
    flat = [(place, step) for place, step, size in sizes for _n in range(size)]
    return [counted(number, place, step) for number, (place, step) in enumerate(flat)]


def pair(person: CountedPerson) -> Pair:
    return Pair(person.person, person.employer, 40, 60, person.categories)


def done(people: list[CountedPerson], place: str, size: int) -> list[Pair]:
    completed = [each for each in people if each.step is Step.COMPLETED and each.categories["territory"] == place]
    return [pair(each) for each in completed[:size]]


def test_a_line_left_out_of_the_gains_is_read_by_subtraction() -> None:
    people = crowd()
    pairs = done(people, "59", 20) + done(people, "62", 5)
    naive = [
        GainTable("m", EVERYBODY, DAY, (Gain((), 25, 500),)),
        GainTable("m", "territory", DAY, (Gain(("59",), 20, 400),)),
    ]
    leaks = attack_gains(naive, pairs, [], people, AXES, K).leaks
    assert any(leak.where == "territory=62" and leak.fewest == leak.most == 5 for leak in leaks)


def test_gains_that_nearly_all_who_completed_have_are_read_beside_the_funnel() -> None:
    people = crowd()
    pairs = done(people, "59", 38) + done(people, "62", 20)
    tables = issue_all(people, Catalogue(AXES), [], Terms(DAY, FUNDER_RULES)).issued_on(DAY)
    lines = tuple(share_gains(pairs, "territory", FUNDER_RULES) or ())
    naive = [GainTable("m", "territory", DAY, lines)]
    assert any(table.axis == "territory" and Step.COMPLETED in table.steps for table in tables)
    assert attack_gains(naive, pairs, [], people, AXES, K).leaks == ()
    leaks = attack_gains(naive, pairs, tables, people, AXES, K).leaks
    assert any(leak.where == "territory=59" and leak.most == 2 for leak in leaks)


def test_nothing_is_read_in_gains_on_grids_of_pairs() -> None:
    people = crowd()
    pairs = done(people, "59", 25) + done(people, "62", 5)
    whole = add_gains(pairs, FUNDER_RULES)
    assert whole is not None
    gains = [GainTable("m", EVERYBODY, DAY, (whole,))]
    gains += [
        GainTable("m", axis, DAY, tuple(lines)) for axis in AXES if (lines := share_gains(pairs, axis, FUNDER_RULES))
    ]
    tables = issue_all(people, Catalogue(AXES), [], Terms(DAY, FUNDER_RULES)).issued_on(DAY)
    finding = attack_gains(gains, pairs, tables, people, AXES, K)
    assert finding.targets > 0
    assert finding.leaks == ()
