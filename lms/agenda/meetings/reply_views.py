"""A guest's questionnaire, by the address of the letter."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lms.agenda.meetings.forms import ReplyForm
from lms.agenda.meetings.letters import read_seat_address, seat_address
from lms.agenda.meetings.seating import moment_to_answer, take_reply
from lms.agenda.models import MeetingPage


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, meeting: MeetingPage, key: int, signature: str) -> HttpResponse:
    """The questionnaire of the moment, or why there is none. Answered once, it is not shown again."""
    seat = read_seat_address(meeting, key, signature)
    if seat is None:
        raise Http404
    moment = moment_to_answer(seat, timezone.now())
    if moment is None:
        messages.info(request, _("No questionnaire waits for you here: it is closed, or you already answered."))
        return redirect(seat_address(seat))
    form = ReplyForm(moment, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        take_reply(seat, moment, form.chosen())
        messages.success(
            request, _("Thank you, your answers are kept. They are read as counts of people, never alone.")
        )
        return redirect(seat_address(seat))
    context = {"meeting": meeting, "page": meeting, "seat": seat, "moment": moment, "form": form}
    response = render(request, "agenda/meetings/questionnaire.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
