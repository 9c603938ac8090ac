"""An invented site: its screen, the person beside it, her file. Every gesture is a button: no JavaScript is needed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from modules.activities.virtual_site.answering import start_site, steps_taken, take_step
from modules.activities.virtual_site.engine import OTHER, WORDS_OF_KEY, State, is_offered, moment_of, replay
from modules.activities.virtual_site.reading import Read, read_form
from modules.activities.virtual_site.showing import balance, show
from modules.answering import AlreadyAnswered, AttemptsExhausted
from modules.models import Attempt
from modules.taking import Taken, is_switching, say_exhausted


@sensitive_post_parameters()
def take_virtual_site(request: HttpRequest, taken: Taken) -> HttpResponse:
    attempts = taken.attempts()
    attempt = attempts[-1] if attempts else None
    if request.method == "POST" and not is_switching(request):
        return _post(request, taken, attempt)
    if attempt is None or (attempt.finished_at is not None and "reprendre" in request.GET):
        return render(request, "modules/virtual_site_intro.html", {"taken": taken, "site": taken.content})
    state = replay(taken.content, steps_taken(attempt))
    if attempt.finished_at is not None:
        context = {"taken": taken, "attempt": attempt} | balance(taken.content, state)
        return render(request, "modules/virtual_site_end.html", context)
    return _show_again(request, taken, state) if is_switching(request) else _render(request, taken, state)


def _show_again(request: HttpRequest, taken: Taken, state: State) -> HttpResponse:
    """The same screen as it was being filled, in other words; something real is refused here as anywhere."""
    if moment_of(taken.content, state) is not None:
        return _render(request, taken, state)
    read = read_form(taken.content, state, request.POST)
    if read.real:
        return _refuse(request, taken, state, read)
    return _render(request, taken, state, posted=dict(request.POST.lists()))


def _post(request: HttpRequest, taken: Taken, attempt: Attempt | None) -> HttpResponse:
    if request.POST.get("action") == "commencer" or attempt is None or attempt.finished_at is not None:
        return _begin(request, taken)
    steps = steps_taken(attempt)
    state = replay(taken.content, steps)
    if request.POST.get("pas") != str(len(steps) + 1):
        messages.info(request, _("This screen had already moved on: here it is, as it stands."))
        return redirect(f"{taken.address}#suite")
    read = read_form(taken.content, state, request.POST)
    if read.real:
        return _refuse(request, taken, state, read)
    if read.step is None or not is_offered(taken.content, state, read.step):
        problem = _("Choose a line, or press a button of the screen. Everything is kept.")
        return _render(request, taken, state, problem=problem, status=422)
    return _step(request, taken, attempt, len(steps) + 1, read)


def _step(request: HttpRequest, taken: Taken, attempt: Attempt, number: int, read: Read) -> HttpResponse:
    """On to the next screen; the same one at once, with what was typed, when the site refuses a field."""
    assert read.step is not None  # noqa: S101 (asked just above)
    try:
        state = take_step(attempt, number, read.step)
    except AlreadyAnswered:
        messages.info(request, _("This screen had already moved on: here it is, as it stands."))
        return redirect(f"{taken.address}#suite")
    if state.echo.refused:
        return _render(request, taken, state, problems=dict(state.echo.refused), status=422)
    return redirect(f"{taken.address}#suite")


def _refuse(request: HttpRequest, taken: Taken, state: State, read: Read) -> HttpResponse:
    """Something real was typed: nothing is kept, no step is taken, the field says why."""
    problems = dict.fromkeys(read.real, str(WORDS_OF_KEY[OTHER]))
    return _render(request, taken, state, problems=problems, status=422)


def _begin(request: HttpRequest, taken: Taken) -> HttpResponse:
    try:
        start_site(taken.registration, taken.activity)
    except AttemptsExhausted as exhausted:
        say_exhausted(request, exhausted)
    return redirect(taken.address)


def _render(
    request: HttpRequest,
    taken: Taken,
    state: State,
    *,
    problems: dict[str, str] | None = None,
    problem: str = "",
    posted: dict[str, list[str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    problems = dict(state.echo.refused) if problems is None else problems
    if posted is None:
        is_refused = bool(problems) and request.method == "POST" and not is_switching(request)
        posted = dict(request.POST.lists()) if is_refused else {}
    chosen = request.POST.get("choisir", "")
    context: dict[str, Any] = {"taken": taken, "number": state.taken + 1, "problem": problem, "chosen": chosen}
    return render(
        request, "modules/virtual_site.html", context | show(taken.content, state, posted, problems), status=status
    )
