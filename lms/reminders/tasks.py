"""Reminders: decided once a day, sent from their rows, queued again by beat when a message was lost."""

from functools import partial

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from lms.reminders.models import Reminder
from lms.reminders.sending import decide_reminders, send_waiting, tell_called_off


@shared_task  # type: ignore[untyped-decorator]
def remind() -> None:
    """Safe to run twice: what was decided is not decided again."""
    with transaction.atomic():
        decide_reminders(timezone.localdate())
        transaction.on_commit(partial(send_reminders.delay))


@shared_task  # type: ignore[untyped-decorator]
def tell_half_days_called_off() -> None:
    with transaction.atomic():
        if tell_called_off(timezone.localdate()):
            transaction.on_commit(partial(send_reminders.delay))


@shared_task  # type: ignore[untyped-decorator]
def send_reminders() -> None:
    send_waiting()


@shared_task  # type: ignore[untyped-decorator]
def queue_waiting_reminders() -> None:
    """Those that a lost message or a stopped worker left behind."""
    if Reminder.objects.waiting(timezone.now()).exists():
        send_reminders.delay()
