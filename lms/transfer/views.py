"""Three months after, the manager's side: the same indicators as the learner's; and what stops people, in sums."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from competencies.models import Voice
from competencies.transfer import tell_transfer
from lms.desk.forms import TransferForm
from lms.people.access import PersonRequest, needs, nodes_of
from lms.people.models import Organisation
from lms.people.rights import Thing, Verb
from lms.transfer.asking import Asked, asked_of
from lms.transfer.obstacles import quarter_before, read_obstacles
from lms.workforce.consulting import note_consultation
from lms.workforce.models import ConsultedPage


@needs(Verb.OBSERVE, Thing.MATRIX)
@require_GET
def people(request: PersonRequest) -> HttpResponse:
    """Those of one's team there is something to say of."""
    asked = asked_of(request.user, timezone.localdate())
    note_consultation(request.user, ConsultedPage.TRANSFER, [each.person.pk for each in asked])
    return render(request, "transfer/people.html", {"asked": asked})


@needs(Verb.OBSERVE, Thing.MATRIX)
@require_http_methods(["GET", "POST"])
def tell(request: PersonRequest, person_id: UUID) -> HttpResponse:
    """What the manager saw of a person's use at work. It moves no level; the person's own answers are not shown."""
    now = timezone.now()
    asked = _find(request, person_id)
    items = [level.cfitem for level in asked.levels]
    form = TransferForm(request.POST or None, items=items, voice=Voice.MANAGER)
    if request.method == "POST" and form.is_valid():
        if tell_transfer(form.facts(asked.person.actor_uuid, now, teller=request.user.actor_uuid)):
            messages.success(request, _("What you saw is kept. It changes no level."))
        else:
            messages.info(request, _("Nothing is kept: you said nothing of these gestures."))
        return redirect("transfer:people")
    note_consultation(request.user, ConsultedPage.TRANSFER, [asked.person.pk])
    return render(request, "transfer/tell.html", {"form": form, "person": asked.person})


@needs(Verb.VIEW, Thing.MATRIX)
@require_GET
def obstacles(request: PersonRequest) -> HttpResponse:
    """Of each of one's employers, whole: a team is too small to be read apart."""
    nodes = nodes_of(request.user, Verb.VIEW, Thing.MATRIX)
    roots = Organisation.objects.filter(path__in={node.path[: node.steplen] for node in nodes}).order_by("name")
    quarter = quarter_before(timezone.localdate())
    found = [(employer, read_obstacles(employer, quarter)) for employer in roots]
    return render(request, "transfer/obstacles.html", {"found": found, "quarter": quarter})


def _find(request: PersonRequest, person_id: UUID) -> Asked:
    """404 for who is not of the team, and for who there is nothing to say of."""
    for each in asked_of(request.user, timezone.localdate()):
        if each.person.pk == person_id:
            return each
    raise Http404
