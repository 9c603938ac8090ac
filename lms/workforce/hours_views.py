"""The hours of one's staff at any day: on screen, and the same as a file."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from lms.people.access import PersonRequest, needs, nodes_of, opens, staff_under
from lms.people.day_field import DayField
from lms.people.models import Organisation
from lms.people.rights import Thing, Verb
from lms.workforce.consulting import note_consultation
from lms.workforce.exports.answering import answer_file, check_format
from lms.workforce.exports.hours_table import hours_table
from lms.workforce.hours_query import HoursQuery
from lms.workforce.models import ConsultedPage
from lms.workforce.plan_forms import PlaceForm

PAGE = 50


class HoursForm(PlaceForm):
    """A team, or everyone one answers for; a day, or today."""

    le = DayField(label=_("Hours done by"), required=False)
    field_order = ("le",)

    def query(self) -> HoursQuery:
        """What was asked; a field that is wrong is left out (its error is said above the table)."""
        place = self.place
        return HoursQuery(place, self.cleaned_data.get("le") or timezone.localdate())


@needs(Verb.VIEW, Thing.HOURS)
@require_GET
def hours(request: PersonRequest) -> HttpResponse:
    """Person by person and module by module, fifty lines a page, added up over all."""
    form = _form(request, Verb.VIEW)
    query = form.query()
    page = Paginator(query.lines, PAGE).get_page(request.GET.get("page"))
    note_consultation(request.user, ConsultedPage.HOURS, {line.person for line in page})
    asked = request.GET.copy()
    asked.pop("page", None)
    here = set(staff_under(*form.nodes).filter(pk__in={line.person for line in page}).values_list("pk", flat=True))
    context: dict[str, Any] = {
        "form": form,
        "query": query,
        "page": page,
        "here": here,
        "asked": asked.urlencode(),
        "may_export": opens(request.user, Verb.EXPORT, Thing.HOURS),
    }
    return render(request, "workforce/hours.html", context)


@needs(Verb.EXPORT, Thing.HOURS)
@require_GET
def hours_file(request: PersonRequest, kind: str) -> HttpResponse:
    """All of it. A wrong filter goes back to the screen, which says why."""
    check_format(kind)
    form = _form(request, Verb.EXPORT)
    query = form.query()
    if form.errors:
        return redirect(f"{reverse('workforce:hours')}?{request.GET.urlencode()}")
    note_consultation(request.user, ConsultedPage.HOURS_FILE, {line.person for line in query.lines})
    return answer_file(hours_table(query), kind, f"heures-{query.on.isoformat()}")


def _form(request: PersonRequest, verb: Verb) -> HoursForm:
    nodes = nodes_of(request.user, verb, Thing.HOURS)
    teams = list(Organisation.objects.within(*nodes))
    given = request.GET.copy()
    given.setdefault("le", timezone.localdate().isoformat())
    return HoursForm(given, nodes=nodes, teams=teams)
