"""Telling those whose account an employer has just opened how to sign in. Each is written to once."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import connection, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.reading_language import FRENCH, written_in
from lms.people.models import SignInInvitation


def send_waiting() -> int:
    """Write to each who waits, one transaction a message; how many were written."""
    sent = 0
    for key in SignInInvitation.objects.filter(sent_at=None).order_by("asked_at", "pk").values_list("pk", flat=True):
        sent += _send(key)
    return sent


@transaction.atomic
def _send(key: int) -> bool:
    """Two workers may meet here: the row is locked, and who comes second finds it sent."""
    lock = {"skip_locked": True} if connection.features.has_select_for_update_skip_locked else {}
    waiting = SignInInvitation.objects.select_for_update(of=("self",), **lock).filter(pk=key, sent_at=None)
    invitation = waiting.select_related("person", "employer").first()
    if invitation is None:
        return False
    _write(invitation).send()
    invitation.sent_at = timezone.now()
    invitation.save(update_fields=["sent_at"])
    return True


@written_in(FRENCH)
def _write(invitation: SignInInvitation) -> EmailMultiAlternatives:
    context = {
        "person": invitation.person,
        "employer": invitation.employer,
        "subject": _("Your training space is open"),
        "address": settings.WAGTAILADMIN_BASE_URL + reverse("account_reset_password"),
    }
    message = EmailMultiAlternatives(
        _("Your training space is open"),
        render_to_string("people/mail/sign_in.txt", context),
        to=[invitation.person.email],
    )
    message.attach_alternative(render_to_string("people/mail/sign_in.html", context), "text/html")
    return message
