"""What each guest is told by letter: a seat, a place on the waiting list, a seat at last."""

import logging

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from lms.agenda.models import MeetingPage, MeetingSeat

logger = logging.getLogger(__name__)
SIGNER = signing.Signer(salt="agenda.meeting-seat")


def seat_address(seat: MeetingSeat) -> str:
    """The guest's own page, which only the letter names."""
    return f"{seat.meeting.url}ma-place/{seat.pk}/{SIGNER.signature(str(seat.pk))}/"


def read_seat_address(meeting: MeetingPage, key: int, signature: str) -> MeetingSeat | None:
    """Whose page it is; None for an address that we never gave, or a seat that was given back."""
    if not constant_time_compare(signature, SIGNER.signature(str(key))):
        return None
    return MeetingSeat.objects.filter(pk=key, meeting=meeting).select_related("meeting").first()


def send_news() -> int:
    """One letter to each guest whose state changed since the last; how many left.

    The race: two workers. Each says first that it tells, in one UPDATE: the second finds nothing to tell. A letter
    that the mail server refused is to tell again.
    """
    seated = Q(number__isnull=False) & ~Q(told=MeetingSeat.Told.SEATED)
    waiting = Q(number__isnull=True) & ~Q(told=MeetingSeat.Told.WAITING)
    behind = MeetingSeat.objects.filter(seated | waiting, email__isnull=False)
    return sum(_tell(seat) for seat in behind.select_related("meeting"))


def _tell(seat: MeetingSeat) -> bool:
    before, news = seat.told, seat.due_news()
    if not MeetingSeat.objects.filter(pk=seat.pk, told=before).update(told=news):
        return False
    try:
        write_letter(seat).send()
    except OSError:  # the mail server's; smtplib's are OSError too
        logger.exception("The letter of seat %s waits", seat.pk)
        MeetingSeat.objects.filter(pk=seat.pk).update(told=before)
        return False
    return True


def write_letter(seat: MeetingSeat) -> EmailMultiAlternatives:
    site = settings.WAGTAILADMIN_BASE_URL
    subject = _("Your seat: %(title)s") if seat.is_seated else _("You are on the waiting list: %(title)s")
    subject %= {"title": seat.meeting.title}
    context = {"seat": seat, "meeting": seat.meeting, "subject": subject, "own": site + seat_address(seat)}
    text = render_to_string("agenda/meetings/letter.txt", context)
    message = EmailMultiAlternatives(subject, text, to=[str(seat.email)])
    message.attach_alternative(render_to_string("agenda/meetings/letter.html", context), "text/html")
    return message
