"""The named race: one person in several windows cannot take a graded quiz more often than the rule says."""

import contextlib
from collections.abc import Callable
from pathlib import Path
from threading import Barrier, Thread

import pytest
from django.db import connection

from modules.activities.quiz.answering import answer_question, start_quiz
from modules.answering import GRADED_PASSES, AlreadyAnswered, AttemptsExhausted
from modules.models import Attempt, Registration
from tests.modules.cast import RIGHT, activity_of, make_learner, make_registration, open_module
from xapi_store.models import Statement

pytestmark = [pytest.mark.django_db(transaction=True, serialized_rollback=True), pytest.mark.long]
WINDOWS = 4


@pytest.fixture
def registration(tmp_path: Path) -> Registration:
    return make_registration(open_module(tmp_path / "module"), make_learner())


def take_whole(registration: Registration) -> None:
    """A pass from its start to its last answer, whatever the other windows have answered meanwhile."""
    quiz = activity_of(registration.edition, "un-quiz")
    questions = {row.key: row for row in registration.edition.questions.all()}
    attempt = start_quiz(registration, quiz)
    for key in ("a-1", "a-2", "b-1"):
        with contextlib.suppress(AlreadyAnswered):
            answer_question(attempt, questions, key, RIGHT)


def at_once(deed: Callable[[], None], windows: int = WINDOWS) -> list[Exception]:
    """The deed in so many threads, begun together, each with its own connection; what they raised."""
    start, raised = Barrier(windows), []

    def run() -> None:
        try:
            start.wait()
            deed()
        except Exception as error:  # noqa: BLE001 (told to the test, which says which ones it expects)
            raised.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run) for _window in range(windows)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def test_two_windows_begin_the_last_pass_and_there_is_one(registration: Registration) -> None:
    for _pass in range(GRADED_PASSES - 1):
        take_whole(registration)
    quiz = activity_of(registration.edition, "un-quiz")
    assert at_once(lambda: start_quiz(registration, quiz) and None) == []
    assert Attempt.objects.count() == GRADED_PASSES
    assert Attempt.objects.filter(finished_at=None).count() == 1


def test_two_windows_finish_the_last_pass_and_it_is_said_once(registration: Registration) -> None:
    for _pass in range(GRADED_PASSES - 1):
        take_whole(registration)
    raised = at_once(lambda: take_whole(registration))
    assert all(isinstance(error, AttemptsExhausted) for error in raised), raised
    assert Attempt.objects.filter(finished_at__isnull=False).count() == GRADED_PASSES
    assert Attempt.objects.count() == GRADED_PASSES
    assert sum(each.as_json()["verb"]["id"].endswith("/passed") for each in Statement.objects.all()) == GRADED_PASSES


def test_many_windows_that_insist_never_get_a_fourth_pass(registration: Registration) -> None:
    def insist() -> None:
        for _try in range(GRADED_PASSES + 1):
            take_whole(registration)

    raised = at_once(insist)
    assert len(raised) == WINDOWS
    assert all(isinstance(error, AttemptsExhausted) for error in raised), raised
    assert Attempt.objects.count() == GRADED_PASSES
    registration.refresh_from_db()
    assert registration.minutes_done == 20
