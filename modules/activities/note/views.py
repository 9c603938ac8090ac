"""A reflective note: private. Its statement says that it was written, never what."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from modules.answering import Given, close_attempt, start_attempt, submit_answer
from modules.iris import item_iri
from modules.loading.schema import Note, Prompt
from modules.models import EditionActivity, Registration
from modules.outcome import Outcome
from modules.private_text import find_personal_data
from modules.statements import Thing
from modules.taking import Taken, is_switching
from modules.verbs import ActivityType

LONGEST = 4000
"""Characters in one answer, as the page says to the browser (note.html)."""


def take_note(request: HttpRequest, taken: Taken) -> HttpResponse:
    attempts = taken.attempts()
    written = {answer.item: answer.response for answer in attempts[-1].answers.all()} if attempts else {}
    problems: dict[str, str] = {}
    if request.method == "POST" and not written:
        written = {prompt.key: _read(request, prompt) for prompt in taken.content.prompts}
        problems = {} if is_switching(request) else find_problems(taken.content, written)
        if not problems and not is_switching(request):
            keep_note(taken.registration, taken.activity, written)
            return redirect(taken.address)
    context = {
        "taken": taken,
        "note": taken.content,
        "rows": [
            (prompt, written.get(prompt.key, ""), problems.get(prompt.key, "")) for prompt in taken.content.prompts
        ],
        "is_kept": bool(attempts and attempts[-1].finished_at),
        "problems": problems,
    }
    return render(request, "modules/note.html", context, status=422 if problems else 200)


def _read(request: HttpRequest, prompt: Prompt) -> Any:
    """Indexes ticked, or the text written."""
    if prompt.choices:
        return [int(each) for each in request.POST.getlist(prompt.key) if each.isdecimal()]
    return request.POST.get(prompt.key, "").replace("\x00", "").strip()  # PostgreSQL keeps no NUL in JSON


def find_problems(note: Note, written: dict[str, Any]) -> dict[str, str]:
    """A sentence by prompt that cannot be kept as it is. Pure."""
    problems = {}
    for prompt in note.prompts:
        value = written[prompt.key]
        if not value:
            problems[prompt.key] = _("Write a few words here, or tick a line. The rest is kept.")
        elif isinstance(value, str) and len(value) > LONGEST:
            problems[prompt.key] = _(
                "This text is too long: %(most)s characters at most. Shorten it; it is still here."
            ) % {"most": LONGEST}
        elif isinstance(value, str) and (found := find_personal_data(value)):
            problems[prompt.key] = _(
                "This text seems to hold %(what)s. Remove it: a note is about your gestures only."
            ) % {"what": found}
    return problems


@transaction.atomic
def keep_note(
    registration: Registration, activity: EditionActivity, written: dict[str, Any], at: datetime | None = None
) -> None:
    """Keep the text for its author; the statements carry no response."""
    attempt = start_attempt(registration, activity, at=at)
    for prompt in activity.thawed.prompts:
        thing = Thing(item_iri(activity.key, prompt.key), ActivityType.INTERACTION, prompt.label)
        submit_answer(attempt, Given(prompt.key, written[prompt.key], None, thing), at)
    close_attempt(attempt, Outcome(), at)
