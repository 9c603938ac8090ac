"""The two sides of prior learning: the learner who sends a document, the institute that reads it and decides."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from competencies.models import CFItem
from lms.agenda.contesting import institutes_for
from lms.people.access import PersonRequest, needs
from lms.people.rights import Thing, Verb
from lms.prior.forms import DocumentForm, ReviewForm
from lms.prior.models import PriorLearningRequest
from lms.prior.reviewing import (
    KEPT_FOR,
    AlreadyDecided,
    Withdrawn,
    decide_document,
    note_read,
    send_document,
    take_document_back,
)

SHOWN = 200


@needs(Verb.CHANGE, Thing.OWN_LEARNING)
@require_http_methods(["GET", "POST"])
def send(request: PersonRequest, item_id: UUID) -> HttpResponse:
    """Send a document that shows a competency; read what was sent and decided before."""
    item = get_object_or_404(CFItem.objects.competencies().select_related("document"), pk=item_id)
    institutes = list(institutes_for(request.user))
    form = DocumentForm(request.POST or None, request.FILES or None, item=item, institutes=institutes)
    if request.method == "POST" and form.is_valid():
        send_document(request.user, form.chosen(), item, form.said(), form.cleaned_data["document"])
        messages.success(request, _("Sent. The answer will come on this page, and you will be told."))
        return redirect("prior:send", item.pk)
    mine = PriorLearningRequest.objects.of(request.user).filter(cfitem=item)
    said = list(mine.select_related("cfitem__document", "decided_by", "institute"))
    note_read(request.user, item)
    context = {
        "item": item,
        "form": form,
        "said": said,
        "is_waiting": any(each.decided_at is None for each in said),
        "institutes": institutes,
        "kept_days": KEPT_FOR.days,
    }
    return render(request, "prior/send.html", context)


@needs(Verb.VIEW, Thing.OWN_LEARNING)
@never_cache
@require_GET
def own_document(request: PersonRequest, request_id: int) -> Any:
    return _give(get_object_or_404(_whole(PriorLearningRequest.objects.of(request.user)), pk=request_id))


@needs(Verb.CHANGE, Thing.OWN_LEARNING)
@require_POST
def take_back(request: PersonRequest, request_id: int) -> HttpResponse:
    """Take one's document back: see `take_document_back`."""
    found = get_object_or_404(PriorLearningRequest.objects.of(request.user), pk=request_id)
    take_document_back(found)
    messages.success(request, _("The document is deleted."))
    return redirect("prior:send", found.cfitem_id)


@needs(Verb.VIEW, Thing.PRIOR_LEARNING)
@require_GET
def requests(request: PersonRequest) -> HttpResponse:
    """The documents sent to one's institutes: those that wait, the oldest first, then those decided of."""
    found = _whole(PriorLearningRequest.objects.open_to(request.user, Verb.VIEW))
    context = {
        "waiting": found.waiting().order_by("asked_at", "pk")[:SHOWN],
        "answered": found.filter(decided_at__isnull=False).order_by("-decided_at", "-pk")[:SHOWN],
    }
    return render(request, "prior/requests.html", context)


@needs(Verb.VIEW, Thing.PRIOR_LEARNING)
@require_http_methods(["GET", "POST"])
def review(request: PersonRequest, request_id: int) -> HttpResponse:
    """One document, and the form to decide for who may; 404 outside one's institutes."""
    found = _find(request, request_id)
    may_decide = PriorLearningRequest.objects.open_to(request.user, Verb.CHANGE).filter(pk=found.pk).exists()
    form = ReviewForm(request.POST or None, request=found)
    if request.method == "POST" and not may_decide:
        raise PermissionDenied
    if request.method == "POST" and form.is_valid():
        return _decide(request, found, form)
    form_shown = form if may_decide and found.decided_at is None else None
    return render(request, "prior/review.html", {"sent": found, "form": form_shown})


@needs(Verb.VIEW, Thing.PRIOR_LEARNING)
@never_cache
@require_GET
def document(request: PersonRequest, request_id: int) -> Any:
    """The document, for who may review it."""
    return _give(_find(request, request_id))


def _decide(request: PersonRequest, found: PriorLearningRequest, form: ReviewForm) -> HttpResponse:
    try:
        decide_document(found, request.user, form.decision())
        messages.success(request, _("Your decision is kept, with your name. The person is told."))
    except AlreadyDecided:
        messages.info(request, _("Someone answered just before you: their answer stays."))
    except Withdrawn:
        messages.info(request, _("The person has just taken this document back: nothing is left to decide."))
    return redirect("prior:requests")


def _find(request: PersonRequest, request_id: int) -> PriorLearningRequest:
    found: PriorLearningRequest = get_object_or_404(
        _whole(PriorLearningRequest.objects.open_to(request.user, Verb.VIEW)), pk=request_id
    )
    return found


def _whole(found: Any) -> Any:
    return found.select_related("learner", "cfitem__document", "decided_by")


def _give(found: PriorLearningRequest) -> FileResponse:
    """Saved, never shown inside our pages; under our name and the type that its bytes have."""
    if not found.document:
        raise Http404
    try:
        opened = found.document.open("rb")
    except FileNotFoundError as gone:  # taken back at this very moment
        raise Http404 from gone
    return FileResponse(opened, as_attachment=True, filename=found.file_name, content_type=found.content_type)
