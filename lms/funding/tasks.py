"""Editions in the background: a row asks, a worker answers, the calendar asks too and asks again what was lost."""

from datetime import date, timedelta
from functools import partial

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from lms.funding.editions import EditionRefused, publish
from lms.funding.models import Convention, EditionRequest
from lms.funding.pace import due_day

STALE_AFTER = timedelta(minutes=10)


def ask_for_edition(convention: Convention, as_of: date) -> EditionRequest:
    """Queue the edition of that day, once: the race of two askers ends on the row's constraint."""
    request, is_new = EditionRequest.objects.get_or_create(convention=convention, as_of=as_of)
    if is_new:
        transaction.on_commit(partial(publish_requested.delay, request.pk))
    return request


@shared_task  # type: ignore[untyped-decorator]
def publish_requested(request_id: int) -> None:
    """Answer a request. Safe to run twice: the edition of a day is written once."""
    request = EditionRequest.objects.select_related("convention").get(pk=request_id)
    try:
        publish(request.convention, request.as_of)
    except EditionRefused as refusal:
        request.refusal = str(refusal)
    request.finished_at = timezone.now()
    request.save(update_fields=["refusal", "finished_at"])


@shared_task  # type: ignore[untyped-decorator]
def ask_for_due_editions() -> None:
    """Each day: ask for the quarter, or the closing, that has ended without an edition since."""
    today = timezone.localdate()
    for convention in Convention.objects.filter(starts_on__lt=today).order_by("pk"):
        day = due_day(convention.starts_on, convention.ends_on, today)
        if day and not convention.editions.filter(as_of__gte=day).exists():
            ask_for_edition(convention, day)


@shared_task  # type: ignore[untyped-decorator]
def queue_lost_requests() -> None:
    """Queue again what no worker answered: a stopped worker loses messages, never rows."""
    for request in EditionRequest.objects.waiting_since(timezone.now() - STALE_AFTER):
        publish_requested.delay(request.pk)
