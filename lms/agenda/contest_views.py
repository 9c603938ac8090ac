"""The two sides of a contested level: the learner who writes, the institute that answers."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from competencies.models import CFItem, Level
from lms.agenda.contesting import AlreadyAnswered, answer_contest, contest_level, institutes_for, note_read
from lms.agenda.forms import AnswerForm, ContestForm
from lms.agenda.models import Contest
from lms.people.access import PersonRequest, needs
from lms.people.rights import Thing, Verb


@needs(Verb.CHANGE, Thing.OWN_LEARNING)
@require_http_methods(["GET", "POST"])
def contest(request: PersonRequest, item_id: UUID) -> HttpResponse:
    """Say why a level does not seem right, and read what was said and answered before."""
    item = get_object_or_404(CFItem.objects.competencies().select_related("document"), pk=item_id)
    form = ContestForm(request.POST or None, institutes=list(institutes_for(request.user)))
    if request.method == "POST" and form.is_valid():
        contest_level(request.user, item, form.chosen(), form.cleaned_data["reason"])
        messages.success(
            request, _("Your institute reads what you wrote. You will be told of its answer; both stay on this page.")
        )
        return redirect("agenda:contest", item.pk)
    said = list(Contest.objects.of(request.user).filter(cfitem=item).select_related("answered_by", "institute"))
    note_read(request.user, item)
    level = Level.objects.filter(actor=request.user.actor_uuid, cfitem=item).select_related("rule").first()
    is_waiting = any(each.answered_at is None for each in said)
    context = {"item": item, "level": level, "form": form, "said": said, "is_waiting": is_waiting}
    return render(request, "agenda/contest.html", context)


@needs(Verb.VIEW, Thing.CONTEST)
@require_GET
def contests(request: PersonRequest) -> HttpResponse:
    """The levels contested before one's institutes: those that wait, then those answered."""
    found = Contest.objects.open_to(request.user, Verb.VIEW)
    rows = list(found.select_related("learner", "cfitem", "rule", "answered_by")[:200])
    context = {
        "waiting": [each for each in reversed(rows) if each.answered_at is None],
        "answered": [each for each in rows if each.answered_at],
    }
    return render(request, "agenda/contests.html", context)


@needs(Verb.VIEW, Thing.CONTEST)
@require_http_methods(["GET", "POST"])
def answer(request: PersonRequest, contest_id: int) -> HttpResponse:
    """One contested level, and the form to answer for who may; 404 outside one's institutes."""
    rows = Contest.objects.select_related("learner", "cfitem", "rule", "answered_by")
    found = get_object_or_404(rows & Contest.objects.open_to(request.user, Verb.VIEW), pk=contest_id)
    may_answer = Contest.objects.open_to(request.user, Verb.CHANGE).filter(pk=found.pk).exists()
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and not may_answer:
        raise PermissionDenied
    if request.method == "POST" and form.is_valid():
        try:
            answer_contest(found, request.user, form.cleaned_data["answer"])
            messages.success(request, _("Your answer is kept, with your name. The learner reads it."))
        except AlreadyAnswered:
            messages.info(request, _("Someone answered just before you: their answer stays."))
        return redirect("agenda:contests")
    return render(request, "agenda/contest_answer.html", {"contest": found, "form": form if may_answer else None})
