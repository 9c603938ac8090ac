"""Editions and their PDFs in the background: a row asks, a worker answers, the calendar asks again what was lost."""

import logging
import time
from datetime import date, timedelta
from functools import partial

from celery import shared_task
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from cms.pango import PACKAGES, pdf_ready
from lms.funding.editions import EditionRefused, publish
from lms.funding.exports.pdf_file import keep_pdf
from lms.funding.inviting import count_own_registrations
from lms.funding.models import Convention, EditionPdf, EditionRequest, FundingEdition
from lms.funding.models.convention import Rhythm
from lms.funding.observatory import due_observatory, publish_observatory
from lms.funding.pace import due_day

logger = logging.getLogger(__name__)
STALE_AFTER = timedelta(minutes=10)


def ask_for_edition(convention: Convention, as_of: date) -> EditionRequest:
    """Queue the edition of that day, once: the race of two askers ends on the row's constraint."""
    request, is_new = EditionRequest.objects.get_or_create(convention=convention, as_of=as_of)
    if is_new:
        transaction.on_commit(partial(publish_requested.delay, request.pk))
    return request


class Report:
    """Says on the request's row how far the attack is, once a second at most."""

    def __init__(self, request: EditionRequest) -> None:
        self.request = request
        self.said_at = 0.0

    def __call__(self, puzzle: str, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self.said_at >= 1:
            self.said_at = now
            EditionRequest.objects.filter(pk=self.request.pk).update(stage=puzzle, tried=done, to_try=total)


@shared_task  # type: ignore[untyped-decorator]
def publish_requested(request_id: int) -> None:
    """Answer a request. Safe to run twice: the edition of a day is written once."""
    request = EditionRequest.objects.select_related("convention").get(pk=request_id)
    try:
        publish(request.convention, request.as_of, on_progress=Report(request))
    except EditionRefused as refusal:
        request.refusal = str(refusal)
    request.finished_at = timezone.now()
    request.save(update_fields=["refusal", "finished_at"])


@shared_task  # type: ignore[untyped-decorator]
def ask_for_due_editions() -> None:
    """Each day: ask for the month, the quarter or the closing that has ended without an edition since."""
    today = timezone.localdate()
    for convention in Convention.objects.filter(starts_on__lt=today).order_by("pk"):
        is_monthly = convention.rhythm == Rhythm.MONTHLY
        day = due_day(convention.starts_on, convention.ends_on, today, monthly=is_monthly)
        if day and not convention.editions.filter(as_of__gte=day).exists():
            ask_for_edition(convention, day)


@shared_task  # type: ignore[untyped-decorator]
def count_late_registrations() -> None:
    """Each night: let what invited people registered to by themselves count in the live figures."""
    for convention in Convention.objects.running_on(timezone.localdate()).order_by("pk"):
        count_own_registrations(convention)


@shared_task  # type: ignore[untyped-decorator]
def publish_due_observatory() -> None:
    """Each day: the public edition of the quarter that has ended. Lost, it is made the next day; made, it stands."""
    day = due_observatory(timezone.localdate())
    if day:
        publish_observatory(day)


@shared_task  # type: ignore[untyped-decorator]
def queue_lost_requests() -> None:
    """Queue again what no worker answered: a stopped worker loses messages, never rows."""
    for request in EditionRequest.objects.waiting_since(timezone.now() - STALE_AFTER):
        publish_requested.delay(request.pk)
    for pdf in EditionPdf.objects.waiting_since(timezone.now() - STALE_AFTER)[:20]:
        write_pdf_requested.delay(pdf.pk)


def ask_for_pdf(edition: FundingEdition) -> EditionPdf:
    """Queue the PDF of this edition, once."""
    pdf, is_new = EditionPdf.objects.get_or_create(edition=edition)
    if is_new:
        transaction.on_commit(partial(write_pdf_requested.delay, pdf.pk))
    return pdf


@shared_task  # type: ignore[untyped-decorator]
def write_pdf_requested(pdf_id: int) -> None:
    """Write the file unless it is there. Without Pango it goes on waiting."""
    if not pdf_ready():
        logger.warning("The PDF %s of an edition waits for %s", pdf_id, PACKAGES)
        return
    pdf = EditionPdf.objects.select_related("edition__convention__funder").get(pk=pdf_id)
    if pdf.file:
        return
    EditionPdf.objects.filter(pk=pdf.pk).update(attempts=F("attempts") + 1, queued_at=timezone.now())
    keep_pdf(pdf)
