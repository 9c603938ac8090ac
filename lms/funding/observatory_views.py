"""The observatory: one public page of the platform's figures."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cms.numbers import write_number
from lms.funding.catalogue import TOTAL
from lms.funding.figures import draw_groups, draw_total, say_groups, say_steps
from lms.funding.grid import Step
from lms.funding.models import ObservatoryEdition
from lms.funding.naming import names_of
from lms.funding.report import show
from lms.funding.shown_table import ShownTable
from lms.funding.words import write_date


@require_GET
def observatory(request: HttpRequest) -> HttpResponse:
    """The latest edition; a sentence while there is none."""
    edition = ObservatoryEdition.objects.first()
    return render(request, "funding/observatory.html", describe_public(edition) if edition else {})


def describe_public(edition: ObservatoryEdition) -> dict[str, Any]:
    snapshot = edition.thawed
    names = names_of(snapshot)
    tables = [show(snapshot.issue_of(axis), edition.as_of, edition.k, names) for axis in snapshot.axes()]
    whole, platform = _("All the conventions together"), _("Platform")
    tables = [replace(each, title=whole, head=platform) if each.axis == TOTAL else each for each in tables]
    total = snapshot.issue_of(TOTAL).table
    return {
        "edition": edition,
        "edition_day": write_date(edition.as_of),
        "chart": {"figure": draw_total(total), "message": say_steps(total)} if total else None,
        "title": _("People at each step, as of the end of %(day)s") % {"day": write_date(edition.as_of)},
        "base": write_number(total.total.counts[Step.INVITED]) if total else "",
        "sections": [(table, _draw(table) if table.rows else None) for table in tables],
    }


def _draw(table: ShownTable) -> dict[str, Any]:
    title = _("%(table)s, as of the end of %(day)s") % {"table": table.title, "day": table.day}
    return {"figure": draw_groups(table), "message": say_groups(table), "title": title}
