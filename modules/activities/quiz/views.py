"""A quiz, one question a page. Every step is a form: it works without JavaScript and resumes on any device."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from modules.activities.quiz.answering import answer_question, start_quiz
from modules.activities.quiz.review import results_by_competency, review
from modules.activities.quiz.scoring import keys_of
from modules.answering import AlreadyAnswered, AttemptsExhausted
from modules.models import Attempt
from modules.questions import AnswerMissing, read_confidence, read_response
from modules.taking import Taken, is_switching, say_exhausted

FIELD = "reponse"


def take_quiz(request: HttpRequest, taken: Taken) -> HttpResponse:
    """Introduction, question, feedback or results, from where the attempts stand."""
    attempts = taken.attempts()
    attempt = attempts[-1] if attempts else None
    if request.method == "POST" and not is_switching(request):
        return _post(request, taken, attempt)
    number = _read_number(request)
    if attempt is None or "reprendre" in request.GET:
        return render(request, "modules/quiz_intro.html", {"taken": taken, "quiz": taken.content})
    if attempt.finished_at is not None and not number:
        return _show_results(request, taken, attempt, attempts)
    return _show_question(request, taken, attempt, number)


def _read_number(request: HttpRequest) -> int:
    asked = request.POST.get("question") or request.GET.get("question", "")
    return int(asked) if asked.isdecimal() and len(asked) < 4 else 0


def _post(request: HttpRequest, taken: Taken, attempt: Attempt | None) -> HttpResponse:
    if request.POST.get("action") == "commencer" or attempt is None:
        return _begin(request, taken)
    if attempt.finished_at is not None:
        return redirect(taken.address)
    keys = keys_of(taken.content, attempt.form)
    number = min(max(_read_number(request), 1), len(keys))
    questions = taken.questions()
    try:
        question = questions[keys[number - 1]].thawed
        response = read_response(question, request.POST, FIELD)
        confidence = read_confidence(question, request.POST, FIELD)
        answer_question(attempt, questions, keys[number - 1], response, confidence=confidence)
    except AnswerMissing as missing:
        return _show_question(request, taken, attempt, number, problem=str(missing))
    except AlreadyAnswered:
        messages.info(request, _("You have already answered this question: your first answer is kept."))
    corrected = taken.content.mode == "applied"
    return redirect(f"{taken.address}?question={number}" if corrected else taken.address)


def _begin(request: HttpRequest, taken: Taken) -> HttpResponse:
    try:
        start_quiz(taken.registration, taken.activity)
    except AttemptsExhausted as exhausted:
        say_exhausted(request, exhausted)
        return redirect(taken.address)
    return redirect(f"{taken.address}?question=1")


def _show_question(
    request: HttpRequest, taken: Taken, attempt: Attempt, number: int, problem: str = ""
) -> HttpResponse:
    keys = keys_of(taken.content, attempt.form)
    given = {answer.item: answer for answer in attempt.answers.all()}
    waiting = [index for index, key in enumerate(keys, start=1) if key not in given]
    if not 1 <= number <= len(keys):
        number = waiting[0] if waiting else 1
    key = keys[number - 1]
    if key in given and taken.content.mode != "applied":
        return redirect(f"{taken.address}?question={waiting[0]}" if waiting else taken.address)
    row = taken.questions()[key]
    question = taken.shown(row)
    context: dict[str, Any] = {
        "taken": taken,
        "question": question,
        "number": number,
        "total": len(keys),
        "numbers": range(1, len(keys) + 1),
        "field": FIELD,
        "problem": problem,
        "posted": request.POST,
        "corrected": taken.content.mode == "applied",
    }
    if key in given:
        following = [index for index in waiting if index > number] or waiting
        context |= {
            "review": review(question, given[key].response, given[key].confidence),
            "next_address": f"{taken.address}?question={following[0]}" if following else taken.address,
            "is_last": not following,
        }
    return render(request, "modules/quiz_question.html", context, status=422 if problem else 200)


def _show_results(request: HttpRequest, taken: Taken, attempt: Attempt, attempts: list[Attempt]) -> HttpResponse:
    questions = taken.questions()
    answers = attempt.answers.all()
    reviews = [review(taken.shown(questions[each.item]), each.response, each.confidence) for each in answers]
    context = {
        "taken": taken,
        "quiz": taken.content,
        "attempt": attempt,
        "attempts": attempts,
        "reviews": reviews,
        "results": results_by_competency(reviews),
        "right": sum(each.success for each in reviews),
        "statements": {row["code"]: row["statement"] for row in taken.registration.edition.competencies},
        "kept_back": taken.content.mode == "pretest" and not _has_finished_after(taken),
    }
    return render(request, "modules/quiz_results.html", context)


def _has_finished_after(taken: Taken) -> bool:
    """Whether the test after is done: only then is the test before corrected."""
    return Attempt.objects.filter(
        registration=taken.registration, activity__content__mode="posttest", finished_at__isnull=False
    ).exists()
