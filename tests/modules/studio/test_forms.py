"""Forms A and B: drawn by competency from one's own bank, parallel by construction, and checked whoever wrote them."""

from random import Random

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from modules.activities.quiz.forms import Candidate, TooFew, draw_forms
from modules.activities.quiz.models import QuizMode, QuizPage
from modules.checking import Sheet, find_blockers, find_warnings
from modules.loading.schema import Quiz
from modules.models import Question
from modules.publishing import copy_drafts, sheet_of
from tests.modules.studio.cast import Studio
from tests.modules.studio.test_checking import question

CODES = ["A1.1", "A1.2"]
BANKS = st.lists(
    st.builds(Candidate, st.integers(1, 500), st.sampled_from(CODES), st.sampled_from("xyz"), st.integers(1, 3)),
    unique_by=lambda each: each.pk,
    max_size=40,
)


@given(BANKS, st.integers(1, 4), st.randoms(use_true_random=False))
def test_whatever_the_bank_the_forms_are_parallel_or_what_lacks_is_said(
    bank: list[Candidate], each: int, luck: Random
) -> None:
    counts = {code: sum(one.competency == code for one in bank) for code in CODES}
    try:
        form_a, form_b = draw_forms(bank, CODES, each, luck)
    except TooFew as too_few:
        short = {code: (count, 2 * each) for code, count in counts.items() if count < 2 * each}
        assert too_few.missing == short != {}  # noqa: PT017 (both ends of the law are here)
        return
    of = {one.pk: one for one in bank}
    assert not set(form_a) & set(form_b)
    assert [of[pk].competency for pk in form_a] == [of[pk].competency for pk in form_b]
    assert [of[pk].competency for pk in form_a] == [code for code in CODES for _ in range(each)]


def test_pairs_are_of_one_kind_and_of_near_difficulty_when_the_bank_allows() -> None:
    kinds = [("single", 1), ("single", 1), ("order", 3), ("order", 3), ("single", 2)]
    bank = [Candidate(pk, "A1.1", kind, difficulty) for pk, (kind, difficulty) in enumerate(kinds)]
    for seed in range(20):
        form_a, form_b = draw_forms(bank, ["A1.1"], 2, Random(seed))
        assert {frozenset(pair) for pair in zip(form_a, form_b, strict=True)} == {frozenset({0, 1}), frozenset({2, 3})}


def quiz(key: str, mode: str, form_a: list[str], form_b: list[str]) -> Quiz:
    return Quiz(
        key=key,
        title=key,
        minutes=10,
        purpose="…",
        mode=mode,
        form_a=form_a,
        form_b=form_b,
        debrief="…",  # type: ignore[arg-type]
    )


def words_of(*quizzes: Quiz) -> str:
    codes = {"a": "A1.1", "b": "A1.1", "c": "A1.2", "d": "A1.2"}
    questions = [structs.replace(question(key), competency=code) for key, code in codes.items()]
    sheet = Sheet(outcomes=["o"], competencies=[], activities=quizzes, questions=questions)
    return " ".join(finding.words for finding in [*find_blockers(sheet), *find_warnings(sheet)])


def test_a_form_that_asks_more_of_a_competency_forbids_the_edition() -> None:
    assert "1 dans la forme A, 0 dans la forme B" in words_of(quiz("t", "posttest", ["a"], ["c"]))
    assert "forme" not in words_of(quiz("t", "posttest", ["a", "c"], ["b", "d"]))


def test_a_question_in_both_forms_forbids_the_edition() -> None:
    assert "pose la même question" in words_of(quiz("t", "posttest", ["a"], ["a"]))


def test_two_tests_of_other_forms_are_told_apart() -> None:
    before = quiz("avant", "pretest", ["a"], ["b"])
    assert "ne posent pas les deux mêmes formes" in words_of(before, quiz("apres", "posttest", ["b"], ["a"]))
    assert "ne posent pas" not in words_of(before, quiz("apres", "posttest", ["a"], ["b"]))


@pytest.mark.long
@pytest.mark.django_db
def test_an_author_draws_both_forms_of_both_tests_as_drafts(studio: Studio, client: Client) -> None:
    test = QuizPage.objects.get(pk=studio.activity("test").pk)
    before = QuizPage(title="Avant", slug="avant", mode=QuizMode.PRETEST, planned_minutes=10)
    studio.module.add_child(instance=before)
    before.save_revision()
    client.force_login(studio.author)
    address = f"/studio/editions/{studio.module.pk}/formes/"
    refused = client.post(address, {"each": "1"}).content.decode()
    assert "1 dans la banque, 2 demandées" in refused  # the practice asks the others: it would give them away
    studio.activity("pratique").delete()
    client.post(address, {"each": "1"})
    drawn = [QuizPage.objects.get(pk=page.pk).get_latest_revision_as_object().freeze() for page in (test, before)]
    assert (drawn[0].form_a, drawn[0].form_b) == (drawn[1].form_a, drawn[1].form_b)
    assert len(drawn[0].form_a) == len(drawn[0].form_b) == 3
    assert drawn[0].questions == []
    live = QuizPage.objects.get(pk=test.pk).freeze()
    assert live.form_a == []
    stand = sheet_of(studio.module, copy_drafts(studio.module))
    assert not [finding for finding in find_blockers(stand) if "forme" in finding.words]


@pytest.mark.long
@pytest.mark.django_db
def test_nothing_is_drawn_from_another_bank_nor_for_another_institute(
    studio: Studio, beta: Studio, client: Client
) -> None:
    client.force_login(studio.author)
    assert client.get(f"/studio/editions/{beta.module.pk}/formes/").status_code in {302, 403}
    studio.activity("pratique").delete()
    client.post(f"/studio/editions/{studio.module.pk}/formes/", {"each": "1"})
    test = QuizPage.objects.get(pk=studio.activity("test").pk).get_latest_revision_as_object()
    asked = Question.objects.non_polymorphic().filter(pk__in=test.asked_questions())
    assert {row.collection_id for row in asked} == {studio.taught.page.own_collection.pk}
