"""« Comprendre la précarité numérique », as written in fixtures: whole, coherent, and every page of it opens."""

import re
from datetime import timedelta
from itertools import product
from random import Random
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from django.utils.html import conditional_escape

from cms.seeding import seed_site
from competencies.models import Level
from competencies.survey import figure
from lms.demo.walking import walk
from modules.activities.dialogue.scoring import MOST, points, replay
from modules.loading.loader import load_all
from modules.loading.schema import (
    Dialogue,
    Lesson,
    Matching,
    ModuleFile,
    QuestionEntry,
    Questionnaire,
    Quiz,
    read_activity,
    read_module,
    read_questions,
)
from modules.models import HALF_DAY_MINUTES, Attempt, Edition
from modules.rebuilding import rebuild
from tests.modules.cast import make_learner

FOLDER = settings.FIXTURES / "modules" / "comprendre-la-precarite-numerique"
MODULE: ModuleFile = read_module((FOLDER / "module.yaml").read_bytes())
QUESTIONS: dict[str, QuestionEntry] = {
    each.key: each for each in read_questions((FOLDER / "questions.yaml").read_bytes())
}
ACTIVITIES = [read_activity(path.read_bytes()) for path in sorted(FOLDER.glob("[0-9][0-9]-*.yaml"))]
QUIZZES = [each for each in ACTIVITIES if isinstance(each, Quiz)]
DIALOGUES = [each for each in ACTIVITIES if isinstance(each, Dialogue)]


def asked(quiz: Quiz) -> list[str]:
    return [*quiz.questions, *quiz.form_a, *quiz.form_b]


def test_the_planned_minutes_are_half_a_day() -> None:
    assert sum(each.minutes for each in ACTIVITIES) == HALF_DAY_MINUTES


def test_sixty_percent_of_the_time_is_practice() -> None:
    practised = [each.minutes for each in ACTIVITIES if each.competencies and not isinstance(each, Lesson)]
    tests = [each.minutes for each in QUIZZES if each.mode != "applied"]
    assert sum(practised) - sum(tests) >= 0.6 * HALF_DAY_MINUTES


def test_every_competency_is_worked_on_and_asked_three_times_in_each_form() -> None:
    worked = {code for each in ACTIVITIES for code in each.competencies}
    assert set(MODULE.competencies) <= worked
    for quiz in (each for each in QUIZZES if each.form_a):
        for form in (quiz.form_a, quiz.form_b):
            codes = [QUESTIONS[key].competency for key in form]
            assert all(codes.count(code) >= 3 for code in MODULE.competencies)


def test_the_two_forms_share_no_question() -> None:
    for quiz in QUIZZES:
        assert not set(quiz.form_a) & set(quiz.form_b)
        assert len(quiz.form_a) == len(quiz.form_b)


def test_every_question_is_asked_and_every_question_asked_is_written() -> None:
    assert {key for quiz in QUIZZES for key in asked(quiz)} == set(QUESTIONS)


@pytest.mark.parametrize("key", sorted(QUESTIONS))
def test_every_option_teaches_and_a_single_one_is_right(key: str) -> None:
    question = QUESTIONS[key]
    if isinstance(question, Matching):
        assert all(row.category in question.categories and row.feedback for row in question.rows)
        return
    assert all(len(option.feedback) > 20 for option in question.options)
    assert any(option.right for option in question.options)
    assert not any(option.right and option.misconception for option in question.options)


def cited_cells() -> set[str]:
    """Every survey cell that a screen, a question or an answer cites."""
    screens = {screen.figure for each in ACTIVITIES if isinstance(each, Lesson) for screen in each.screens}
    answers = {
        answer.cell
        for each in ACTIVITIES
        if isinstance(each, Questionnaire)
        for question in each.questions
        for answer in question.answers
    }
    return (screens | answers | {each.figure for each in QUESTIONS.values()}) - {""}


@pytest.mark.django_db
def test_every_cited_cell_is_in_the_survey() -> None:
    for key in cited_cells():
        assert figure(key).denominator > 0


@pytest.mark.parametrize("dialogue", DIALOGUES, ids=lambda each: each.key)
def test_every_path_of_the_dialogue_is_scored_and_chance_seldom_passes(dialogue: Dialogue) -> None:
    paths = list(product(*(range(len(exchange.choices)) for exchange in dialogue.exchanges)))
    scores = [points(dialogue, replay(dialogue, path)) for path in paths]
    assert max(scores) == MOST
    assert sum(score >= dialogue.mastery for score in scores) / len(scores) <= 0.16


def test_the_french_is_set_as_french_is() -> None:
    """No straight apostrophe in prose, no exclamation mark, no breaking space before a high sign."""
    for path in FOLDER.glob("*.yaml"):
        text = "\n".join(line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
        assert not re.search(r"\w'\w", text), path.name
        assert not re.search(r"\w !|\w!", text), path.name
        assert not re.search(r"\w [?;»](?!\w)", text), path.name


@pytest.fixture
def edition(db: None) -> Edition:
    seed_site()
    return load_all(settings.FIXTURES / "modules")[0].edition


def test_it_is_taken_from_end_to_end_and_every_page_of_it_opens(
    edition: Edition, django_assert_max_num_queries: Any
) -> None:
    nadege = make_learner()
    client = Client()
    client.force_login(nadege)
    registration = walk(nadege, edition, timezone.now() - timedelta(days=90), 0, Random(3))
    for activity in edition.activities.all():
        response = client.get(f"/parcours/{registration.pk}/{activity.slug}/")
        assert response.status_code == 200, activity.slug
    walk(nadege, edition, timezone.now() - timedelta(days=80), 12, Random(3))
    for activity in edition.activities.all():
        with django_assert_max_num_queries(40 if activity.kind == "questionnaire" else 14):
            response = client.get(f"/parcours/{registration.pk}/{activity.slug}/")
        assert response.status_code == 200, activity.slug
        if activity.kind == "lesson":
            for number, screen in enumerate(activity.thawed.screens, start=1):
                page = client.get(f"/parcours/{registration.pk}/{activity.slug}/?ecran={number}").content.decode()
                assert conditional_escape(screen.title) in page
    assert client.get(f"/parcours/{registration.pk}/bilan/").status_code == 200
    registration.refresh_from_db()
    assert registration.minutes_done == HALF_DAY_MINUTES
    assert Level.objects.filter(actor=nadege.actor_uuid).count() >= len(MODULE.competencies)
    assert rebuild().changes == 0


def test_a_second_load_writes_nothing(edition: Edition) -> None:
    again = load_all(settings.FIXTURES / "modules")[0]
    assert again.written == []
    assert again.edition == edition


@pytest.mark.long
def test_the_questions_of_2018_are_answered_once_more_when_the_module_is_done(edition: Edition) -> None:
    nadege = make_learner()
    client = Client()
    client.force_login(nadege)
    registration = walk(nadege, edition, timezone.now() - timedelta(days=80), 12, Random(3))
    activity = edition.activities.get(kind="questionnaire")
    address = f"/parcours/{registration.pk}/{activity.slug}/"
    again = f"{address}?encore"
    assert again in client.get(address).content.decode()
    answers = {each.key: "0" for each in activity.thawed.questions}
    for _click in range(2):
        client.post(again, answers)
        client.post(address, answers)
    attempts = Attempt.objects.filter(registration=registration, activity=activity)
    assert [each.number for each in attempts.order_by("number")] == [1, 2]
    assert again not in client.get(address).content.decode(), "until three months after"
    assert rebuild().changes == 0
