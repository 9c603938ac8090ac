"""A lesson, one screen at a time. GET shows, POST turns the page: the place is kept at each turn."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from modules.answering import close_attempt, start_attempt
from modules.models import Bookmark
from modules.outcome import Outcome
from modules.taking import Taken


def take_lesson(request: HttpRequest, taken: Taken) -> HttpResponse:
    total = len(taken.content.screens)
    place = min(max(_read_place(request) or _kept_place(taken), 1), total)
    if request.method == "POST":
        turn_page(taken, place, total)
        return redirect(taken.next_address if place == total else f"{taken.address}?ecran={place + 1}")
    context = {
        "taken": taken,
        "screen": taken.content.screens[place - 1],
        "place": place,
        "total": total,
        "places": range(1, total + 1),
    }
    return render(request, "modules/lesson.html", context)


def _read_place(request: HttpRequest) -> int:
    """Screen asked in the form or the address, 0 when there is none or it is no number."""
    asked = request.POST.get("ecran") or request.GET.get("ecran", "")
    return int(asked) if asked.isdecimal() and len(asked) < 4 else 0


def _kept_place(taken: Taken) -> int:
    kept = Bookmark.objects.filter(registration=taken.registration, activity_key=taken.activity.key).first()
    return kept.place if kept else 1


@transaction.atomic
def turn_page(taken: Taken, place: int, total: int) -> None:
    """Leave this screen: the lesson has begun; on the last screen it is completed."""
    finished = any(attempt.finished_at for attempt in taken.attempts())
    Bookmark.objects.update_or_create(
        registration=taken.registration,
        activity_key=taken.activity.key,
        defaults={"place": 1 if place == total else place + 1},
    )
    if finished:
        return
    attempt = start_attempt(taken.registration, taken.activity)
    if place == total:
        close_attempt(attempt, Outcome())
