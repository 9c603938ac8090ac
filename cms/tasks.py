"""What the clock does for editors and for readers of the watch."""

from celery import shared_task
from django.core.management import call_command
from django.utils import timezone

from cms.digest.sending import send_due
from cms.digest.subscribing import forget_unconfirmed


@shared_task  # type: ignore[untyped-decorator]
def publish_scheduled_pages() -> None:
    """Publish what an editor asked for at that hour, take down what has expired. Wagtail's own command: safe twice."""
    call_command("publish_scheduled", verbosity=0)


@shared_task  # type: ignore[untyped-decorator]
def send_watch_letters() -> None:
    """Each reader's row says what was told: asked every hour, a period is told once."""
    send_due(timezone.localdate())


@shared_task  # type: ignore[untyped-decorator]
def forget_unconfirmed_readers() -> None:
    forget_unconfirmed(timezone.now())
