"""A question tried as a learner would take it, with its feedback. Nothing is recorded."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from modules.activities.quiz.review import review
from modules.bank.rights import find_question
from modules.citing import frozen_with_numbers
from modules.questions import AnswerMissing, read_confidence, read_response
from modules.questions.checking import find_question_faults

FIELD = "reponse"


@require_http_methods(["GET", "POST"])
def try_question(request: HttpRequest, pk: int) -> HttpResponse:
    """The form, then what was answered and why; a question that cannot be asked yet says what is missing."""
    row = find_question(request.user, pk)
    question = frozen_with_numbers(row.freeze())
    context: dict[str, Any] = {"row": row, "question": question, "field": FIELD, "posted": request.POST}
    context["faults"] = find_question_faults(question)
    if request.method == "POST" and not context["faults"]:
        try:
            response = read_response(question, request.POST, FIELD)
            context["review"] = review(question, response, read_confidence(question, request.POST, FIELD))
        except AnswerMissing as missing:
            context["problem"] = str(missing)
    return render(request, "modules/bank/try.html", context, status=422 if "problem" in context else 200)
