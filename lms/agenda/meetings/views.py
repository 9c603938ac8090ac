"""Registering to a meeting, and one's own page for it."""

from functools import partial

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cms.open_forms import may_send
from lms.agenda.meetings.forms import GuestForm
from lms.agenda.meetings.letters import read_seat_address, reply_address
from lms.agenda.meetings.seating import MeetingClosed, leave_seat, moment_to_answer, take_seat
from lms.agenda.models import MeetingPage
from lms.agenda.tasks import tell_guests


@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, meeting: MeetingPage) -> HttpResponse:
    """The same answer whether the address is new or not: nobody learns here who comes."""
    if not meeting.is_open:
        return _turn_away(request, meeting)
    form = GuestForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        if may_send("meeting-seat", request.META.get("REMOTE_ADDR", "")):
            try:
                with transaction.atomic():
                    take_seat(meeting, form.guest())
                    transaction.on_commit(partial(tell_guests.delay))
            except MeetingClosed:
                return _turn_away(request, meeting)
            said = _("It is noted. A letter tells you whether you have a seat and how to give it back.")
            messages.success(request, said)
            return redirect(meeting.get_url(request))
        # A letter leaves for each: nobody fills the seats, nor a stranger's letter box, from one place.
        form.add_error(None, _("Five people were just registered from your network. Try again in ten minutes."))
        status = 429
    context = {"meeting": meeting, "page": meeting, "form": form, "free": meeting.free_seats()}
    return render(request, "agenda/meetings/register.html", context, status=status)


def _turn_away(request: HttpRequest, meeting: MeetingPage) -> HttpResponse:
    messages.info(request, _("One can no longer register for this meeting."))
    return redirect(meeting.get_url(request))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_seat(request: HttpRequest, meeting: MeetingPage, key: int, signature: str) -> HttpResponse:
    """The guest's own page, by the address of the letter. Sent before the meeting: the seat is given back."""
    seat = read_seat_address(meeting, key, signature)
    if seat is None:
        raise Http404
    now = timezone.now()
    if request.method == "POST" and now < meeting.starts_at:
        with transaction.atomic():
            leave_seat(seat)
            transaction.on_commit(partial(tell_guests.delay))
        messages.success(request, _("Your seat is given back. We keep nothing of you."))
        return redirect(meeting.get_url(request))
    context = {
        "meeting": meeting,
        "page": meeting,
        "seat": seat,
        "may_leave": now < meeting.starts_at,
        "moment": moment_to_answer(seat, now),
        "questionnaire": reply_address(seat),
    }
    response = render(request, "agenda/meetings/own_seat.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
