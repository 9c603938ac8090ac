"""The letters of the watch: decided from each reader's row, once a period, whatever happens to a worker."""

import logging
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.digest.subscribing import own_address
from cms.models import WatchNote
from cms.models.subscription import WatchSubscription
from cms.reading_language import written_in
from cms.saying import say_all

logger = logging.getLogger(__name__)
Rhythm = WatchSubscription.Rhythm


def start_of_period(rhythm: str, day: date) -> datetime:
    """The last Monday, or first of the month, at midnight: what was published before it is due."""
    first = day - timedelta(days=day.weekday()) if rhythm == Rhythm.WEEKLY else day.replace(day=1)
    return timezone.make_aware(datetime.combine(first, time()))


def send_due(day: date) -> int:
    """Write to each reader whose period is over and to whom something is to tell; how many letters left."""
    sent = 0
    for rhythm in Rhythm.values:
        until = start_of_period(rhythm, day)
        due = WatchSubscription.objects.filter(rhythm=rhythm, confirmed_at__isnull=False, told_at__lt=until)
        sent += sum(_send(subscription, until) for subscription in due.order_by("pk"))
    return sent


def _send(subscription: WatchSubscription, until: datetime) -> bool:
    """The race: two workers. The claim is one UPDATE, so the second takes nothing. A worker that dies keeps its claim
    until it is stale; its letter then leaves under the same Message-ID, so that a mail box knows it has it already.
    A letter that the mail server refused is to tell again."""
    before, row = subscription.told_at, WatchSubscription.objects.filter(pk=subscription.pk)
    now = timezone.now()
    if before is None or not row.free(now).filter(told_at=before).update(claimed_at=now):
        return False
    notes = list(notes_to_tell(subscription, before, until))
    try:
        if notes:
            write_digest(subscription, notes, until).send()
    except OSError:  # the mail server's; smtplib's are OSError too
        logger.exception("The letter of subscription %s waits", subscription.pk)
        row.update(claimed_at=None)
        return False
    row.update(told_at=until, claimed_at=None)
    return bool(notes)


def send_confirmation(key: int, now: datetime) -> bool:
    """Ask this reader to confirm, once each time they asked; whether a letter left.

    The race: two workers. The claim is one UPDATE, as above. A letter that the mail server refused keeps its claim, and
    so waits for an hour: an address that is refused for good is not tried at each turn of the clock.
    """
    row = WatchSubscription.objects.filter(pk=key)
    if not row.to_confirm(now).update(claimed_at=now):
        return False
    subscription = row.first()
    if subscription is None:  # forgotten meanwhile
        return False
    try:
        write_confirmation(subscription).send()
    except OSError:
        logger.exception("The letter that asks subscription %s to confirm waits", key)
        return False
    row.update(confirmation_sent_at=now, claimed_at=None)
    return True


def notes_to_tell(subscription: WatchSubscription, since: datetime, until: datetime) -> Any:
    """What anybody may read, first published between the two, of the themes asked for; newest first."""
    notes = WatchNote.objects.live().public().filter(first_published_at__gte=since, first_published_at__lt=until)
    if subscription.themes:
        notes = notes.filter(theme__in=subscription.themes)
    return notes.order_by("-noted_on", "-pk")


def write_digest(subscription: WatchSubscription, notes: list[WatchNote], until: datetime) -> EmailMultiAlternatives:
    """In the language of its reader; the notes that nobody has said in it stay as they are."""
    with written_in(subscription.language):
        number, said = len(notes), say_all(notes, ("title", "change"))
        subject = ngettext("Watch: %(title)s", "Watch: %(number)d notes", number) % {
            "number": number,
            "title": said[0].title,
        }
        stop = own_address(subscription, "arreter")
        site = settings.WAGTAILADMIN_BASE_URL
        context = {"lines": [(note, f"{site}{note.url}") for note in said], "stop": stop, "subject": subject}
        number_of_letter = f"<watch-{subscription.pk}-{until:%Y%m%d}@{_domain()}>"
        headers = {"List-Unsubscribe": f"<{stop}>", "Message-ID": number_of_letter}
        return _write(subscription, subject, "digest_letter", context, headers)


def write_confirmation(subscription: WatchSubscription) -> EmailMultiAlternatives:
    with written_in(subscription.language):
        subject = _("Confirm that you want the letter of the watch")
        context = {"own": own_address(subscription, "confirmer"), "subject": subject}
        number = f"<watch-ask-{subscription.pk}-{subscription.asked_at:%Y%m%d%H%M%S%f}@{_domain()}>"
        return _write(subscription, subject, "confirm_letter", context, {"Message-ID": number})


def _write(
    subscription: WatchSubscription, subject: str, template: str, context: dict[str, Any], headers: dict[str, str]
) -> EmailMultiAlternatives:
    text = render_to_string(f"cms/digest/{template}.txt", context)
    message = EmailMultiAlternatives(subject, text, to=[subscription.email], headers=headers)
    message.attach_alternative(render_to_string(f"cms/digest/{template}.html", context), "text/html")
    return message


def _domain() -> str:
    return urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or ""
