"""Planning a half-day, and the two signatures of a presence: the learner's own page, the trainer's group."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lms.agenda.calling_off import TookPlace, call_off
from lms.agenda.enrolling import open_half_day
from lms.agenda.groups import find_half_day
from lms.agenda.half_day_forms import HalfDayForm
from lms.agenda.models import HalfDay, HalfDayMember
from lms.agenda.reasons import ReasonForm
from lms.agenda.signing import NotTheDay, sign_presence
from lms.people.access import PersonRequest, needs, nodes_of
from lms.people.models import User
from lms.people.rights import Thing, Verb


@needs(Verb.CHANGE, Thing.GROUP)
@require_http_methods(["GET", "POST"])
def plan(request: PersonRequest) -> HttpResponse:
    """A module of one's institute, a day, who trains, who comes."""
    institutes = nodes_of(request.user, Verb.CHANGE, Thing.GROUP)
    form = HalfDayForm(request.POST or None, institutes=institutes, initial={"held_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        planned = form.planned
        half_day = open_half_day(
            planned.institute,
            planned.edition,
            planned.registrations,
            on=form.cleaned_data["held_on"],
            trainers=form.cleaned_data["trainers"],
        )
        messages.success(request, _("The half-day is planned. Each person finds it among their half-days."))
        return redirect("agenda:group", half_day.pk)
    return render(request, "agenda/plan_half_day.html", {"form": form})


@needs(Verb.CHANGE, Thing.GROUP)
@require_http_methods(["GET", "POST"])
def call_off_half_day(request: PersonRequest, half_day_id: int) -> HttpResponse:
    """With a reason that its people read."""
    half_day = find_half_day(request.user, half_day_id, Verb.CHANGE)
    form = ReasonForm(
        request.POST or None, read_by=_("Each person of the group reads it, in a letter and on their page.")
    )
    if request.method == "POST" and form.is_valid():
        return _call_off(request, half_day, form.cleaned_data["reason"])
    return render(request, "agenda/call_off.html", {"half_day": half_day, "form": form})


def _call_off(request: PersonRequest, half_day: HalfDay, reason: str) -> HttpResponse:
    try:
        if call_off(half_day, request.user, reason):
            messages.success(request, _("Called off. Each person is written to within minutes."))
        else:
            messages.info(request, _("Someone called it off just before you: their reason stays."))
    except TookPlace:
        messages.error(request, _("Nothing was changed: someone’s presence is signed by both, so it took place."))
    return redirect("agenda:group", half_day.pk)


@needs(Verb.VIEW, Thing.OWN_LEARNING)
@require_GET
def half_days(request: PersonRequest) -> HttpResponse:
    """One's own half-days, the latest first, with what is signed."""
    rows = _mine(request.user).select_related("half_day__institute", "presence__trainer")
    context = {"rows": rows.order_by("-half_day__held_on", "-pk"), "today": timezone.localdate()}
    return render(request, "agenda/my_half_days.html", context)


@needs(Verb.CHANGE, Thing.OWN_LEARNING)
@require_POST
def sign_mine(request: PersonRequest, member_id: int) -> HttpResponse:
    """The learner was there."""
    _sign(request, get_object_or_404(_mine(request.user), pk=member_id))
    return redirect("agenda:my_half_days")


@needs(Verb.OBSERVE, Thing.GROUP)
@require_POST
def sign_theirs(request: PersonRequest, half_day_id: int, member_id: int) -> HttpResponse:
    """A trainer says that this person was there; never of oneself."""
    half_day = find_half_day(request.user, half_day_id, Verb.OBSERVE)
    member = get_object_or_404(half_day.members.select_related("registration"), pk=member_id)
    if member.registration.learner_id == request.user.pk:
        raise Http404
    _sign(request, member)
    return redirect("agenda:group", half_day.pk)


def _sign(request: PersonRequest, member: HalfDayMember) -> None:
    try:
        presence = sign_presence(member, request.user)
    except NotTheDay as refusal:
        messages.error(request, str(refusal))
        return
    if presence.is_signed:
        messages.success(request, _("Signed by both: the half-day counts in the hours."))
    else:
        messages.success(request, _("Signed. It will count in the hours once the other one has signed too."))


def _mine(person: User) -> Any:
    return HalfDayMember.objects.filter(registration__learner=person)
