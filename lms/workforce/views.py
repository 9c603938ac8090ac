"""An employer's pages: the matrix, one person, the file; and the learner's « voir ce que voit mon employeur »."""

from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from lms.people.access import PersonRequest, needs, nodes_of, opens
from lms.people.models import Organisation
from lms.people.rights import Thing, Verb
from lms.workforce.competency_list import read_competencies
from lms.workforce.consulting import consultations_of, note_consultation, tell
from lms.workforce.employers import employers_of, who_reads
from lms.workforce.exports.answering import answer_file, check_format
from lms.workforce.exports.matrix_table import matrix_table
from lms.workforce.forms import MatrixFilter
from lms.workforce.hours_query import HoursQuery
from lms.workforce.matrix import Member
from lms.workforce.matrix_query import MatrixQuery
from lms.workforce.models import ConsultedPage
from lms.workforce.person_sheet import read_sheet
from lms.workforce.state import State

PAGE = 50  # people


@needs(Verb.VIEW, Thing.MATRIX)
@require_GET
def matrix(request: PersonRequest) -> HttpResponse:
    """People × competencies of the nodes of the person asking, fifty people a page, counted over all."""
    form = _filter_for(request, Verb.VIEW)
    query = form.query(timezone.localdate())
    page: Page[Member] = Paginator(query.members, PAGE).get_page(request.GET.get("page"))
    note_consultation(request.user, ConsultedPage.MATRIX, [member.id for member in page])
    context = {
        "form": form,
        "query": query,
        "page": page,
        "rows": list(query.rows(page)),
        "states": list(State),
        "to_renew": query.cells[State.TO_RENEW],
        "never_assessed": query.cells[State.NEVER_ASSESSED],
        "cells": sum(query.cells.values()),
        "asked": _without_page(request.GET),
        "may_export": opens(request.user, Verb.EXPORT, Thing.MATRIX),
    }
    return render(request, "workforce/matrix.html", context)


@needs(Verb.EXPORT, Thing.MATRIX)
@require_GET
def export(request: PersonRequest, kind: str) -> HttpResponse:
    """The same table as the screen, all pages, as a file. A wrong filter goes back to the screen, which says why."""
    check_format(kind)
    form = _filter_for(request, Verb.EXPORT)
    if not form.is_valid():
        return redirect(f"{reverse('workforce:matrix')}?{request.GET.urlencode()}")
    query = form.query(timezone.localdate())
    note_consultation(request.user, ConsultedPage.FILE, [member.id for member in query.members])
    return answer_file(matrix_table(query), kind, f"competences-{query.on.isoformat()}")


@needs(Verb.VIEW, Thing.MATRIX)
@require_GET
def person(request: PersonRequest, person_id: UUID) -> HttpResponse:
    """One person of one's own staff; 404 for anybody else."""
    context = _sheet_context(nodes_of(request.user, Verb.VIEW, Thing.MATRIX), person_id)
    note_consultation(request.user, ConsultedPage.SHEET, [person_id])
    return render(request, "workforce/person.html", context)


@needs(Verb.VIEW, Thing.OWN_LEARNING)
@require_GET
def seen_by_employer(request: PersonRequest) -> HttpResponse:
    """The learner's own sheet, read with the employer's eyes: the same query, the same template."""
    employers = employers_of(request.user)
    if not employers:
        return render(request, "workforce/no_employer.html")
    chosen = next((each for each in employers if str(each.pk) == request.GET.get("employeur")), employers[0])
    own = {"is_own": True, "employers": employers, "employer": chosen, "readers": who_reads(request.user, chosen)}
    return render(request, "workforce/person.html", _sheet_context([chosen], request.user.pk) | own)


@needs(Verb.VIEW, Thing.OWN_LEARNING)
@require_GET
def consultations(request: PersonRequest) -> HttpResponse:
    """« Qui a regardé »: who opened which page about oneself, and when."""
    page = Paginator(consultations_of(request.user), PAGE).get_page(request.GET.get("page"))
    return render(request, "workforce/consultations.html", {"page": page, "seen": tell(page)})


def _sheet_context(nodes: list[Organisation], person_id: UUID) -> dict[str, Any]:
    query = MatrixQuery(nodes, read_competencies(), timezone.localdate())
    row = query.find_row(person_id)
    if row is None:
        raise Http404
    return {"sheet": read_sheet(row, HoursQuery(nodes, query.on, person_id)), "query": query}


def _filter_for(request: PersonRequest, verb: Verb) -> MatrixFilter:
    nodes = nodes_of(request.user, verb, Thing.MATRIX)
    teams = list(Organisation.objects.within(*nodes))
    return MatrixFilter(request.GET, nodes=nodes, teams=teams, columns=read_competencies())


def _without_page(asked: QueryDict) -> str:
    """The filter as the end of an address, for the links to other pages and to the files."""
    kept = asked.copy()
    kept.pop("page", None)
    return kept.urlencode()
