"""The editions of a convention: the archive, all the tables of one, its receipt, the edition run again, its files."""

from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from cms.pango import PACKAGES, pdf_ready
from lms.funding.exports import csv_file, xlsx_file
from lms.funding.models import Convention, EditionPdf, FundingEdition
from lms.funding.receipt import older_tables, receipt_lines
from lms.funding.replaying import replay
from lms.funding.report import Report, read_report
from lms.funding.tasks import ask_for_pdf
from lms.funding.views import find_convention
from lms.funding.words import CHANGES, DEPTH_WORDS, VERDICTS, title_table, write_date
from lms.people.access import PersonRequest, may, needs
from lms.people.models import User
from lms.people.rights import Thing, Verb

FILES = {
    "csv": (csv_file.write_csv, csv_file.CONTENT_TYPE),
    "xlsx": (xlsx_file.write_xlsx, xlsx_file.CONTENT_TYPE),
}


def find_edition(person: User, verb: Verb, convention_id: UUID, edition_id: UUID) -> FundingEdition:
    """Raises Http404: another funder's edition does not exist for this person."""
    found = find_convention(person, verb, convention_id)
    return get_object_or_404(found.editions.select_related("convention__funder"), pk=edition_id)


def report_of(edition: FundingEdition) -> Report:
    report = read_report(edition.convention, edition)
    if report is None:
        raise Http404
    return report


@require_GET
@needs(Verb.VIEW, Thing.CONVENTION)
def editions(request: PersonRequest, convention_id: UUID) -> HttpResponse:
    """Every edition ever published, newest first: none is ever removed."""
    found = find_convention(request.user, Verb.VIEW, convention_id)
    rows = found.editions.newest_first().defer("snapshot", "gate")
    return render(request, "funding/editions.html", {"convention": found, "rows": rows})


@require_GET
@needs(Verb.VIEW, Thing.CONVENTION)
def edition(request: PersonRequest, convention_id: UUID, edition_id: UUID) -> HttpResponse:
    """All the tables of an edition, at each depth."""
    found = find_edition(request.user, Verb.VIEW, convention_id, edition_id)
    return render(request, "funding/edition.html", describe_edition(request.user, found))


@require_GET
@needs(Verb.VIEW, Thing.CONVENTION)
def receipt(request: PersonRequest, convention_id: UUID, edition_id: UUID) -> HttpResponse:
    found = find_edition(request.user, Verb.VIEW, convention_id, edition_id)
    context = describe_edition(request.user, found)
    context |= {"lines": receipt_lines(context["report"]), "older": older_tables(context["report"])}
    return render(request, "funding/receipt_page.html", context)


@never_cache
@require_GET
@needs(Verb.VIEW, Thing.CONVENTION)
def run_again(request: PersonRequest, convention_id: UUID, edition_id: UUID) -> HttpResponse:
    """« Rejouer depuis le reçu »: the same figures, or what changed since and why."""
    found = find_edition(request.user, Verb.VIEW, convention_id, edition_id)
    told, context = replay(found), describe_edition(request.user, found)
    names = context["report"].names
    differences = [
        (title_table(axis, names), DEPTH_WORDS[depth], CHANGES[kind])
        for (axis, depth), kind in told.differences.items()
    ]
    context |= {"is_same": told.is_same, "verdict": str(VERDICTS[told.verdict]), "differences": differences}
    return render(request, "funding/replay.html", context)


@require_GET
@needs(Verb.EXPORT, Thing.CONVENTION)
def edition_file(request: PersonRequest, convention_id: UUID, edition_id: UUID, kind: str) -> HttpResponse:
    """The figures of the edition in a file."""
    if kind not in FILES:
        raise Http404
    return answer_file(report_of(find_edition(request.user, Verb.EXPORT, convention_id, edition_id)), kind)


@needs(Verb.EXPORT, Thing.CONVENTION)
@never_cache
@require_http_methods(["GET", "POST"])
def pdf(request: PersonRequest, convention_id: UUID, edition_id: UUID) -> Any:
    """The PDF; sent: it is asked for. The page of the edition while it is not ready."""
    found = find_edition(request.user, Verb.EXPORT, convention_id, edition_id)
    if request.method == "POST":
        ask_for_pdf(found)
        return redirect("funding:edition", convention_id, edition_id)
    ready = EditionPdf.objects.filter(edition=found).exclude(file="").first()
    if ready is None:
        return redirect("funding:edition", convention_id, edition_id)
    name = f"convention-{found.convention.number}-{found.as_of.isoformat()}.pdf"
    return FileResponse(ready.file.open("rb"), as_attachment=True, filename=name, content_type="application/pdf")


def answer_file(report: Report, kind: str) -> HttpResponse:
    write, content_type = FILES[kind]
    name = f"convention-{report.convention.number}-{report.edition.as_of.isoformat()}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(write(report), content_type=content_type, headers=headers)


def describe_edition(person: User, found: FundingEdition) -> dict[str, Any]:
    convention: Convention = found.convention
    return {
        "convention": convention,
        "edition": found,
        "report": report_of(found),
        "edition_day": write_date(found.as_of),
        "may_export": may(person, Verb.EXPORT, Thing.CONVENTION),
        "may_change": may(person, Verb.CHANGE, Thing.CONVENTION),
        "pdf": EditionPdf.objects.filter(edition=found).first(),
        "missing_packages": "" if pdf_ready() else PACKAGES,
    }
