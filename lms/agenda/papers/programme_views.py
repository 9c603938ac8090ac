"""The attestation of a programme, for its learner: what it says or would say, issuing it, its PDF."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from lms.agenda.models import PdfState, ProgrammeAttestation
from lms.agenda.papers.content import ProgrammeContent
from lms.agenda.papers.issuing import NotFinished
from lms.agenda.papers.programme import (
    HalfDayRevoked,
    gather,
    issue_programme_attestation,
    parts_of,
    standing_attestation,
)
from lms.agenda.papers.views import pdf_response, pdf_words
from lms.agenda.papers.wording import words_of
from lms.agenda.tasks import queue_pdf
from lms.people.access import PersonRequest, needs
from lms.people.models import User
from lms.people.rights import Thing, Verb
from modules.models import ProgrammeRegistration


def find_followed(learner: User, programme_registration_id: UUID) -> ProgrammeRegistration:
    """Hers, or 404: nobody learns that someone else's exists."""
    mine = ProgrammeRegistration.objects.of(learner).with_stages()
    return get_object_or_404(mine, pk=programme_registration_id)


@needs(Verb.VIEW, Thing.OWN_LEARNING)
@never_cache
@require_http_methods(["GET", "POST"])
def programme_attestation(request: PersonRequest, programme_registration_id: UUID) -> HttpResponse:
    """What the attestation says, or would say today. Sent: it is issued, and its PDF tried again if it failed."""
    followed = find_followed(request.user, programme_registration_id)
    try:
        if request.method == "POST":
            issued = issue_programme_attestation(followed)
            if issued.pdf_state == PdfState.FAILED:
                queue_pdf(issued)
            return redirect("agenda:programme_attestation", followed.pk)
        standing = standing_attestation(followed)
        content = standing.frozen if standing else gather(followed, parts_of(followed, timezone.now()))
    except NotFinished:
        messages.info(request, _("The attestation comes with the last half-day. There is one left, at least."))
    except HalfDayRevoked:
        messages.error(
            request,
            _("The attestation of one of its half-days was revoked: write to your institute, which may issue another."),
        )
    else:
        return _show(request, followed, standing, content)
    return redirect("modules:programme", followed.pk)


def _show(
    request: PersonRequest,
    followed: ProgrammeRegistration,
    standing: ProgrammeAttestation | None,
    content: ProgrammeContent,
) -> HttpResponse:
    context = {
        "attestation": standing,
        "path_address": reverse("modules:programme", args=[followed.pk]),
        "page_address": reverse("agenda:programme_attestation", args=[followed.pk]),
        "pdf_address": reverse("agenda:programme_attestation_pdf", args=[followed.pk]),
        **words_of(content),
        **pdf_words(standing),
    }
    return render(request, "agenda/papers/attestation.html", context)


@needs(Verb.VIEW, Thing.OWN_LEARNING)
@never_cache
@require_GET
def programme_attestation_pdf(request: PersonRequest, programme_registration_id: UUID) -> Any:
    """The file, for its learner alone; its page when it is not ready or no longer stands."""
    followed = find_followed(request.user, programme_registration_id)
    standing = standing_attestation(followed)
    if standing is None or not standing.is_pdf_ready:
        return redirect("agenda:programme_attestation", followed.pk)
    return pdf_response(standing)
