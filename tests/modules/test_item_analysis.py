"""The figures of a question: right by the book, hidden under thirty, from first attempts only."""

from pathlib import Path
from statistics import correlation as correlation_by_the_book

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import assume, given
from hypothesis import strategies as st

from modules.item_analysis.figures import LEAST, Figures, Passage, correlation, figures_of, tally
from modules.item_analysis.forms import compare_forms
from modules.item_analysis.reading import analyse_question, analyse_quiz
from modules.models import Answer, Attempt, Question
from tests.cast import follow, make_person
from tests.modules.bank.cast import Studio, open_studio
from tests.modules.question_examples import SINGLE

SCORES = st.lists(
    st.tuples(st.sampled_from([0.0, 0.5, 1.0]), st.floats(0, 1).map(lambda x: round(x, 3))), min_size=LEAST
)


@given(SCORES)
def test_discrimination_is_the_correlation_of_the_book(pairs: list[tuple[float, float]]) -> None:
    worths, rests = [worth for worth, _rest in pairs], [rest for _worth, rest in pairs]
    assume(len(set(worths)) > 1)
    assume(max(rests) - min(rests) > 0.01)
    found = correlation(tally(Passage(worth, rest, 0) for worth, rest in pairs))
    assert found == pytest.approx(correlation_by_the_book(worths, rests), abs=1e-6)


def test_under_thirty_nothing_but_the_count_is_said() -> None:
    hidden = figures_of(SINGLE, tally([Passage(1.0, 0.5, 1)] * (LEAST - 1)))
    assert hidden == Figures(LEAST - 1)
    assert hidden.is_hidden


def test_facility_is_the_mean_and_an_answer_nobody_picks_is_named() -> None:
    shown = figures_of(SINGLE, tally([Passage(1.0, 0.5, 1)] * LEAST))
    assert shown.facility == 1
    assert shown.discrimination is None
    assert [each.text for each in shown.never_picked] == ["À la place"]


def test_a_question_and_its_twin_are_compared_from_thirty_first_attempts_on_each_side() -> None:
    figures = {
        "a1": Figures(40, 0.5), "b1": Figures(40, 0.55), "a2": Figures(40, 0.3), "b2": Figures(40, 0.9),
        "a3": Figures(40, 0.5), "b3": Figures(29),
    }  # fmt: skip
    alike, uneven, hidden, unmet = compare_forms(["a1", "a2", "a3", "a4"], ["b1", "b2", "b3", "b4"], figures)
    assert alike.difference == pytest.approx(0.05)
    assert not alike.is_uneven
    assert uneven.difference == pytest.approx(0.6)
    assert uneven.is_uneven
    assert (hidden.is_hidden, hidden.difference, hidden.is_uneven) == (True, None, False)
    assert (unmet.a.count, unmet.is_hidden) == (0, True)


@pytest.fixture
def ours(db: None, tmp_path: Path) -> Studio:
    return open_studio(tmp_path)


def let_pass(studio: Studio, people: int, number: int = 1, name: str = "Prénom") -> None:
    """So many finished attempts at the practice; every third person misses the first question and the second."""
    activity = studio.taught.edition.activities.get(slug="pratique")
    keys = activity.thawed.questions
    now = timezone.now()
    for index in range(people):
        registration = follow(make_person(f"{name} Nom{index}"), studio.taught.edition)
        attempt = Attempt.objects.create(
            registration=registration, activity=activity, number=number, started_at=now, finished_at=now
        )
        for key in keys:
            wrong = index % 3 == 0 and key != keys[2]
            Answer.objects.create(
                attempt=attempt, item=key, response=int(wrong), scaled=int(not wrong), answered_at=now
            )


def test_the_screens_hide_under_thirty_then_show_with_two_queries(ours: Studio, client: Client) -> None:
    question = Question.objects.get(collection=ours.collection, key="pratique-a1-1")
    client.force_login(ours.author)
    addresses = [
        reverse("question_bank:figures", args=[question.pk]),
        reverse("question_bank:quiz_figures", args=[ours.quiz.pk]),
    ]
    let_pass(ours, 3)
    let_pass(ours, 2, number=2, name="Encore")
    for address in addresses:
        assert "Pas encore 30 premiers passages : 3" in client.get(address).content.decode().replace("\xa0", " ")
    let_pass(ours, 27, name="Suite")
    quiz = ours.quiz
    with CaptureQueriesContext(connection) as queries:
        analysed = analyse_quiz(quiz)
    assert len(queries) == 2
    assert [each.figures.count for each in analysed] == [30, 30, 30]
    alone = analyse_question(question)
    assert alone is not None
    assert alone.figures.facility == pytest.approx(2 / 3)
    assert alone.figures.discrimination == pytest.approx(1)
    for address in addresses:
        assert "67 / 100" in client.get(address).content.decode().replace("\xa0", " ")


def test_another_institutes_figures_are_not_found(ours: Studio, tmp_path: Path, client: Client) -> None:
    theirs = open_studio(tmp_path / "eux", "Institut du Canal", "autre-module")
    client.force_login(ours.author)
    question = next(iter(theirs.bank.values()))
    assert client.get(reverse("question_bank:figures", args=[question.pk])).status_code == 404
    assert client.get(reverse("question_bank:quiz_figures", args=[theirs.quiz.pk])).status_code == 404
