"""Gaps, the half-days that close most of them, and plans: seen before they are made, undone when one wishes."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lms.diagnosis.beyond import beyond_training
from lms.people.access import PersonRequest, needs, nodes_of, opens, staff_under
from lms.people.models import Organisation, User
from lms.people.rights import Thing, Verb
from lms.workforce.competency_list import read_competencies
from lms.workforce.consulting import note_consultation
from lms.workforce.gaps import rank_half_days, read_gaps
from lms.workforce.models import ConsultedPage, Plan, Reach
from lms.workforce.plan_forms import PlaceForm, PlanForm
from lms.workforce.planning import find_reached, finished_days, latest_edition, make_plan, undo_plan
from modules.models import Edition
from modules.recommending import latest_editions

PAGE = 50
HALF_DAYS = 5
PLANS = 20


@needs(Verb.VIEW, Thing.PLAN)
@require_GET
def gaps(request: PersonRequest) -> HttpResponse:
    """By structure, team or person: what is missing, what closes most of it per hour, what training cannot close."""
    nodes = nodes_of(request.user, Verb.VIEW, Thing.PLAN)
    form = PlaceForm(request.GET, nodes=nodes, teams=list(Organisation.objects.within(*nodes)))
    place = form.place
    person = _find_person(place, request.GET.get("personne", ""))
    if person:
        note_consultation(request.user, ConsultedPage.GAPS, [person.pk])
    found = read_gaps(place, read_competencies(), timezone.localdate(), person.pk if person else None)
    context = {
        "form": form,
        "place": place,
        "person": person,
        "gaps": found,
        "ranked": rank_half_days(found)[:HALF_DAYS],
        "beyond": [lack for node in place for lack in beyond_training(node)],
        "plans": _told(Plan.objects.standing().under(*nodes).select_related("node", "person", "made_by")[:PLANS]),
        "may_plan": opens(request.user, *_CHANGE),
    }
    return render(request, "workforce/gaps.html", context)


@needs(Verb.CHANGE, Thing.PLAN)
@require_http_methods(["GET", "POST"])
def new_plan(request: PersonRequest) -> HttpResponse:
    """Fill, see who gets it and who does not, then ask: two buttons of one form."""
    nodes = list(Organisation.objects.within(*nodes_of(request.user, *_CHANGE)))
    form = PlanForm(request.POST or None, initial=_initial(request), nodes=nodes, editions=latest_editions())
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        if request.POST.get("geste") == "demander":
            made = make_plan(form.wish(), request.user)
            messages.success(request, _("Asked. Each person reads it on their page, with the day and the reason."))
            return redirect("workforce:plan", made.pk)
        context["reached"] = find_reached(form.wish(), timezone.localdate())
    return render(request, "workforce/plan_form.html", context)


@needs(Verb.VIEW, Thing.PLAN)
@require_GET
def plan(request: PersonRequest, plan_id: UUID) -> HttpResponse:
    """Who is asked, by which day, who has finished. Only people who still work there."""
    found = _find(request.user, Verb.VIEW, plan_id)
    there = found.assignments.filter(person__in=staff_under(found.node)).select_related("person")
    rows = there.order_by("person__last_name", "person__first_name", "pk")
    done = finished_days(found)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    note_consultation(request.user, ConsultedPage.PLAN, [row.person_id for row in page])
    context = {
        "plan": found,
        "edition": latest_edition(found.module_key),
        "page": page,
        "rows": [(row, done.get(row.person_id)) for row in page],
        "may_change": opens(request.user, *_CHANGE),
    }
    return render(request, "workforce/plan.html", context)


@needs(Verb.CHANGE, Thing.PLAN)
@require_POST
def undo(request: PersonRequest, plan_id: UUID) -> HttpResponse:
    found = _find(request.user, Verb.CHANGE, plan_id)
    if undo_plan(found, request.user):
        messages.success(request, _("Undone: nobody is asked any more. What was followed stays theirs."))
    return redirect("workforce:plan", found.pk)


_CHANGE = (Verb.CHANGE, Thing.PLAN)


def _find(person: User, verb: Verb, plan_id: UUID) -> Plan:
    """Raises Http404: a plan of another team does not exist for this person."""
    plans = Plan.objects.under(*nodes_of(person, verb, Thing.PLAN)).select_related("node", "made_by", "person")
    return get_object_or_404(plans, pk=plan_id)


def _find_person(place: list[Organisation], asked: str) -> User | None:
    if not asked:
        return None
    try:
        key = UUID(asked)
    except ValueError as error:
        raise Http404 from error
    found: User = get_object_or_404(staff_under(*place), pk=key)
    return found


def _told(plans: Any) -> list[tuple[Plan, Edition | None]]:
    """Each plan with the module it asks for. One query besides that of the plans."""
    editions = {edition.module_key: edition for edition in latest_editions()}
    return [(each, editions.get(each.module_key)) for each in plans]


def _initial(request: PersonRequest) -> dict[str, Any]:
    """What the gaps page already knows: the module, where, and for whom."""
    person = request.GET.get("personne", "")
    given = {"module": request.GET.get("module", ""), "node": request.GET.get("equipe", ""), "person": person}
    return {**given, "reach": Reach.PERSON if person else Reach.TEAM}
