"""The learner's own pages: the path to go on with, the competencies and why."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from lms.desk.chain import lines_of
from lms.desk.paths import Path, editions_to_follow, paths_of, say_moment
from lms.desk.standing import competencies_of, tally
from lms.people.access import PersonRequest, needs
from lms.people.rights import Thing, Verb


@needs(Verb.VIEW, Thing.OWN_LEARNING)
@require_GET
def dashboard(request: PersonRequest) -> HttpResponse:
    """One next thing, then the rest. At most twelve queries, whatever the number of activities."""
    now = timezone.now()
    paths = paths_of(request.user)
    under_way = [path for path in paths if not path.is_complete]
    competencies = competencies_of(request.user, timezone.localdate(now))
    context = {
        "current": under_way[0] if under_way else None,
        "saved": _saved(under_way[0], now) if under_way else "",
        "others": under_way[1:],
        "complete": [path for path in paths if path.is_complete],
        "editions": editions_to_follow(request.user),
        "tallies": tally(competencies),
        "competencies_total": len(competencies),
    }
    return render(request, "desk/dashboard.html", context)


def _saved(path: Path, now: datetime) -> str:
    return say_moment(path.saved_at, now) if path.saved_at else ""


@needs(Verb.VIEW, Thing.OWN_LEARNING)
@require_GET
def profile(request: PersonRequest) -> HttpResponse:
    """Each competency: level, why, what it stands on, until when, what would change it."""
    lines = lines_of(request.user, timezone.localdate())
    assessed = [line for line in lines if line.level or line.sights]
    context = {
        "assessed": assessed,
        "never": [line for line in lines if line not in assessed],
        "total": len(lines),
    }
    return render(request, "desk/profile.html", context)
