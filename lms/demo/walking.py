"""Histories for the demo house: learners walk the same road as anyone, on earlier days, with a fixed seed.

Nothing is written beside the road: every figure of the demonstration comes from statements.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

import msgspec
from django.db import transaction

from lms.people.models import User
from modules.activities.dialogue.answering import say, start_dialogue
from modules.activities.dialogue.scoring import advance, is_over, open_state
from modules.activities.note.views import keep_note
from modules.activities.orientation.answering import answer_case, start_orientation
from modules.activities.orientation.matching import places_of
from modules.activities.orientation.scoring import best_answer
from modules.activities.questionnaire.opinions import count_opinion
from modules.activities.questionnaire.views import keep_answers
from modules.activities.quiz.answering import answer_question, start_quiz
from modules.activities.quiz.scoring import keys_of
from modules.activities.virtual_site.answering import start_site, take_step
from modules.activities.virtual_site.checking import find_good_path
from modules.activities.virtual_site.engine import Step
from modules.answering import close_attempt, register, start_attempt
from modules.loading.schema import Matching, QuestionEntry
from modules.models import Edition, EditionActivity, EditionQuestion, Registration
from modules.outcome import Outcome
from modules.questions import Response
from modules.questions.drawing import answer_at_random, answer_right


@dataclass
class Walker:
    """One learner on the road: her clock, her luck, how sure she is before (the module makes her surer)."""

    registration: Registration
    draw: Random
    at: datetime
    sureness: float

    def pass_minutes(self, minutes: float) -> datetime:
        self.at += timedelta(minutes=minutes)
        return self.at


@transaction.atomic
def walk(learner: User, edition: Edition, start: datetime, steps: int, draw: Random) -> Registration:
    """Register at `start`, then take the first `steps` activities; one transaction, so a demo is whole or absent."""
    registration = register(learner, edition, at=start)
    walker = Walker(registration, draw, start + timedelta(days=draw.randint(1, 9)), draw.uniform(0.35, 0.75))
    questions = {row.key: row for row in edition.questions.all()}
    for activity in list(edition.activities.all())[:steps]:
        activity.edition = edition
        _take(walker, activity, questions)
        if draw.random() < 0.3:
            walker.pass_minutes(60 * 24 * draw.randint(1, 6))
    return registration


def _take(walker: Walker, activity: EditionActivity, questions: dict[str, EditionQuestion]) -> None:
    if activity.kind == "quiz":
        _take_quiz(walker, activity, questions)
    elif activity.kind == "dialogue":
        _take_dialogue(walker, activity)
    elif activity.kind == "virtual_site":
        _take_virtual_site(walker, activity)
    elif activity.kind == "orientation":
        _take_orientation(walker, activity)
    elif activity.kind == "note":
        keep_note(walker.registration, activity, _write_note(activity), walker.pass_minutes(activity.planned_minutes))
    elif activity.kind == "questionnaire":
        given = {each.key: [walker.draw.randrange(len(each.answers))] for each in activity.thawed.questions}
        keep = count_opinion if activity.thawed.anonymous is True else keep_answers
        keep(walker.registration, activity, given, walker.pass_minutes(activity.planned_minutes))
    else:
        attempt = start_attempt(walker.registration, activity, at=walker.at)
        close_attempt(attempt, Outcome(), walker.pass_minutes(activity.planned_minutes))


def _write_note(activity: EditionActivity) -> dict[str, Any]:
    return {
        prompt.key: [0] if prompt.choices else "Note inventée pour la démonstration."
        for prompt in activity.thawed.prompts
    }


def _take_quiz(walker: Walker, activity: EditionActivity, questions: dict[str, EditionQuestion]) -> None:
    quiz = activity.thawed
    sureness = walker.sureness if quiz.mode == "pretest" else min(0.95, walker.sureness + 0.25)
    attempt = start_quiz(walker.registration, activity, walker.at)
    keys = keys_of(quiz, attempt.form)
    for key in keys:
        response = _answer(questions[key].thawed, walker.draw, sureness)
        answer_question(attempt, questions, key, response, walker.pass_minutes(activity.planned_minutes / len(keys)))


def _answer(question: QuestionEntry, draw: Random, sureness: float) -> Response:
    """Right with this probability, else any answer; row by row for a matching."""
    sure = draw.random() < sureness
    if isinstance(question, Matching):
        size = len(question.categories)
        return [
            question.categories.index(row.category) if draw.random() < sureness else draw.randrange(size)
            for row in question.rows
        ]
    return answer_right(question) if sure else answer_at_random(question, draw)


def _take_dialogue(walker: Walker, activity: EditionActivity) -> None:
    attempt = start_dialogue(walker.registration, activity, walker.at)
    dialogue, state = activity.thawed, open_state(activity.thawed)
    while not is_over(dialogue, state):
        number = state.following or 0
        exchange = dialogue.exchanges[number]
        safe = [index for index, choice in enumerate(exchange.choices) if not choice.pitfalls]
        sure = safe and walker.draw.random() < walker.sureness + 0.2
        index = walker.draw.choice(safe) if sure else walker.draw.randrange(len(exchange.choices))
        attempt = say(attempt, number, index, walker.pass_minutes(activity.planned_minutes / 6))
        state = advance(dialogue, state, index)


def _take_virtual_site(walker: Walker, activity: EditionActivity) -> None:
    """The good path; the less sure she is, the sooner she stops."""
    attempt = start_site(walker.registration, activity, walker.at)
    path = find_good_path(activity.thawed) or [Step("finish")]
    last = len(path) if walker.draw.random() < walker.sureness + 0.2 else walker.draw.randint(1, len(path))
    steps = [*path[: last - 1], Step("finish")]
    for number, step in enumerate(steps, start=1):
        take_step(attempt, number, step, walker.pass_minutes(activity.planned_minutes / len(path)))


def _take_orientation(walker: Walker, activity: EditionActivity) -> None:
    """The computed best answer; the less sure she is, the more often the nearest place instead."""
    orientation = activity.thawed
    attempt = start_orientation(walker.registration, activity, walker.at)
    for case in orientation.cases:
        answer, first = best_answer(orientation, case), places_of(orientation, case)[0].identifier
        if walker.draw.random() > walker.sureness + 0.2:
            need, fallback = walker.draw.randrange(len(case.need.options)), answer.place
            answer = msgspec.structs.replace(answer, need=need, place=first, fallback=fallback)
        answer_case(attempt, case, answer, walker.pass_minutes(activity.planned_minutes / len(orientation.cases)))
