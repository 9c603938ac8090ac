"""What the clock does for editors and for readers of the watch."""

from celery import shared_task
from django.core.management import call_command
from django.utils import timezone

from cms.digest.sending import send_confirmation, send_due
from cms.digest.subscribing import forget_unconfirmed
from cms.models import WatchSubscription


@shared_task  # type: ignore[untyped-decorator]
def publish_scheduled_pages() -> None:
    """Publish what an editor asked for at that hour, take down what has expired. Wagtail's own command: safe twice."""
    call_command("publish_scheduled", verbosity=0)


@shared_task  # type: ignore[untyped-decorator]
def send_watch_letters() -> None:
    """Each reader's row says what was told: asked every hour, a period is told once."""
    send_due(timezone.localdate())


@shared_task  # type: ignore[untyped-decorator]
def ask_to_confirm(key: int) -> None:
    """Safe to run twice: a reader is written to once each time they asked."""
    send_confirmation(key, timezone.now())


@shared_task  # type: ignore[untyped-decorator]
def queue_waiting_confirmations() -> None:
    """Those that a lost message, a stopped worker or a mail server left behind."""
    for key in WatchSubscription.objects.to_confirm(timezone.now()).order_by("pk").values_list("pk", flat=True)[:100]:
        ask_to_confirm.delay(key)


@shared_task  # type: ignore[untyped-decorator]
def forget_unconfirmed_readers() -> None:
    forget_unconfirmed(timezone.now())
