"""A workshop for its learner: when it is and what to bring, then what was done. And its handouts, on paper."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _

from modules.activities.workshop.attendance import Attendance, ask_attendance, declare
from modules.activities.workshop.papers import read_pdf
from modules.loading.schema import Handout
from modules.models import EditionActivity
from modules.taking import Taken
from modules.tasks import write_handouts


def take_workshop(request: HttpRequest, taken: Taken) -> HttpResponse:
    if "document" in request.GET:
        return show_handout(request, taken.activity, request.GET["document"], taken.address)
    attendance = ask_attendance(taken.registration)
    if request.method == "POST":
        return _declare(request, taken, attendance)
    context = {
        "taken": taken,
        "workshop": taken.content,
        "attendance": attendance,
        "is_done": taken.steps[taken.index].is_done,
    }
    return render(request, "modules/workshop.html", context)


def _declare(request: HttpRequest, taken: Taken, attendance: Attendance | None) -> HttpResponse:
    """Without a half-day nobody signs: the learner's word ends the step and gives no hours."""
    if attendance is not None:
        messages.info(request, _("This workshop has its half-day: your presence is signed there, not here."))
        return redirect(taken.address)
    declare(taken.registration, taken.activity)
    return redirect(taken.address)


def show_handout(request: HttpRequest, activity: EditionActivity, place: str, back: str) -> HttpResponse:
    """A handout as a page to print or, with `pdf`, as its PDF; 404 when the workshop has no such handout."""
    handout = _find_handout(activity, place)
    if "pdf" not in request.GET:
        context: dict[str, Any] = {"handout": handout, "activity": activity, "back": back}
        return render(request, "modules/workshop_handout.html", context)
    paper = read_pdf(activity, handout)
    if paper is None:
        write_handouts.delay(activity.pk)
        messages.info(request, _("This PDF is being made: ask for it again in a moment, or print this page."))
        return redirect(f"{request.path}?document={place}")
    name = slugify(handout.title)[:60] or "document"
    return HttpResponse(
        paper,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}.pdf"'},
    )


def _find_handout(activity: EditionActivity, place: str) -> Handout:
    handouts: list[Handout] = activity.thawed.handouts
    if not place.isdecimal() or len(place) > 3 or not 1 <= int(place) <= len(handouts):
        raise Http404
    return handouts[int(place) - 1]
