"""An attestation for its learner; its verification for anyone who holds the code."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from cms.pango import PACKAGES, pdf_ready
from lms.agenda.forms import CodeForm
from lms.agenda.models import Paper, PdfState
from lms.agenda.papers.codes import group_code, read_code
from lms.agenda.papers.issuing import gather_content, issue_attestation, latest_attestation
from lms.agenda.papers.wording import paper_of_code, replacement_of, words_of
from lms.agenda.papers.wrong_codes import has_tried_too_often, note_wrong_code
from lms.agenda.tasks import queue_pdf
from lms.people.access import PersonRequest, needs
from lms.people.rights import Thing, Verb
from modules.models import Registration
from modules.taking import find_registration


@needs(Verb.VIEW, Thing.OWN_LEARNING)
@never_cache
@require_http_methods(["GET", "POST"])
def attestation(request: PersonRequest, registration_id: UUID) -> HttpResponse:
    """What the attestation says, or would say today. Sent: it is issued, and its PDF tried again if it failed."""
    registration = find_registration(request.user, registration_id)
    if registration.edition.module.is_private:
        raise Http404
    if registration.completed_at is None:
        messages.info(request, _("The attestation comes with the last step. A few are left."))
        return redirect("modules:path", registration.pk)
    if request.method == "POST":
        _issue(registration)
        return redirect("agenda:attestation", registration.pk)
    issued = latest_attestation(registration)
    content = issued.frozen if issued else gather_content(registration, timezone.now())
    context = {
        "attestation": issued,
        "path_address": reverse("modules:path", args=[registration.pk]),
        "page_address": reverse("agenda:attestation", args=[registration.pk]),
        "pdf_address": reverse("agenda:attestation_pdf", args=[registration.pk]),
        **words_of(content),
        **pdf_words(issued),
    }
    return render(request, "agenda/papers/attestation.html", context)


def _issue(registration: Registration) -> None:
    issued = issue_attestation(registration)
    if issued.pdf_state == PdfState.FAILED:
        queue_pdf(issued)


def pdf_words(issued: Paper | None) -> dict[str, Any]:
    """How far its PDF is."""
    return {
        "is_waiting": issued is not None and issued.pdf_state == PdfState.QUEUED,
        "has_failed": issued is not None and issued.pdf_state == PdfState.FAILED,
        "missing_packages": "" if pdf_ready() else PACKAGES,
    }


@needs(Verb.VIEW, Thing.OWN_LEARNING)
@never_cache
@require_GET
def attestation_pdf(request: PersonRequest, registration_id: UUID) -> Any:
    """The file, for its learner alone; its page when it is not ready."""
    registration = find_registration(request.user, registration_id)
    issued = latest_attestation(registration)
    if issued is None:
        raise Http404
    if not issued.is_pdf_ready:
        return redirect("agenda:attestation", registration.pk)
    return pdf_response(issued)


def pdf_response(paper: Paper) -> FileResponse:
    name = f"attestation-{slugify(paper.content['title'])}-{paper.grouped_code}.pdf"
    return FileResponse(paper.pdf.open("rb"), as_attachment=True, filename=name, content_type="application/pdf")


@require_GET
def ask_code(request: HttpRequest) -> HttpResponse:
    """A code to type, from a printed attestation."""
    form = CodeForm(request.GET) if "code" in request.GET else CodeForm()
    if form.is_valid():
        typed = form.cleaned_data["code"]
        return redirect("agenda:verify", group_code(read_code(typed)) or slugify(typed) or "?")
    return render(request, "agenda/papers/ask_code.html", {"form": form})


@never_cache
@require_GET
def verify(request: HttpRequest, typed: str) -> HttpResponse:
    """Everything the attestation says, as it was frozen; 404 that helps for an unknown code, 429 for who tries many."""
    address = request.META.get("REMOTE_ADDR", "")
    if has_tried_too_often(address):
        return _closed(render(request, "agenda/papers/too_many.html", status=429))
    found = paper_of_code(read_code(typed) or "?")
    if found is None:
        note_wrong_code(address)
        context = {"typed": typed, "form": CodeForm(initial={"code": typed})}
        return _closed(render(request, "agenda/papers/unknown_code.html", context, status=404))
    context = {"attestation": found, "replaced_by": replacement_of(found), **words_of(found.frozen)}
    return _closed(render(request, "agenda/papers/verification.html", context))


def _closed(response: HttpResponse) -> HttpResponse:
    """A page that names a person is for who holds the code, not for search engines."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
