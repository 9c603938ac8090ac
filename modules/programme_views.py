"""A learner in a programme: beginning it, and seeing where one is in it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from modules.access import for_learners
from modules.following import follow_programme
from modules.models import Programme, ProgrammeRegistration


@for_learners
@require_POST
def follow(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Register to every half-day of a programme, and go to the first that is not finished."""
    programme = get_object_or_404(Programme.objects.live(), pk=programme_id)
    followed = follow_programme(request.user, programme)
    if followed is None:
        messages.error(request, _("This programme is not open yet: one of its half-days waits for its institute."))
        return redirect(programme.url)
    if followed.next is None:
        return redirect("modules:programme", followed.pk)
    return redirect("modules:path", followed.next.pk)


@for_learners
@require_GET
def show(request: HttpRequest, programme_registration_id: UUID) -> HttpResponse:
    """The half-days of one's programme, how far each is, and the one to go on with. Hers, or 404."""
    mine = ProgrammeRegistration.objects.of(request.user).with_stages()
    followed = get_object_or_404(mine, pk=programme_registration_id)
    return render(request, "modules/followed_programme.html", {"followed": followed})
