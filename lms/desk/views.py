"""The learner's own pages: the path to go on with, the competencies and why."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from competencies.declaring import declare_levels, declared_marks
from competencies.transfer import due_for_telling, tell_transfer
from lms.desk.answers import unread_answers
from lms.desk.chain import profile_of
from lms.desk.forms import DeclarationForm, TransferForm
from lms.desk.paths import (
    Path,
    editions_to_follow,
    find_positioning,
    paths_of,
    programmes_of,
    registrations_of,
    say_moment,
)
from lms.desk.standing import competencies_of, places_of, tally
from lms.people.access import PersonRequest, needs
from lms.people.rights import Thing, Verb
from lms.workforce.planning import requests_of
from lms.workforce.required import required_levels
from modules.recommending import offered_editions

MODULES_SHOWN = 3


@needs(Verb.VIEW, Thing.OWN_LEARNING)
@require_GET
def dashboard(request: PersonRequest) -> HttpResponse:
    """One next thing, then the rest. At most twelve queries, whatever one follows and whatever is asked."""
    now = timezone.now()
    registrations, offered = registrations_of(request.user), offered_editions()
    paths = paths_of(registrations)
    under_way = [path for path in paths if not path.is_complete]
    today = timezone.localdate(now)
    competencies = places_of(request.user, today, required_levels(request.user, today))
    context = {
        "requests": requests_of(request.user, offered, registrations),
        "answers": unread_answers(request.user),
        "current": under_way[0] if under_way else None,
        "saved": _saved(under_way[0], now) if under_way else "",
        "others": under_way[1:],
        "complete": [path for path in paths if path.is_complete],
        "programmes": programmes_of(request.user, registrations),
        "editions": editions_to_follow(offered, registrations),
        "positioning": find_positioning(offered, registrations),
        "tallies": tally(competencies),
        "competencies_total": len(competencies),
    }
    return render(request, "desk/dashboard.html", context)


def _saved(path: Path, now: datetime) -> str:
    return say_moment(path.saved_at, now) if path.saved_at else ""


@needs(Verb.VIEW, Thing.OWN_LEARNING)
@require_GET
def profile(request: PersonRequest) -> HttpResponse:
    """Each competency: required, declared, measured, observed, why, until when, what would change it. At most twelve
    queries, whatever their number."""
    found = profile_of(request.user, timezone.localdate())
    assessed = [line for line in found.lines if line.has_evidence]
    context = {
        "assessed": assessed,
        "never": [line for line in found.lines if not line.has_evidence],
        "total": len(found.lines),
        "ranked": found.ranked[:MODULES_SHOWN],
    }
    return render(request, "desk/profile.html", context)


@needs(Verb.CHANGE, Thing.OWN_LEARNING)
@require_http_methods(["GET", "POST"])
def declare(request: PersonRequest) -> HttpResponse:
    """What one says of one's own levels: kept beside the measures, read by nobody else."""
    competencies = competencies_of(request.user, timezone.localdate(), {})
    said = {item: row.declares_level for (_, item), row in declared_marks([request.user.actor_uuid]).items()}
    form = DeclarationForm(request.POST or None, items=[each.item for each in competencies], said=said)
    if request.method == "POST" and form.is_valid():
        declare_levels(request.user.actor_uuid, form.levels(), timezone.now())
        messages.success(request, _("What you say of your levels is kept. You may change it whenever you like."))
        return redirect("desk:profile")
    return render(request, "desk/declare.html", {"form": form})


@needs(Verb.CHANGE, Thing.OWN_LEARNING)
@require_http_methods(["GET", "POST"])
def transfer(request: PersonRequest) -> HttpResponse:
    """Three months after: which gestures serve at work, what stops the others. It moves no level; the employer never
    reads it, but in sums of five people or more."""
    now, actor = timezone.now(), request.user.actor_uuid
    items = [level.cfitem for level in due_for_telling(actor, timezone.localdate(now))]
    form = TransferForm(request.POST or None, items=items)
    if request.method == "POST" and form.is_valid():
        if tell_transfer(form.facts(actor, now)):
            messages.success(request, _("What you say of your work is kept. It changes no level."))
        else:
            messages.info(request, _("Nothing is kept: you said nothing of these gestures."))
        return redirect("desk:profile")
    return render(request, "desk/transfer.html", {"form": form, "items": items})
