"""The head's pages: which structures, and the fifteen questions about one of them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from competencies.instruments import interview_guide
from lms.diagnosis.beyond import diagnosis_of, read_diagnosis
from lms.diagnosis.forms import InstrumentForm
from lms.diagnosis.models import StructureDiagnosis
from lms.people.access import PersonRequest, needs, organisations_seen_by
from lms.people.models import Organisation
from lms.people.rights import Thing, Verb


@needs(Verb.VIEW, Thing.DIAGNOSIS)
@require_GET
def structures(request: PersonRequest) -> HttpResponse:
    """The structures one answers for, and those already answered."""
    found = organisations_seen_by(request.user, Verb.VIEW, Thing.DIAGNOSIS).select_related("diagnosis")
    return render(request, "diagnosis/structures.html", {"structures": found})


@needs(Verb.VIEW, Thing.DIAGNOSIS)
@require_GET
def structure(request: PersonRequest, organisation_id: UUID) -> HttpResponse:
    """What the structure lacks: on one side what training closes, on the other what only the employer can."""
    seen = organisations_seen_by(request.user, Verb.VIEW, Thing.DIAGNOSIS)
    organisation: Organisation = get_object_or_404(seen, pk=organisation_id)
    row = diagnosis_of(organisation)
    diagnosis = read_diagnosis(row) if row else None
    return render(request, "diagnosis/structure.html", {"organisation": organisation, "diagnosis": diagnosis})


@needs(Verb.CHANGE, Thing.DIAGNOSIS)
@require_http_methods(["GET", "POST"])
def answer(request: PersonRequest, organisation_id: UUID) -> HttpResponse:
    """The fifteen questions; answered again, they replace the first answers."""
    seen = organisations_seen_by(request.user, Verb.CHANGE, Thing.DIAGNOSIS)
    organisation: Organisation = get_object_or_404(seen, pk=organisation_id)
    row = StructureDiagnosis.objects.filter(organisation=organisation).first()
    form = InstrumentForm(request.POST or None, instrument=interview_guide(), initial=_initial(row))
    if request.method == "POST" and form.is_valid():
        values = {"choices": form.choices(), "words": form.words(), "answered_by": request.user}
        StructureDiagnosis.objects.update_or_create(
            organisation=organisation, defaults=values | {"answered_at": timezone.now()}
        )
        messages.success(request, _("Answers recorded."))
        return redirect("diagnosis:structure", organisation.pk)
    return render(request, "diagnosis/answer.html", {"organisation": organisation, "form": form})


def _initial(row: StructureDiagnosis | None) -> dict[str, str]:
    """Every closed question of the guide takes one answer."""
    if row is None:
        return {}
    return {key: chosen[0] for key, chosen in row.choices.items()} | row.words
