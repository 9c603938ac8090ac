"""Before, after, three months after: golden counts, nobody told apart, 2018 beside only where the words are its own."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import combinations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from competencies.evidence import TransferFact
from competencies.models import CFItem, SurveyCell
from competencies.models.evidence import Use, Voice
from competencies.transfer import tell_transfer
from lms.funding.baseline import Refusal, why_refused
from lms.funding.catalogue import TOTAL
from lms.funding.change import Change, Outcome
from lms.funding.editions import publish
from lms.funding.exports.lines import lines_of
from lms.funding.exports.pdf_file import write_page
from lms.funding.grid import FUNDER_RULES, Step
from lms.funding.outcomes import Heard, Line, groups_of, issue_change
from lms.funding.replaying import Verdict, replay
from lms.funding.report import read_report
from lms.funding.shown import Shown
from modules.activities.questionnaire.rounds import Round, due_round, round_of
from modules.activities.questionnaire.views import keep_answers
from modules.loading.schema import Questionnaire, SurveyAnswer, SurveyQuestion
from modules.models import EditionActivity, Registration
from tests.funding import cast
from tests.funding.cast import COMPLETED_AT, House

LINE = Line("a/q/0", "Se situer", "Formé ?", "Non", "E01", "T04/total/non", "")
DAY = date(2026, 6, 30)
NOTHING = Change()
EMPLOYERS = {n: f"employeur {n % 4}" for n in range(400)}
YES_NO = ["Oui", "Non"]
TRANSMISSION = (
    "Ressentez-vous des difficultés dans l’accompagnement des démarches e-administratives en terme de transmission"
    " (savoir-faire) à l’utilisateur ?"
)


def people(before: int, after: int, both: int, neither: int, only_before: int = 0) -> dict[int, dict[Round, bool]]:
    """So many who gave the answer before only, after only, both times, never; and who never answered after."""
    sides = [(True, False)] * before + [(False, True)] * after + [(True, True)] * both + [(False, False)] * neither
    told: dict[int, dict[Round, bool]] = {
        n: {Round.BEFORE: one, Round.AFTER: other} for n, (one, other) in enumerate(sides)
    }
    return told | {300 + n: {Round.BEFORE: True} for n in range(only_before)}


def issue(told: Mapping[int, Mapping[Round, bool]], earlier: Change = NOTHING, shown: Shown | None = None) -> Change:
    heard = Heard(answers={LINE: told})
    return issue_change(heard, earlier, shown or Shown(FUNDER_RULES, EMPLOYERS), (), DAY)


def test_matched_people_only_and_who_dropped_out() -> None:
    [outcome] = issue(people(30, 12, 20, 15, only_before=14)).outcomes
    assert (outcome.matched, outcome.before, outcome.after, outcome.answered) == (77, 50, 32, 91)


def test_ten_who_dropped_out_are_not_told() -> None:
    [outcome] = issue(people(30, 12, 20, 15, only_before=10)).outcomes
    assert (outcome.matched, outcome.answered) == (77, None)


@pytest.mark.parametrize("told", [people(20, 5, 5, 20), people(30, 0, 20, 10), people(0, 0, 40, 0)])
def test_an_answer_that_ten_people_gave_or_did_not_give_is_not_shown(told: dict[int, dict[Round, bool]]) -> None:
    assert issue(told).outcomes == ()


def test_an_answer_that_a_published_table_would_tell_apart_is_not_shown() -> None:
    told = people(30, 12, 20, 15)
    shown = Shown(FUNDER_RULES, EMPLOYERS)
    shown.note([frozenset({*told, 390, 391})])  # completed: two people more than those who answered
    assert issue(told, shown=shown).outcomes == ()


def test_it_is_counted_again_only_when_every_group_moved() -> None:
    first = issue(people(30, 12, 20, 15))
    more = people(41, 23, 31, 26)
    assert issue(people(35, 12, 20, 15), earlier=first).outcomes == first.outcomes
    assert issue(more, earlier=first).outcomes[0].matched == 121


SIZES = st.tuples(*[st.integers(0, 30)] * 5)


@given(SIZES, st.integers(0, 60), st.integers(2, 5))
def test_no_difference_of_two_numbers_concerns_a_handful(sizes: tuple[int, ...], followed: int, share: int) -> None:
    said = people(*sizes)
    for number in range(min(followed, sum(sizes[:4]))):
        said[number] = said[number] | {Round.LATER: number % share == 0}
    groups = groups_of(said)
    for outcome in issue(said).outcomes:
        shown = [groups[name] for name in groups if getattr(outcome, name) is not None]
        for one, other in combinations(shown, 2):
            assert not (one < other or other < one) or len(one ^ other) >= FUNDER_RULES.k


def test_the_moment_of_an_answer() -> None:
    done = datetime(2026, 5, 2, 9, tzinfo=UTC)
    days = [done - timedelta(days=1), done, done + timedelta(days=1), done + timedelta(days=100)]
    assert [round_of(at, done) for at in days] == [Round.BEFORE, Round.BEFORE, Round.AFTER, Round.LATER]
    assert due_round(days[:1], done, days[2]) is Round.AFTER
    assert due_round(days[:3], done, days[2]) is None
    assert due_round(days[:2], None, days[2]) is None


def question(text: str = TRANSMISSION, answers: list[str] = YES_NO, *, several: bool = False) -> SurveyQuestion:
    cells = ["T05/total/oui", "T05/total/non", ""]
    offered = [SurveyAnswer(text=text, cell=cell) for text, cell in zip(answers, cells, strict=False)]
    return SurveyQuestion(key="q25-transmission", number=25, text=text, answers=offered, several=several)


UNITS = {"T05/total/oui": "people", "T01/total/a-la-place": "answers"}


@pytest.mark.parametrize(
    ("asked", "cell", "why"),
    [
        (question(), "T05/total/oui", ""),
        (question(TRANSMISSION.replace("transmission", "pédagogie")), "T05/total/oui", Refusal.WORDS),
        (question(answers=["Oui", "Non", "Parfois"]), "T05/total/oui", Refusal.ANSWERS),
        (question(several=True), "T05/total/oui", Refusal.ANSWERS),
        (question(), "", Refusal.NO_CELL),
        (question(), "T05/total/non", Refusal.UNIT),
    ],
)
def test_2018_is_beside_only_where_the_same_thing_was_asked(asked: SurveyQuestion, cell: str, why: str) -> None:
    assert why_refused(asked, cell, UNITS) == why


@pytest.fixture
def asked(house: House) -> EditionActivity:
    """The house's module asks one question of 2018."""
    content = Questionnaire(
        key="se-situer",
        title="Se situer",
        minutes=90,
        purpose="Voir",
        intro="Deux mots.",
        questions=[question()],
        debrief="Merci.",
    )
    activity = house.edition.activities.order_by("position")[0]
    activity.kind = "questionnaire"
    activity.content = msgspec.to_builtins(content)
    activity.save()
    return activity


