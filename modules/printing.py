"""An activity on paper: what its learner may read of it where she is, all on one page, and no answer before hers."""

from collections.abc import Callable
from typing import Any

from modules.activities.dialogue.answering import choices_of
from modules.activities.dialogue.views import place_of, turns
from modules.activities.orientation.showing import sheets_of
from modules.activities.quiz.review import review
from modules.activities.quiz.scoring import keys_of
from modules.models import Attempt
from modules.taking import Taken

Printed = dict[str, Any]


def print_out(taken: Taken) -> Printed:
    """What the page shows beside the activity itself. One query, or two for a quiz."""
    attempts = taken.attempts()
    attempt = attempts[-1] if attempts else None
    kind = PRINTED.get(taken.activity.kind)
    return {"kind": taken.activity.kind, "attempt": attempt} | (kind(taken, attempt) if kind else {})


def _quiz(taken: Taken, attempt: Attempt | None) -> Printed:
    """Nothing before it is begun; a question is corrected here where its own page corrects it."""
    if attempt is None:
        return {"asked": []}
    given = {answer.item: answer for answer in attempt.answers.all()}
    quiz, questions = taken.content, taken.questions()
    is_open = quiz.mode == "applied" or (quiz.mode == "posttest" and attempt.finished_at is not None)
    asked = []
    for key in keys_of(quiz, attempt.form):
        question, answer = taken.shown(questions[key]), given.get(key)
        corrected = review(question, answer.response, answer.confidence) if answer and is_open else None
        asked.append((question, corrected, answer is not None))
    return {"asked": asked}


def _dialogue(taken: Taken, attempt: Attempt | None) -> Printed:
    """What was said so far and the sentences to choose from; their postures and replies stay for after the choice."""
    made = choices_of(attempt) if attempt else []
    is_over = attempt is not None and attempt.finished_at is not None
    coming = taken.content.exchanges[place_of(taken.content, made)] if attempt and not is_over else None
    return {"turns": turns(taken.content, made), "exchange": coming}


def _note(taken: Taken, attempt: Attempt | None) -> Printed:
    written = {answer.item: answer.response for answer in attempt.answers.all()} if attempt else {}
    rows = [
        (prompt, written.get(prompt.key, ""), range(max(prompt.lines, 3) if prompt.key not in written else 0))
        for prompt in taken.content.prompts
    ]
    return {"rows": rows}


def _orientation(taken: Taken, attempt: Attempt | None) -> Printed:
    return {"cases": [(case, sheets_of(taken.content, case)) for case in taken.content.cases] if attempt else []}


PRINTED: dict[str, Callable[[Taken, Attempt | None], Printed]] = {
    "quiz": _quiz,
    "dialogue": _dialogue,
    "note": _note,
    "orientation": _orientation,
}
