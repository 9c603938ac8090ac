"""A trainer's pages: the groups, one group, an observation recorded."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from competencies.models import CFItem
from lms.agenda.forms import ObservationForm
from lms.agenda.groups import find_half_day, find_workshop, half_days_of, members_of, observations_of, read_group
from lms.agenda.models import HalfDay, HalfDayMember
from lms.agenda.observing import observe
from lms.people.access import PersonRequest, may, needs
from lms.people.rights import Thing, Verb
from modules.activities.workshop.views import show_handout


@needs(Verb.VIEW, Thing.GROUP)
@require_GET
def groups(request: PersonRequest) -> HttpResponse:
    """The half-days one trains, or of one's institute, to come and past."""
    today = timezone.localdate()
    found = half_days_of(request.user)
    coming = [each for each in reversed(found) if each.held_on >= today]
    past = [each for each in found if each.held_on < today]
    return render(
        request,
        "agenda/groups.html",
        {"coming": coming, "past": past, "may_plan": may(request.user, Verb.CHANGE, Thing.GROUP)},
    )


@needs(Verb.VIEW, Thing.GROUP)
@require_http_methods(["GET", "POST"])
def group(request: PersonRequest, half_day_id: int) -> HttpResponse:
    """One group: its table, its observations, and the form to record one for who may."""
    half_day = find_half_day(request.user, half_day_id)
    members = members_of(half_day)
    form = _form(request, half_day, members)
    if request.method == "POST":
        if form is None:
            raise PermissionDenied
        if form.is_valid():
            return _record(request, half_day, form)
    context = {
        "group": read_group(half_day, members),
        "observations": observations_of(members),
        "form": form,
        "may_call_off": half_day.revoked_at is None and may(request.user, Verb.CHANGE, Thing.GROUP),
    }
    return render(request, "agenda/group.html", context)


@needs(Verb.VIEW, Thing.GROUP)
@require_GET
def workshop(request: PersonRequest, half_day_id: int, slug: str) -> HttpResponse:
    """The trainer's sheet of a workshop: what to set up, step by step, and the papers to print."""
    half_day = find_half_day(request.user, half_day_id)
    activity = find_workshop(half_day, slug)
    if "document" in request.GET:
        return show_handout(request, activity, request.GET["document"], request.path)
    context = {"half_day": half_day, "activity": activity, "workshop": activity.thawed}
    return render(request, "agenda/workshop.html", context)


def _form(request: PersonRequest, half_day: HalfDay, members: list[HalfDayMember]) -> ObservationForm | None:
    """None for who may look and not observe, for a group with nobody in it, for a half-day called off."""
    if (
        half_day.revoked_at
        or not members
        or not HalfDay.objects.open_to(request.user, Verb.OBSERVE).filter(pk=half_day.pk).exists()
    ):
        return None
    initial = {"learner": request.GET.get("personne", ""), "seen_on": timezone.localdate()}
    return ObservationForm(
        request.POST if request.method == "POST" else None, initial=initial, members=members, items=_items(members)
    )


def _items(members: list[HalfDayMember]) -> list[CFItem]:
    """The competencies announced by the editions of the group, in the order of the framework."""
    announced = {row["identifier"] for each in members for row in each.registration.edition.competencies}
    return list(CFItem.objects.filter(pk__in=announced).select_related("document").order_by("position"))


def _record(request: HttpRequest, half_day: HalfDay, form: ObservationForm) -> HttpResponse:
    member: Any = form.member()
    observe(request.user, member, form.seen())  # type: ignore[arg-type]
    messages.success(
        request, _("Observation recorded. %(name)s reads it among their competencies.") % {"name": member.learner}
    )
    return redirect("agenda:group", half_day.pk)
