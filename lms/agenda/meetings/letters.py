"""What each guest is told by letter: a seat, the waiting list, a meeting called off; and what each is asked."""

import logging
from datetime import datetime

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from cms.reading_language import FRENCH, written_in
from lms.agenda.meetings.questionnaire import AHEAD, open_moment
from lms.agenda.models import MeetingPage, MeetingSeat, Moment

logger = logging.getLogger(__name__)
SIGNER = signing.Signer(salt="agenda.meeting-seat")


def seat_address(seat: MeetingSeat) -> str:
    """The guest's own page, which only the letter names."""
    return f"{seat.meeting.url}ma-place/{seat.pk}/{SIGNER.signature(str(seat.pk))}/"


def reply_address(seat: MeetingSeat) -> str:
    """Where they answer the questionnaire of the moment."""
    return f"{seat_address(seat)}questionnaire/"


def read_seat_address(meeting: MeetingPage, key: int, signature: str) -> MeetingSeat | None:
    """Whose page it is; None for an address that we never gave, or a seat that was given back."""
    if not constant_time_compare(signature, SIGNER.signature(str(key))):
        return None
    return MeetingSeat.objects.filter(pk=key, meeting=meeting).select_related("meeting").first()


def send_news(now: datetime) -> int:
    """One letter to each guest whose state changed since the last; how many left. Nothing once a meeting has begun."""
    told = MeetingSeat.Told
    off, seated = Q(meeting__is_called_off=True), Q(number__isnull=False)
    behind = off & ~Q(told=told.CALLED_OFF)
    behind |= ~off & seated & ~Q(told=told.SEATED)
    behind |= ~off & ~seated & ~Q(told=told.WAITING)
    seats = MeetingSeat.objects.filter(behind, email__isnull=False, meeting__starts_at__gt=now)
    return sum(_send(write_news(seat), seat, "told", seat.due_news()) for seat in seats.select_related("meeting"))


def send_questionnaires(now: datetime) -> int:
    """The open questionnaire to who has a seat (three months after, who agreed to it); how many letters left."""
    sent = 0
    meetings = MeetingPage.objects.live().filter(is_called_off=False, starts_at__lt=now + AHEAD)
    for meeting in meetings.filter(seats__email__isnull=False).distinct():
        moment = open_moment(meeting.starts_at, meeting.ends_at, now)
        if moment is None:
            continue
        seats = meeting.seats.filter(number__isnull=False, email__isnull=False).exclude(asked=moment)
        if moment is Moment.LATER:
            seats = seats.filter(may_be_asked_later=True)
        for seat in seats.exclude(replies__moment=moment).select_related("meeting"):
            sent += _send(write_questionnaire_letter(seat, moment), seat, "asked", moment)
    return sent


def _send(letter: EmailMultiAlternatives, seat: MeetingSeat, field: str, news: str) -> bool:
    """The race: two workers. Each first says in one UPDATE that it tells: the second finds nothing to tell. A letter
    that the mail server refused is to tell again.
    """
    before = getattr(seat, field)
    if not MeetingSeat.objects.filter(pk=seat.pk, **{field: before}).update(**{field: news}):
        return False
    try:
        letter.send()
    except OSError:  # the mail server's; smtplib's are OSError too
        logger.exception("The letter of seat %s waits", seat.pk)
        MeetingSeat.objects.filter(pk=seat.pk).update(**{field: before})
        return False
    return True


@written_in(FRENCH)
def write_news(seat: MeetingSeat) -> EmailMultiAlternatives:
    """A seat, the waiting list, or a meeting called off."""
    if seat.meeting.is_called_off:
        return _write(seat, _("Called off: %(title)s"), "called_off", settings.WAGTAILADMIN_BASE_URL + seat.meeting.url)
    subject = _("Your seat: %(title)s") if seat.is_seated else _("You are on the waiting list: %(title)s")
    return _write(seat, subject, "letter", settings.WAGTAILADMIN_BASE_URL + seat_address(seat))


@written_in(FRENCH)
def write_questionnaire_letter(seat: MeetingSeat, moment: Moment) -> EmailMultiAlternatives:
    subject = {
        Moment.BEFORE: _("In two days: %(title)s"),
        Moment.AFTER: _("What do you take away? %(title)s"),
        Moment.LATER: _("Three months after: %(title)s"),
    }[moment]
    return _write(seat, subject, "questionnaire_letter", settings.WAGTAILADMIN_BASE_URL + reply_address(seat), moment)


def _write(
    seat: MeetingSeat, subject: str, template: str, address: str, moment: Moment | None = None
) -> EmailMultiAlternatives:
    subject %= {"title": seat.meeting.title}
    context = {"seat": seat, "meeting": seat.meeting, "subject": subject, "own": address, "moment": moment}
    text = render_to_string(f"agenda/meetings/{template}.txt", context)
    message = EmailMultiAlternatives(subject, text, to=[str(seat.email)])
    message.attach_alternative(render_to_string(f"agenda/meetings/{template}.html", context), "text/html")
    return message
