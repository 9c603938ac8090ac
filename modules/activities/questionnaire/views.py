"""The survey's own questions: answered once at each of three moments, then read beside the cells of 2018."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from modules.activities.questionnaire.rounds import due_round
from modules.answering import Given, close_attempt, start_attempt, submit_answer
from modules.iris import item_iri
from modules.loading.schema import Questionnaire
from modules.models import EditionActivity, Registration
from modules.outcome import Outcome
from modules.statements import Thing
from modules.taking import Taken, is_switching
from modules.verbs import ActivityType

AGAIN = "encore"  # in the address: the same questions, after the module or three months later


def take_questionnaire(request: HttpRequest, taken: Taken) -> HttpResponse:
    attempts = taken.attempts()
    finished = [each.finished_at for each in attempts if each.finished_at]
    due = due_round(finished, taken.registration.completed_at, timezone.now())
    is_again = bool(finished and due and AGAIN in request.GET)
    is_kept = bool(finished) and not is_again
    given = {answer.item: answer.response for answer in attempts[-1].answers.all()} if is_kept else {}
    problems: dict[str, str] = {}
    if request.method == "POST" and not is_kept:
        given = read_answers(taken.content, request.POST)
        problems = {} if is_switching(request) else find_missing(taken.content, given)
        if not problems and not is_switching(request):
            keep_answers(taken.registration, taken.activity, given)
            return redirect(taken.address)
    rows = [(each, given.get(each.key, []), problems.get(each.key, "")) for each in taken.content.questions]
    context = {"taken": taken, "questionnaire": taken.content, "rows": rows, "is_kept": is_kept, "problems": problems}
    context |= {"may_answer_again": due and is_kept, "is_again": is_again}
    return render(request, "modules/questionnaire.html", context, status=422 if problems else 200)


def read_answers(questionnaire: Questionnaire, posted: Any) -> dict[str, list[int]]:
    """Indexes ticked by question; an index that no answer has is left out."""
    return {
        each.key: sorted({int(v) for v in posted.getlist(each.key) if v.isdecimal() and int(v) < len(each.answers)})
        for each in questionnaire.questions
    }


def find_missing(questionnaire: Questionnaire, given: dict[str, list[int]]) -> dict[str, str]:
    missing = _("Choose an answer. The others are kept.")
    return {each.key: missing for each in questionnaire.questions if not given[each.key]}


@transaction.atomic
def keep_answers(
    registration: Registration, activity: EditionActivity, given: dict[str, list[int]], at: datetime | None = None
) -> None:
    attempt = start_attempt(registration, activity, at=at)
    for question in activity.thawed.questions:
        thing = Thing(item_iri(activity.key, question.key), ActivityType.QUESTION, question.text)
        said = "[,]".join(map(str, given[question.key]))
        submit_answer(attempt, Given(question.key, given[question.key], None, thing, said), at)
    close_attempt(attempt, Outcome(), at)
