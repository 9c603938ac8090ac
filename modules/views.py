"""A learner's pages: the path of a module, each activity, the end. And the catalogue, for everyone."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from modules.access import for_learners
from modules.answering import register
from modules.ending import end_of
from modules.kinds import TAKE
from modules.models import Module, Registration
from modules.taking import find_registration, find_taken, next_step, steps_of


@require_GET
def catalogue(request: HttpRequest) -> HttpResponse:
    """The modules open to all, with the minutes and competencies of their latest edition."""
    modules = Module.objects.live().order_by("path").prefetch_related("editions")
    return render(request, "modules/catalogue.html", {"modules": [each for each in modules if each.editions.all()]})


@for_learners
@require_POST
def follow(request: HttpRequest, module_id: int) -> HttpResponse:
    """Register to the newest edition and go to the path; an edition already begun is gone on with."""
    module = get_object_or_404(Module.objects.live(), pk=module_id)
    edition = module.editions.newest_first().first()
    if edition is None:
        messages.error(request, _("This module is not open yet. It will appear here when its institute publishes it."))
        return redirect(module.url)
    taken = Registration.objects.filter(learner=request.user.pk, edition__module=module)
    begun = taken.order_by("-registered_at").first()
    registration = begun or register(request.user, edition)
    return redirect("modules:path", registration.pk)


@for_learners
@require_GET
def path(request: HttpRequest, registration_id: UUID) -> HttpResponse:
    """All the steps of a module, and the one to go on with."""
    registration = find_registration(request.user, registration_id)
    steps = steps_of(registration)
    left = sum(step.activity.planned_minutes for step in steps if not step.is_done)
    context = {"registration": registration, "steps": steps, "next": next_step(steps), "minutes_left": left}
    return render(request, "modules/path.html", context)


@for_learners
@require_http_methods(["GET", "POST"])
def activity(request: HttpRequest, registration_id: UUID, slug: str) -> HttpResponse:
    """One activity, by the view of its kind."""
    taken = find_taken(request.user, registration_id, slug)
    return TAKE[taken.activity.kind](request, taken)


@for_learners
@require_GET
def end(request: HttpRequest, registration_id: UUID) -> HttpResponse:
    """What was learnt, which gaps it answers, the levels reached and why."""
    registration = find_registration(request.user, registration_id)
    if registration.completed_at is None:
        messages.info(request, _("A few steps are left before the end page."))
        return redirect("modules:path", registration.pk)
    return render(request, "modules/end.html", {"registration": registration, "end": end_of(registration)})
