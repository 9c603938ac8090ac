"""« Savoir accompagner individuellement », as written in fixtures: half a day, practised, scored, taken end to end."""

from datetime import timedelta
from itertools import product
from random import Random

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from cms.seeding import seed_site
from lms.demo.walking import walk
from modules.activities.dialogue.scoring import MOST, points, replay
from modules.loading.loader import load_all
from modules.loading.schema import (
    Dialogue,
    Lesson,
    QuestionEntry,
    Questionnaire,
    Quiz,
    SingleChoice,
    VirtualSite,
    read_activity,
    read_module,
    read_questions,
)
from modules.models import HALF_DAY_MINUTES, Edition
from modules.rebuilding import rebuild
from tests.modules.cast import make_learner

FOLDER = settings.FIXTURES / "modules" / "savoir-accompagner-individuellement"
MODULE = read_module((FOLDER / "module.yaml").read_bytes())
QUESTIONS: dict[str, QuestionEntry] = {
    each.key: each for each in read_questions((FOLDER / "questions.yaml").read_bytes())
}
ACTIVITIES = [read_activity(path.read_bytes()) for path in sorted(FOLDER.glob("[0-9][0-9]-*.yaml"))]
DIALOGUES = [each for each in ACTIVITIES if isinstance(each, Dialogue)]
TESTS = [each for each in ACTIVITIES if isinstance(each, Quiz)]
PRACTICE = [each for each in ACTIVITIES if not isinstance(each, Lesson | Quiz | Questionnaire)]


def test_it_is_half_a_day_of_which_sixty_percent_is_practice() -> None:
    assert sum(each.minutes for each in ACTIVITIES) == HALF_DAY_MINUTES
    assert sum(each.minutes for each in PRACTICE) >= 0.6 * HALF_DAY_MINUTES


def test_the_five_invented_sites_and_the_two_dialogues_are_in_it() -> None:
    assert sum(isinstance(each, VirtualSite) for each in ACTIVITIES) == 5
    assert {each.key for each in DIALOGUES} == {"minh", "bruno"}


def test_every_competency_is_practised_and_asked_three_times_in_each_form() -> None:
    assert set(MODULE.competencies) <= {code for each in PRACTICE for code in each.competencies}
    for form in (form for quiz in TESTS for form in (quiz.form_a, quiz.form_b)):
        codes = [QUESTIONS[key].competency for key in form]
        assert all(codes.count(code) == 3 for code in MODULE.competencies)


def test_the_two_forms_ask_the_same_ideas_in_other_words() -> None:
    for quiz in TESTS:
        for first, second in zip(quiz.form_a, quiz.form_b, strict=True):
            assert (first[:-1], first[-1], second[-1]) == (second[:-1], "a", "b")
            assert fallacies(first) == fallacies(second), first
            assert len(asked(first).options) == len(asked(second).options), first


def asked(key: str) -> SingleChoice:
    question = QUESTIONS[key]
    assert isinstance(question, SingleChoice)
    return question


def fallacies(key: str) -> list[str]:
    return sorted(option.misconception for option in asked(key).options if option.misconception)


@pytest.mark.parametrize("key", sorted(QUESTIONS))
def test_every_wrong_answer_is_a_known_fallacy_and_every_answer_teaches(key: str) -> None:
    *proposed, unknown = asked(key).options
    assert unknown.text == "Je ne sais pas"
    assert sum(option.right for option in proposed) == 1
    assert all(option.right != bool(option.misconception) for option in proposed)
    assert all(len(option.feedback) > 20 for option in asked(key).options)


def test_the_longest_answer_is_not_the_right_one_more_often_than_not() -> None:
    """Who picks the longest line without reading should not pass."""
    longest = [max(asked(key).options, key=lambda option: len(option.text)).right for key in QUESTIONS]
    assert sum(longest) <= len(longest) / 2


@pytest.mark.parametrize("dialogue", DIALOGUES, ids=lambda each: each.key)
def test_of_its_729_paths_the_best_is_within_reach_and_chance_passes_seldom(dialogue: Dialogue) -> None:
    paths = list(product(*(range(len(exchange.choices)) for exchange in dialogue.exchanges)))
    scores = [points(dialogue, replay(dialogue, path)) for path in paths]
    assert len(paths) == 729
    assert max(scores) == MOST
    assert sum(score >= dialogue.mastery for score in scores) / len(scores) <= 0.16


@pytest.fixture
def edition(db: None) -> Edition:
    seed_site()
    return next(each for each in load_all(settings.FIXTURES / "modules") if each.module.slug == MODULE.key).edition


@pytest.mark.long
def test_it_is_published_and_taken_from_end_to_end(edition: Edition, client: Client) -> None:
    assert (edition.label, edition.planned_minutes) == ("1.0", HALF_DAY_MINUTES)
    assert MODULE.title in client.get("/modules/").content.decode()
    nadege = make_learner()
    client.force_login(nadege)
    registration = walk(nadege, edition, timezone.now() - timedelta(days=90), len(ACTIVITIES), Random(3))
    registration.refresh_from_db()
    assert registration.completed_at
    for activity in edition.activities.all():
        assert client.get(f"/parcours/{registration.pk}/{activity.slug}/").status_code == 200, activity.slug
    assert rebuild().changes == 0
