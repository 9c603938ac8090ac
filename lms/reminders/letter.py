"""The letter that carries someone's reminders: text and HTML with the site's face, a link that stops them."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.reading_language import FRENCH, written_in
from lms.people.models import User
from lms.reminders.deciding import Line
from lms.reminders.models import Kind
from lms.reminders.stopping import stop_address


@written_in(FRENCH)
def write_letter(person: User, lines: list[Line], number: int) -> EmailMultiAlternatives:
    """`number` names the letter: sent again by mistake, it is the same one to a mail box."""
    site = settings.WAGTAILADMIN_BASE_URL
    stop = site + stop_address(person)
    subject = subject_of(lines)
    context = {
        "person": person,
        "lines": lines,
        "subject": subject,
        "address": site + reverse("start"),
        "stop": stop,
    }
    message = EmailMultiAlternatives(
        subject,
        render_to_string("reminders/mail/letter.txt", context),
        to=[person.email],
        headers={"List-Unsubscribe": f"<{stop}>", "Message-ID": f"<rappel-{number}@{_domain()}>"},
    )
    message.attach_alternative(render_to_string("reminders/mail/letter.html", context), "text/html")
    return message


def subject_of(lines: list[Line]) -> str:
    """Of one thing: what it is; of several: how many. Never a competency: others may see the list of a mail box."""
    if len(lines) > 1:
        return ngettext("%(number)d thing about your training", "%(number)d things about your training", len(lines)) % {
            "number": len(lines)
        }
    return {
        Kind.ASSIGNED: _("A half-day is asked of you"),
        Kind.DUE_SOON: _("Seven days left for a half-day"),
        Kind.EXPIRING: _("A level is soon to renew"),
        Kind.DIGEST: _("What waits for you"),
        Kind.ANSWERED: _("An answer to your request"),
        Kind.TO_ANSWER: _("A learner waits for an answer"),
        Kind.CALLED_OFF: _("A half-day is called off"),
        Kind.REVOKED: _("An attestation of yours was revoked"),
    }[lines[0].kind]


def _domain() -> str:
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
