"""What an employer asks of its posts, on screen: the profiles, one of them and its versions, a new version."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lms.people.access import PersonRequest, needs, nodes_of, opens
from lms.people.models import Organisation, User
from lms.people.rights import Thing, Verb
from lms.workforce.competency_list import read_competencies
from lms.workforce.models import Profile
from lms.workforce.profile_forms import ProfileForm, initial_of
from lms.workforce.profiling import change_profile, create_profile, preview
from lms.workforce.required import demand_of, people_of


@needs(Verb.VIEW, Thing.REQUIREMENT)
@require_GET
def profiles(request: PersonRequest) -> HttpResponse:
    """Those that concern people one answers for."""
    found = _seen_by(request.user).select_related("node").prefetch_related("versions")
    return render(request, "workforce/profiles.html", {"profiles": found, "may_change": opens(request.user, *_CHANGE)})


@needs(Verb.VIEW, Thing.REQUIREMENT)
@require_GET
def profile(request: PersonRequest, profile_id: UUID) -> HttpResponse:
    """What it asks, since when, of whom; and what it asked before."""
    found = get_object_or_404(_seen_by(request.user).select_related("node"), pk=profile_id)
    versions = list(found.versions.select_related("made_by").prefetch_related("levels__cfitem__document"))
    today = timezone.localdate()
    nodes = nodes_of(request.user, Verb.VIEW, Thing.REQUIREMENT)
    people = people_of(demand_of(found, versions[0]), nodes, today).values("person").distinct().count()
    context = {
        "profile": found,
        "versions": versions,
        "in_force": next((each for each in versions if each.starts_on <= today), None),
        "people": people,
        "may_change": _within(found, nodes_of(request.user, *_CHANGE)),
    }
    return render(request, "workforce/profile.html", context)


@needs(Verb.CHANGE, Thing.REQUIREMENT)
@require_http_methods(["GET", "POST"])
def new_profile(request: PersonRequest) -> HttpResponse:
    return _edit(request, None)


@needs(Verb.CHANGE, Thing.REQUIREMENT)
@require_http_methods(["GET", "POST"])
def new_version(request: PersonRequest, profile_id: UUID) -> HttpResponse:
    found = Profile.objects.under(*nodes_of(request.user, *_CHANGE)).select_related("node")
    return _edit(request, get_object_or_404(found, pk=profile_id))


def _edit(request: PersonRequest, of: Profile | None) -> HttpResponse:
    """Fill, see what it would change, then record: two buttons of one form."""
    nodes = list(Organisation.objects.within(*nodes_of(request.user, *_CHANGE)))
    version = of.versions.order_by("-number").first() if of else None
    initial = initial_of(version) if version else {"concerns": "profession"}
    form = ProfileForm(request.POST or None, initial=initial, nodes=nodes, columns=read_competencies(), of=of)
    context: dict[str, Any] = {"form": form, "profile": of}
    if request.method == "POST" and form.is_valid():
        wanted = form.wanted()
        if request.POST.get("geste") == "enregistrer":
            kept = change_profile(of, wanted, request.user).profile if of else create_profile(wanted, request.user)
            messages.success(request, _("Recorded. People read it on their own page too."))
            return redirect("workforce:profile", kept.pk)
        context["effect"] = preview(wanted, of, timezone.localdate())
    return render(request, "workforce/profile_form.html", context)


_CHANGE = (Verb.CHANGE, Thing.REQUIREMENT)


def _seen_by(person: User) -> Any:
    """Profiles under the nodes of this person, and above them: what is asked from above concerns their people too."""
    nodes = nodes_of(person, Verb.VIEW, Thing.REQUIREMENT)
    above = {node.path[:end] for node in nodes for end in range(node.steplen, len(node.path), node.steplen)}
    return Profile.objects.under(*nodes) | Profile.objects.filter(node__path__in=above)


def _within(profile: Profile, nodes: list[Organisation]) -> bool:
    return any(profile.node.path.startswith(node.path) for node in nodes)
