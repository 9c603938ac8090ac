"""The PDF of an attestation: WeasyPrint, tagged (PDF/UA-1), in French, with our own fonts."""

from typing import Any

import segno
from django.conf import settings
from django.core.files.base import ContentFile
from django.db.models import F, QuerySet
from django.template.loader import render_to_string
from django.utils import translation

from cms.paper import font_addresses, write_paper
from lms.agenda.models import Attestation, Paper, PdfState, ProgrammeAttestation
from lms.agenda.papers.wording import words_of


def render_pdf(attestation: Attestation | ProgrammeAttestation) -> bytes:
    """The same content gives the same words under the same identifier (fonts carry the hour). Asks for Pango."""
    with translation.override("fr"):
        page = render_to_string("agenda/papers/attestation_pdf.html", pdf_context(attestation))
    return write_paper(page, attestation.digest)


def pdf_context(attestation: Attestation | ProgrammeAttestation) -> dict[str, Any]:
    address = settings.WAGTAILADMIN_BASE_URL + attestation.get_absolute_url()
    return {
        "attestation": attestation,
        **words_of(attestation.frozen),
        "address": address,
        "qr": segno.make(address, error="m", micro=False).svg_data_uri(border=2, dark="#14272B"),
        "fonts": font_addresses(),
    }


def keep_pdf(attestation: Attestation | ProgrammeAttestation) -> bool:
    """Render and keep the PDF; whether this call kept it. Idempotent.

    The race: two workers render the same row. Both files say the same; the update that finds the row not ready
    wins, the other takes its file back.
    """
    if attestation.pdf_state == PdfState.READY or not attestation.is_standing:
        return False
    storage = attestation.pdf.storage
    kept = storage.save(f"attestations/{attestation.pk}.pdf", ContentFile(render_pdf(attestation)))
    waiting = still_waiting(attestation)
    if waiting.update(pdf=kept, pdf_state=PdfState.READY, pdf_attempts=F("pdf_attempts") + 1):
        return True
    storage.delete(kept)
    return False


def note_failure(attestation: Paper) -> None:
    """The page says it failed; beat tries again later, a few times."""
    waiting = still_waiting(attestation)
    waiting.update(pdf_state=PdfState.FAILED, pdf_attempts=F("pdf_attempts") + 1)


def still_waiting(attestation: Paper) -> QuerySet[Any]:
    """Its row, as long as its PDF is not there."""
    rows = type(attestation)._default_manager  # noqa: SLF001 (Django’s documented name)
    return rows.filter(pk=attestation.pk).exclude(pdf_state=PdfState.READY)
