"""Orientation cases, one a page: the situation, the directory's sheets, five choices; then the key, explained."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from modules.activities.orientation.answering import answer_case, answers_of, start_orientation
from modules.activities.orientation.matching import CRITERIA, deciding, places_of
from modules.activities.orientation.reading import AnswerIncomplete, read_case
from modules.activities.orientation.scoring import TEAM, CaseAnswer, grade_case, grade_parts
from modules.activities.orientation.showing import name_place, say_criterion, say_in_a_list, sheets_of
from modules.answering import AlreadyAnswered, AttemptsExhausted
from modules.loading.schema import OrientationCase
from modules.models import Attempt
from modules.taking import Taken, is_switching, say_exhausted


def take_orientation(request: HttpRequest, taken: Taken) -> HttpResponse:
    """Introduction, case, its feedback, or the balance, from where the attempts stand."""
    attempts = taken.attempts()
    attempt = attempts[-1] if attempts else None
    if request.method == "POST" and not is_switching(request):
        return _post(request, taken, attempt)
    if attempt is None or "reprendre" in request.GET:
        return render(request, "modules/orientation_intro.html", {"taken": taken, "orientation": taken.content})
    answers, number = answers_of(attempt), _read_number(taken, request.GET.get("cas", ""))
    if number and taken.content.cases[number - 1].key in answers:
        return render(request, "modules/orientation_review.html", _review(taken, answers, number))
    waiting = _first_waiting(taken, answers)
    if waiting:
        return render(request, "modules/orientation_case.html", _case_page(taken, waiting, request.POST, {}))
    return render(request, "modules/orientation_end.html", _balance(taken, attempt, answers))


def _read_number(taken: Taken, text: str) -> int:
    """The number of a case, from 1; 0 for none such."""
    number = int(text) if text.isdecimal() and len(text) < 3 else 0
    return number if number <= len(taken.content.cases) else 0


def _first_waiting(taken: Taken, answers: dict[str, CaseAnswer]) -> int:
    """The number of the first case not answered yet; 0 when all are."""
    return next((n for n, case in enumerate(taken.content.cases, start=1) if case.key not in answers), 0)


def _post(request: HttpRequest, taken: Taken, attempt: Attempt | None) -> HttpResponse:
    if request.POST.get("action") == "commencer" or attempt is None:
        return _begin(request, taken)
    number = _read_number(taken, request.POST.get("cas", ""))
    if attempt.finished_at is not None or not number:
        return redirect(taken.address)
    case = taken.content.cases[number - 1]
    try:
        answer_case(attempt, case, read_case(taken.content, case, request.POST))
    except AnswerIncomplete as incomplete:
        page = _case_page(taken, number, request.POST, incomplete.problems)
        return render(request, "modules/orientation_case.html", page, status=422)
    except AlreadyAnswered:
        messages.info(request, _("You have already answered this case: your first answer is kept."))
    return redirect(f"{taken.address}?cas={number}")


def _begin(request: HttpRequest, taken: Taken) -> HttpResponse:
    try:
        start_orientation(taken.registration, taken.activity)
    except AttemptsExhausted as exhausted:
        say_exhausted(request, exhausted)
    return redirect(taken.address)


def _about(taken: Taken, number: int) -> dict[str, Any]:
    """What both pages of a case show."""
    orientation = taken.content
    case: OrientationCase = orientation.cases[number - 1]
    return {
        "taken": taken,
        "orientation": orientation,
        "case": case,
        "number": number,
        "total": len(orientation.cases),
        "directory": next((each for each in orientation.directories if each.key == case.directory), None),
        "sheets": sheets_of(orientation, case),
    }


def _case_page(taken: Taken, number: int, posted: QueryDict, problems: dict[str, str]) -> dict[str, Any]:
    about = _about(taken, number)
    fallbacks = [(sheet.place.identifier, sheet.place.name) for sheet in about["sheets"]]
    return about | {
        "criteria": [(name, say_criterion(name)) for name in CRITERIA],
        "fallbacks": [*fallbacks, (TEAM, name_place(taken.content, about["case"], TEAM))],
        "ticked": posted.getlist("criteres"),
        "posted": posted,
        "problems": problems,
    }


def _review(taken: Taken, answers: dict[str, CaseAnswer], number: int) -> dict[str, Any]:
    about = _about(taken, number)
    case, answer = about["case"], answers[about["case"].key]
    decisive = deciding(case, places_of(taken.content, case))
    waiting = _first_waiting(taken, answers)
    return about | {
        "answer": answer,
        "parts": grade_parts(taken.content, case, answer),
        "chosen": next((sheet for sheet in about["sheets"] if sheet.place.identifier == answer.place), None),
        "criteria": [(say_criterion(name), name in decisive) for name in answer.criteria],
        "decisive": [say_in_a_list(name) for name in decisive],
        "fallback": name_place(taken.content, case, answer.fallback),
        "need": case.need.options[answer.need],
        "relay": case.relay.options[answer.relay],
        "next_address": taken.address,
        "is_last": not waiting,
    }


def _balance(taken: Taken, attempt: Attempt, answers: dict[str, CaseAnswer]) -> dict[str, Any]:
    orientation = taken.content
    rows = [
        (
            number,
            case,
            name_place(orientation, case, answers[case.key].place),
            grade_case(orientation, case, answers[case.key]),
        )
        for number, case in enumerate(orientation.cases, start=1)
    ]
    return {"taken": taken, "orientation": orientation, "attempt": attempt, "rows": rows}
