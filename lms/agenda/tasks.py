"""Slow work of the agenda: PDFs of attestations, letters of meetings. A job is a row: beat queues lost ones again."""

import logging
from functools import partial
from uuid import UUID

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from cms.pango import PACKAGES, pdf_ready
from lms.agenda.meetings.letters import send_news, send_questionnaires
from lms.agenda.meetings.seating import forget_people
from lms.agenda.models import Attestation, Paper, PdfState, ProgrammeAttestation
from lms.agenda.papers.pdf import keep_pdf, note_failure, still_waiting
from lms.agenda.papers.wording import paper_of_id

logger = logging.getLogger(__name__)


@shared_task  # type: ignore[untyped-decorator]
def render_attestation(attestation_id: str) -> None:
    """Render the PDF of this attestation if it still waits. Without Pango it goes on waiting."""
    attestation = paper_of_id(UUID(attestation_id))
    if not pdf_ready():
        logger.warning("The PDF of attestation %s waits for %s", attestation_id, PACKAGES)
        return
    try:
        keep_pdf(attestation)
    except Exception:
        logger.exception("The PDF of attestation %s failed", attestation_id)
        note_failure(attestation)


@shared_task  # type: ignore[untyped-decorator]
def queue_stale_attestations() -> None:
    """Queue again the PDFs that a lost message or a passing fault left behind."""
    now = timezone.now()
    for kind in (Attestation, ProgrammeAttestation):
        for attestation in kind.objects.stale(now)[:100]:
            queue_pdf(attestation)


@transaction.atomic
def queue_pdf(attestation: Paper) -> None:
    """Queue the PDF on commit, unless it is there. The one writer of `queued`."""
    if still_waiting(attestation).update(pdf_state=PdfState.QUEUED, pdf_queued_at=timezone.now()):
        transaction.on_commit(partial(render_attestation.delay, str(attestation.pk)))


@shared_task  # type: ignore[untyped-decorator]
def tell_guests() -> None:
    """Tell each guest of a meeting whose state changed. Beat asks again for what a lost message left untold."""
    send_news(timezone.now())


@shared_task  # type: ignore[untyped-decorator]
def ask_guests() -> None:
    """Send the questionnaires that opened, once to each guest."""
    send_questionnaires(timezone.now())


@shared_task  # type: ignore[untyped-decorator]
def forget_old_guests() -> None:
    forget_people(timezone.now())
