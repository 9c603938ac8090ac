"""Sheets to print, for everyone, without an account: they are meant to leave the screen."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from modules.models import Module
from modules.sheets.reading import read_session, read_sheets


@require_GET
def list_sheets(request: HttpRequest) -> HttpResponse:
    """Every sheet to hand out, and the trainer's sheet of each module that has one."""
    led = [module for module in Module.objects.live().order_by("path") if read_session(module.slug)]
    return render(request, "modules/sheets/list.html", {"sheets": read_sheets().values(), "modules": led})


@require_GET
def show_sheet(request: HttpRequest, key: str) -> HttpResponse:
    sheet = read_sheets().get(key)
    if sheet is None:
        raise Http404
    return render(request, "modules/sheets/sheet.html", {"sheet": sheet})


@require_GET
def show_session(request: HttpRequest, slug: str) -> HttpResponse:
    """The half-day in a room, step by step; the minutes are those of the live activities."""
    session = read_session(slug)
    if session is None:
        raise Http404
    module = get_object_or_404(Module.objects.live(), slug=slug)
    live = {activity.slug: activity for activity in module.activities()}
    steps = [(live[step.activity], step) for step in session.steps if step.activity in live]
    return render(request, "modules/sheets/session.html", {"module": module, "session": session, "steps": steps})