def answer(activity: EditionActivity, registration: Registration, said: int, at: datetime) -> None:
    keep_answers(registration, activity, {"q25-transmission": [said]}, at)


BEFORE, AFTER = COMPLETED_AT - timedelta(days=9), COMPLETED_AT + timedelta(days=3)
YES, NO = 0, 1


def fill_and_ask(house: House, activity: EditionActivity) -> None:
    """Sixty at each step; forty of the sixty completed answer before and after: 28 yes, then 14."""
    house.fill(60)
    done = list(Registration.objects.exclude(completed_at=None).order_by("pk")[:40])
    for number, each in enumerate(done):
        answer(activity, each, YES if number < 28 else NO, BEFORE)
        answer(activity, each, YES if number >= 26 else NO, AFTER)


def test_an_edition_says_what_changed_with_its_interval_and_2018(house: House, asked: EditionActivity) -> None:
    fill_and_ask(house, asked)
    edition = publish(house.convention, DAY)
    [outcome] = edition.thawed.change.outcomes
    assert isinstance(outcome, Outcome)
    assert (outcome.gap, outcome.refusal) == ("E04", "")
    assert (outcome.matched, outcome.before, outcome.after, outcome.answered) == (40, 28, 14, None)
    report = read_report(house.convention)
    assert report is not None
    [table] = report.changes
    assert [(row.label, [f.value for f in row.figures], row.notes) for row in table.rows] == [
        ("Avant le module", [28, 40], ["70 %", "de 55 à 82 %"]),
        ("Après le module", [14, 40], ["35 %", "de 22 à 50 %"]),
        ("Enquête de 2018, Hauts-de-France", [23, 48], ["48 %", "de 34 à 62 %"]),
    ]
    assert replay(edition).is_same
    assert {line.value for line in lines_of(report) if "transmission" in line.table} == {28, 14, 40, 23, 48}
    SurveyCell.objects.filter(key="T05/total/oui").update(numerator=30)
    report = read_report(house.convention)
    assert report is not None
    assert {line.value for line in lines_of(report) if "transmission" in line.table} == {28, 14, 40, 30, 48}
    page = write_page(report)
    assert all(said in page for said in ("63\u00a0%", ">30<"))  # 30 of 48, on the paper too


def test_2018_is_refused_on_the_page_where_the_question_had_other_words(house: House, asked: EditionActivity) -> None:
    asked.content["questions"][0]["text"] = "Avez-vous du mal à transmettre ?"
    asked.save()
    fill_and_ask(house, asked)
    publish(house.convention, DAY)
    report = read_report(house.convention)
    assert report is not None
    [table] = report.changes
    assert [row.label for row in table.rows] == ["Avant le module", "Après le module"]
    assert "les mots de la question n’étaient pas ceux-ci" in " ".join(table.remarks).replace("\u00a0", " ")


def test_answers_that_come_late_are_told_by_the_replay(house: House, asked: EditionActivity) -> None:
    fill_and_ask(house, asked)
    edition = publish(house.convention, DAY)
    late = Registration.objects.exclude(completed_at=None).order_by("pk")[40:52]
    for each in late:
        answer(asked, each, YES, BEFORE)
        answer(asked, each, NO, AFTER)
    assert replay(edition).verdict is Verdict.CHANGE_CHANGED


def test_an_edition_without_change_keeps_the_digest_it_had_before_change_existed(house: House) -> None:
    house.fill(60)
    edition = publish(house.convention, DAY)
    assert set(edition.snapshot) == {"issues"}
    assert edition.thawed.issue_of(TOTAL).table is not None


def test_obstacles_are_told_in_aggregate(house: House) -> None:
    house.bring(Step.INVITED, 60)
    cfitem = CFItem.objects.filter(human_coding_scheme="A1.1").values_list("pk", flat=True)[0]
    told = list(house.convention.invitations.order_by("pk").select_related("person")[:50])
    for number, each in enumerate(told):
        obstacles = ("time",) if number < 20 else ("network",) if number < 24 else ()
        actor = each.person.actor_uuid
        tell_transfer([TransferFact(actor, cfitem, actor, Voice.LEARNER, Use.NEVER, COMPLETED_AT, obstacles)])
    first = publish(house.convention, DAY).thawed.change.obstacles
    assert first is None  # of 60 invited 50 told: ten did not
    house.bring(Step.INVITED, 60)
    then = publish(house.convention, cast.SECOND_DAY).thawed.change.obstacles
    assert then is not None
    assert (then.told, then.named) == (50, {"time": 20})
