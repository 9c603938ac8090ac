"""A learner's pages: the path of a module, each activity, the end. And the catalogue, for everyone."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from modules.access import for_learners
from modules.catalogue import read_offers, sort_out
from modules.correcting import later_editions, move_to_correction
from modules.ending import end_of
from modules.following import follow_module
from modules.kinds import TAKE
from modules.models import Module
from modules.printing import print_out
from modules.taking import (
    find_registration,
    find_taken,
    is_switching,
    next_step,
    speaking,
    steps_of,
    switch_reading,
)


@require_GET
def catalogue(request: HttpRequest) -> HttpResponse:
    """What anyone may follow, by facets in the address: links only, so it works without JavaScript."""
    offers = read_offers()
    return render(request, "modules/catalogue.html", {"offers": offers, "found": sort_out(offers, request.GET.dict())})


@for_learners
@require_POST
def follow(request: HttpRequest, module_id: int) -> HttpResponse:
    """Register to the newest edition and go to the path; an edition already begun is gone on with."""
    module = get_object_or_404(Module.objects.live(), pk=module_id)
    registration = follow_module(request.user, module)
    if registration is None:
        messages.error(request, _("This module is not open yet. It will appear here when its institute publishes it."))
        return redirect(module.url)
    return redirect("modules:path", registration.pk)


@for_learners
@require_POST
def take_correction(request: HttpRequest, registration_id: UUID) -> HttpResponse:
    """Go on with the minor edition offered: the words change, nothing done is lost."""
    registration = find_registration(request.user, registration_id)
    if move_to_correction(registration):
        messages.success(request, _("You now read the corrected edition. Everything you have done is kept."))
    return redirect("modules:path", registration.pk)


@for_learners
@require_GET
def path(request: HttpRequest, registration_id: UUID) -> HttpResponse:
    """All the steps of a module, and the one to go on with."""
    registration = find_registration(request.user, registration_id)
    steps = steps_of(registration)
    left = sum(step.activity.planned_minutes for step in steps if not step.is_done)
    context = {
        "registration": registration,
        "steps": steps,
        "next": next_step(steps),
        "minutes_left": left,
        "later": later_editions(registration),
        "is_private": registration.edition.module.is_private,
    }
    with speaking(registration):
        return render(request, "modules/path.html", context)


@for_learners
@require_http_methods(["GET", "POST"])
def activity(request: HttpRequest, registration_id: UUID, slug: str) -> HttpResponse:
    """One activity, by the view of its kind."""
    taken = find_taken(request.user, registration_id, slug)
    if is_switching(request):
        switch_reading(request, taken.registration)
        if back := request.POST.get("retour", ""):
            return redirect(back if back.startswith(taken.address) else taken.address)
    with speaking(taken.registration):
        return TAKE[taken.activity.kind](request, taken)


@for_learners
@require_GET
def on_paper(request: HttpRequest, registration_id: UUID, slug: str) -> HttpResponse:
    """The activity on paper, as far as its learner is: read in another tab, so nothing being filled is lost."""
    taken = find_taken(request.user, registration_id, slug)
    with speaking(taken.registration):
        return render(request, "modules/paper.html", {"taken": taken} | print_out(taken))


@for_learners
@require_GET
def end(request: HttpRequest, registration_id: UUID) -> HttpResponse:
    """What was learnt, which gaps it answers, the levels reached and why."""
    registration = find_registration(request.user, registration_id)
    if registration.completed_at is None:
        messages.info(request, _("A few steps are left before the end page."))
        return redirect("modules:path", registration.pk)
    if registration.edition.module.is_private:
        return redirect("modules:path", registration.pk)
    with speaking(registration):
        return render(request, "modules/end.html", {"registration": registration, "end": end_of(registration)})
