"""A funder's pages: the conventions, where each is, its figures in a file. Aggregates only, from stored editions."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cms.numbers import write_number
from lms.funding.exports.csv_file import CONTENT_TYPE, write_csv
from lms.funding.figures import draw_groups, draw_steps, say_groups, say_steps
from lms.funding.grid import Step
from lms.funding.issuing import Table
from lms.funding.models import Convention, EditionRequest, FundingEdition
from lms.funding.models.convention import ConventionQuerySet
from lms.funding.report import Report, read_report
from lms.funding.shown_table import ShownTable
from lms.funding.targets import read_targets, sum_up
from lms.funding.words import name_category, write_date
from lms.people.access import PersonRequest, may, needs, nodes_of, verbs_of
from lms.people.models import User
from lms.people.rights import Thing, Verb


def conventions_seen_by(person: User, verb: Verb) -> ConventionQuerySet:
    """Those of the funders this right covers: the filter every page here starts from."""
    conventions = Convention.objects.of_funders_within(*nodes_of(person, verb, Thing.CONVENTION))
    return conventions.select_related("funder")


def find_convention(person: User, verb: Verb, convention_id: UUID) -> Convention:
    """Raises Http404: another funder's convention does not exist for this person."""
    return get_object_or_404(conventions_seen_by(person, verb), pk=convention_id)


@require_GET
@needs(Verb.VIEW, Thing.CONVENTION)
def conventions(request: PersonRequest) -> HttpResponse:
    newest = FundingEdition.objects.filter(convention=OuterRef("pk")).newest_first().values("as_of")[:1]
    seen = conventions_seen_by(request.user, Verb.VIEW).annotate(latest=Subquery(newest))
    rows = [{"convention": each, "state": state_of(each, timezone.localdate())} for each in seen]
    may_change = may(request.user, Verb.CHANGE, Thing.CONVENTION)
    return render(request, "funding/conventions.html", {"rows": rows, "may_change": may_change})


@require_GET
@needs(Verb.VIEW, Thing.CONVENTION)
def convention(request: PersonRequest, convention_id: UUID) -> HttpResponse:
    """« Où en est-on » on one page."""
    found = find_convention(request.user, Verb.VIEW, convention_id)
    report = read_report(found)
    verbs = verbs_of(request.user, Thing.CONVENTION)
    context = describe(found) | {
        "report": report,
        "running": running_request(found),
        "may_export": Verb.EXPORT in verbs,
        "may_change": Verb.CHANGE in verbs,
    }
    return render(request, "funding/convention.html", context | (measure(report) if report else {}))


@require_GET
@needs(Verb.EXPORT, Thing.CONVENTION)
def export(request: PersonRequest, convention_id: UUID) -> HttpResponse:
    """The same figures in CSV; back to the page while there are none."""
    found = find_convention(request.user, Verb.EXPORT, convention_id)
    report = read_report(found)
    if report is None:
        return redirect("funding:convention", convention_id)
    name = f"convention-{found.number}-{report.edition.as_of.isoformat()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(write_csv(report), content_type=CONTENT_TYPE, headers=headers)


def describe(convention: Convention) -> dict[str, Any]:
    return {
        "convention": convention,
        "starts": write_date(convention.starts_on),
        "ends": write_date(convention.ends_on),
        "territories": ", ".join(name_category("territory", code) for code in convention.territories),
    }


def measure(report: Report) -> dict[str, Any]:
    """What only a published edition can say."""
    convention, total = report.convention, report.total
    return {
        "sentence": sum_up(convention, total),
        "targets": read_targets(convention, total, report.edition.as_of),
        "as_of": write_date(total.as_of if total else report.edition.as_of),
        "edition_day": write_date(report.edition.as_of),
        "chart": chart_of(convention, total) if total else None,
        "sections": [(table, chart_of_groups(table) if table.rows else None) for table in report.tables],
    }


def chart_of_groups(table: ShownTable) -> dict[str, Any]:
    title = _("%(table)s, as of the end of %(day)s") % {"table": table.title, "day": table.day}
    return {"figure": draw_groups(table), "message": say_groups(table), "title": title}


def chart_of(convention: Convention, total: Table) -> dict[str, Any]:
    """The drawing, its message, what it shows in one sentence, and whom it counts."""
    return {
        "figure": draw_steps(convention, total),
        "message": say_steps(total),
        "title": _("People at each step, as of the end of %(day)s") % {"day": write_date(total.as_of)},
        "base": _("%(people)s people invited.") % {"people": write_number(total.total.counts[Step.INVITED])},
    }


def running_request(convention: Convention) -> EditionRequest | None:
    """The edition that a worker is at, or will be: its page says how far the attack is."""
    return convention.edition_requests.filter(finished_at=None).order_by("-as_of").first()


def state_of(convention: Convention, today: date) -> tuple[str, str, str]:
    """Kind of tag, icon and words."""
    if today < convention.starts_on:
        return "plain", "calendar-blank", _("Not started")
    if today > convention.ends_on:
        return "plain", "flag", _("Finished")
    return "info", "hourglass-medium", _("Under way")
