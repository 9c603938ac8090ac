"""A dialogue: the conversation so far, then three sentences to choose from. The posture is named after the choice."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from modules.activities.dialogue.answering import choices_of, say, start_dialogue
from modules.activities.dialogue.branching import is_branched
from modules.activities.dialogue.scoring import MOST, points, replay, score_criteria
from modules.answering import AlreadyAnswered, AttemptsExhausted
from modules.models import Attempt
from modules.postures import POSTURES
from modules.taking import Taken, is_switching, said_again_on, say_exhausted

TRUST = [
    gettext_lazy("Closed"),
    gettext_lazy("Wary"),
    gettext_lazy("Careful"),
    gettext_lazy("Open"),
    gettext_lazy("Trusting"),
]
HANDS = {"person": gettext_lazy("The person"), "both": gettext_lazy("Both of you"), "you": gettext_lazy("You")}
CRITERIA = {
    "consent": gettext_lazy("Consent asked before each gesture"),
    "hand": gettext_lazy("The device in the person’s hands"),
    "data": gettext_lazy("Data kept to what is needed"),
    "issue": gettext_lazy("The right kept open at the turning point"),
    "pitfalls": gettext_lazy("Common misconceptions avoided"),
    "trace": gettext_lazy("A trace the person keeps"),
}


def take_dialogue(request: HttpRequest, taken: Taken) -> HttpResponse:
    attempts = taken.attempts()
    attempt = attempts[-1] if attempts else None
    if request.method == "POST" and not is_switching(request):
        return _post(request, taken, attempt)
    if attempt is not None and attempt.finished_at is None:
        page = conversation(taken, choices_of(attempt)) | {"chosen": request.POST.get("choix", "")}
        return render(request, "modules/dialogue.html", page)
    if attempt is None or "reprendre" in request.GET:
        return render(request, "modules/dialogue_intro.html", {"taken": taken, "dialogue": taken.content})
    context = balance(taken, attempt) | {"again_on": said_again_on(attempts)}
    return render(request, "modules/dialogue_end.html", context)


def _post(request: HttpRequest, taken: Taken, attempt: Attempt | None) -> HttpResponse:
    if request.POST.get("action") == "commencer" or attempt is None or attempt.finished_at is not None:
        return _begin(request, taken)
    made = choices_of(attempt)
    exchange, chosen = place_of(taken.content, made), request.POST.get("choix", "")
    offered = taken.content.exchanges[exchange].choices
    if not chosen.isdecimal() or int(chosen) >= len(offered):
        problem = _("Choose a sentence, then say it. The conversation is kept.")
        return render(request, "modules/dialogue.html", conversation(taken, made) | {"problem": problem}, status=422)
    if request.POST.get("echange") == str(exchange + 1):
        try:
            say(attempt, exchange, int(chosen))
        except AlreadyAnswered:
            messages.info(request, _("This sentence was already said: the first one is kept."))
    return redirect(f"{taken.address}#suite")


def _begin(request: HttpRequest, taken: Taken) -> HttpResponse:
    try:
        start_dialogue(taken.registration, taken.activity)
    except AttemptsExhausted as exhausted:
        say_exhausted(request, exhausted)
    return redirect(taken.address)


def place_of(dialogue: Any, made: list[int]) -> int:
    """Of the exchange to come, in the order of the file; the last when there is none."""
    place = replay(dialogue, made).following
    return len(dialogue.exchanges) - 1 if place is None else place


def turns(dialogue: Any, made: list[int]) -> list[dict[str, Any]]:
    """What was said: the person's line, your sentence with its posture, her reply."""
    state = replay(dialogue, made)
    return [
        {
            "exchange": dialogue.exchanges[place],
            "choice": choice,
            "posture": POSTURES[choice.posture][0],
            "icon": POSTURES[choice.posture][1],
        }
        for place, choice in zip(state.at, state.taken, strict=True)
    ]


def conversation(taken: Taken, made: list[int]) -> dict[str, Any]:
    """The page of an open conversation."""
    dialogue = taken.content
    state = replay(dialogue, made)
    return {
        "taken": taken,
        "dialogue": dialogue,
        "turns": turns(dialogue, made),
        "exchange": dialogue.exchanges[place_of(dialogue, made)],
        "place": place_of(dialogue, made) + 1,
        "number": len(made) + 1,
        "total": 0 if is_branched(dialogue) else len(dialogue.exchanges),
        "trust": TRUST[state.trust],
        "hand": HANDS[state.hand],
        "time": state.time,
    }


def balance(taken: Taken, attempt: Attempt) -> dict[str, Any]:
    """The page of a finished conversation: what each sentence allowed, and the six criteria."""
    dialogue, made = taken.content, choices_of(attempt)
    state = replay(dialogue, made)
    return {
        "taken": taken,
        "dialogue": dialogue,
        "attempt": attempt,
        "turns": turns(dialogue, made),
        "points": points(dialogue, state),
        "most": MOST,
        "criteria": [(CRITERIA[name], value) for name, value in score_criteria(dialogue, state).items()],
        "broken_off": state.broken_off,
    }
