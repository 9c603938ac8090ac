"""The two sides of a validation: the learner who asks and replies, the manager or human resources who decide."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from competencies.models import CFItem
from lms.people.access import PersonRequest, needs
from lms.people.models import User
from lms.people.rights import Thing, Verb
from lms.workforce.consulting import note_consultation
from lms.workforce.employers import employers_of
from lms.workforce.models import ConsultedPage, ValidationRequest
from lms.workforce.validating import AlreadyDecided, ask_validation, decide_validation, note_read, reply_to
from lms.workforce.validation_forms import AskValidationForm, DecisionForm, ReplyForm

SHOWN = 200


@needs(Verb.CHANGE, Thing.OWN_LEARNING)
@require_http_methods(["GET", "POST"])
def ask(request: PersonRequest, item_id: UUID) -> HttpResponse:
    """Ask for a validation; read what was asked and answered before."""
    item = _find_item(item_id)
    form = _ask_form(request, item)
    if request.method == "POST" and form.is_valid():
        ask_validation(request.user, form.chosen(), item, form.seen_of(item.pk))
        messages.success(request, _("Sent. The answer will come on this page, and you will be told."))
        return redirect("workforce:ask_validation", item.pk)
    return _show_asked(request, item, form, ReplyForm())


@needs(Verb.CHANGE, Thing.OWN_LEARNING)
@require_POST
def reply(request: PersonRequest, item_id: UUID) -> HttpResponse:
    item = _find_item(item_id)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return _show_asked(request, item, AskValidationForm(None, item=item, employers=[]), form)
    if reply_to(request.user, item, form.cleaned_data["reply"]):
        messages.success(request, _("What you say stays beside the answer. Who answered reads it."))
    return redirect("workforce:ask_validation", item.pk)


@needs(Verb.VIEW, Thing.VALIDATION)
@require_GET
def validations(request: PersonRequest) -> HttpResponse:
    """What one's staff asked to have validated: what waits, the oldest first, then what was answered."""
    found = ValidationRequest.objects.open_to(request.user, Verb.VIEW).select_related("learner", "cfitem__document")
    waiting = list(found.waiting().order_by("asked_at", "pk")[:SHOWN])
    answered = list(found.filter(decided_at__isnull=False).order_by("-decided_at", "-pk")[:SHOWN])
    note_consultation(request.user, ConsultedPage.VALIDATION, {row.learner_id for row in [*waiting, *answered]})
    return render(request, "workforce/validations.html", {"waiting": waiting, "answered": answered})


@needs(Verb.VIEW, Thing.VALIDATION)
@require_http_methods(["GET", "POST"])
def validation(request: PersonRequest, request_id: int) -> HttpResponse:
    """One request, and the form to agree or change; 404 outside one's staff."""
    found = _find_request(request.user, request_id)
    form = DecisionForm(request.POST or None, request=found)
    if request.method == "POST" and found.decided_at is None and form.is_valid():
        return _decide(request, found, form)
    note_consultation(request.user, ConsultedPage.VALIDATION, [found.learner_id])
    context = {"asked": found, "form": None if found.decided_at else form}
    return render(request, "workforce/validation.html", context)


def _decide(request: PersonRequest, found: ValidationRequest, form: DecisionForm) -> HttpResponse:
    try:
        decide_validation(found, request.user, form.cleaned_data["level"], form.cleaned_data["reason"])
        messages.success(request, _("Your answer is kept, with your name. The person is told and may reply."))
    except AlreadyDecided:
        messages.info(request, _("Someone answered just before you: their answer stays."))
    return redirect("workforce:validations")


def _ask_form(request: PersonRequest, item: CFItem) -> AskValidationForm:
    initial = {"seen_on": timezone.localdate()}
    employers = employers_of(request.user)
    return AskValidationForm(request.POST or None, item=item, employers=employers, initial=initial)


def _show_asked(request: PersonRequest, item: CFItem, form: AskValidationForm, reply_form: ReplyForm) -> HttpResponse:
    mine = ValidationRequest.objects.filter(learner=request.user, cfitem=item)
    said = list(mine.select_related("cfitem__document", "decided_by", "employer"))
    note_read(request.user, item)
    context = {
        "item": item,
        "form": form,
        "reply_form": reply_form,
        "said": said,
        "may_reply": next((each.pk for each in said if each.decided_at and not each.replied_at), None),
        "is_waiting": any(each.decided_at is None for each in said),
        "employers": employers_of(request.user),
    }
    return render(request, "workforce/ask_validation.html", context)


def _find_item(item_id: UUID) -> CFItem:
    item: CFItem = get_object_or_404(CFItem.objects.competencies().select_related("document"), pk=item_id)
    return item


def _find_request(person: User, request_id: int) -> ValidationRequest:
    rows = ValidationRequest.objects.open_to(person, Verb.CHANGE)
    return get_object_or_404(rows.select_related("learner", "cfitem__document", "decided_by"), pk=request_id)
