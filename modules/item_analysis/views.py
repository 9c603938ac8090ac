"""The figures of a question, and of a quiz, for the authors of its institute."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from modules.bank.rights import find_question
from modules.item_analysis.figures import LEAST
from modules.item_analysis.forms import compare_forms
from modules.item_analysis.reading import analyse_question, analyse_quiz
from modules.models import QuizPage


@require_GET
def question_figures(request: HttpRequest, pk: int) -> HttpResponse:
    question = find_question(request.user, pk)
    analysed = analyse_question(question)
    context = {"title": str(question), "rows": [analysed] if analysed else [], "least": LEAST}
    return render(request, "modules/bank/figures.html", context)


@require_GET
def quiz_figures(request: HttpRequest, pk: int) -> HttpResponse:
    """404 for a quiz the person may not edit: nobody learns that it exists."""
    quiz = get_object_or_404(QuizPage, pk=pk)
    if not quiz.permissions_for_user(request.user).can_edit():
        raise Http404
    rows, written = analyse_quiz(quiz), quiz.freeze()
    pairs = compare_forms(written.form_a, written.form_b, {each.row.key: each.figures for each in rows})
    context = {"title": quiz.title, "rows": rows, "least": LEAST, "pairs": pairs if rows else []}
    return render(request, "modules/bank/figures.html", context)
