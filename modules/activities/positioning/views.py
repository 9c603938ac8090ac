"""A positioning, one question a page. Every step is a form: it works without JavaScript and resumes on any device."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from competencies.positioning import FEWEST, FEWEST_FOR_A_WORD, MOST, SURE, Result
from modules.activities.positioning.answering import (
    NothingToSend,
    answer_item,
    question_to_ask,
    results_of,
    send_positioning,
    sendable,
    sent_on,
    start_positioning,
)
from modules.activities.positioning.showing import lacks_of, show_results
from modules.answering import AlreadyAnswered
from modules.models import Attempt
from modules.questions import AnswerMissing, read_response
from modules.recommending import Ranked, latest_editions, offer_of, rank_modules
from modules.taking import Taken, is_switching

FIELD = "reponse"
MODULES_SHOWN = 2


def take_positioning(request: HttpRequest, taken: Taken) -> HttpResponse:
    """Introduction, question or results, from where the attempts stand."""
    attempts = taken.attempts()
    attempt = attempts[-1] if attempts else None
    if request.method == "POST" and not is_switching(request):
        return _post(request, taken, attempt)
    if attempt is None or "reprendre" in request.GET:
        return render(request, "modules/positioning_intro.html", {"taken": taken, "fewest": FEWEST, "most": MOST})
    if attempt.finished_at is not None:
        return _show_results(request, taken, attempt)
    return _show_question(request, taken, attempt)


def _post(request: HttpRequest, taken: Taken, attempt: Attempt | None) -> HttpResponse:
    action = request.POST.get("action", "")
    if action == "commencer" or attempt is None:
        start_positioning(taken.registration, taken.activity)
    elif action == "envoyer":
        _send(request, taken, attempt)
    elif attempt.finished_at is None:
        return _answer(request, taken, attempt, is_unknown=action == "ne-sais-pas")
    return redirect(taken.address)


def _send(request: HttpRequest, taken: Taken, attempt: Attempt) -> None:
    try:
        send_positioning(attempt, list(attempt.answers.all()), taken.questions())
    except NothingToSend:
        messages.error(request, _("There is nothing to send yet: finish this positioning first."))
    else:
        messages.success(request, _("Sent. Your employer now reads these words on your page, with today’s date."))


def _answer(request: HttpRequest, taken: Taken, attempt: Attempt, *, is_unknown: bool) -> HttpResponse:
    questions = taken.questions()
    key = request.POST.get("question", "")
    try:
        if key not in questions:
            raise AlreadyAnswered
        response = None if is_unknown else read_response(questions[key].thawed, request.POST, FIELD)
        answer_item(attempt, questions, key, response)
    except AnswerMissing as missing:
        return _show_question(request, taken, attempt, problem=str(missing))
    except AlreadyAnswered:
        messages.info(request, _("You have already answered this question: your first answer is kept."))
    return redirect(taken.address)


def _show_question(request: HttpRequest, taken: Taken, attempt: Attempt, problem: str = "") -> HttpResponse:
    answers, questions = list(attempt.answers.all()), taken.questions()
    item = question_to_ask(attempt, answers, questions)
    if item is None:  # the posted answer was its last, in another window
        return redirect(taken.address)
    context = {
        "taken": taken,
        "question": taken.shown(questions[item.key]),
        "statement": _statements(taken)[item.competency],
        "number": len(answers) + 1,
        "fewest": FEWEST,
        "most": min(MOST, len(taken.content.items)),
        "field": FIELD,
        "problem": problem,
        "posted": request.POST,
    }
    return render(request, "modules/positioning_question.html", context, status=422 if problem else 200)


def _show_results(request: HttpRequest, taken: Taken, attempt: Attempt) -> HttpResponse:
    answers, questions = list(attempt.answers.all()), taken.questions()
    results = results_of(attempt, answers, questions)
    context: dict[str, Any] = {
        "taken": taken,
        "attempt": attempt,
        "asked": len(answers),
        "least": FEWEST_FOR_A_WORD,
        "sure": round(SURE * 100),
        "lines": show_results(results, answers, questions, _statements(taken)),
        "ranked": _modules_for(taken, results)[:MODULES_SHOWN],
        "may_send": bool(sendable(results)),
        "sent": sent_on(attempt),
    }
    return render(request, "modules/positioning_results.html", context)


def _statements(taken: Taken) -> dict[str, str]:
    return {row["code"]: row["statement"] for row in taken.registration.edition.competencies}


def _modules_for(taken: Taken, results: list[Result]) -> list[Ranked]:
    lacks = lacks_of(results, taken.registration.edition.competencies)
    return rank_modules([offer_of(edition) for edition in latest_editions()], lacks) if lacks else []
