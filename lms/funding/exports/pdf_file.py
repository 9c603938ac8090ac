"""An edition as a PDF: WeasyPrint, tagged (PDF/UA-1), in French; the figures of the screen, its charts as pictures."""

from typing import Any

from django.core.files.base import ContentFile
from django.template.loader import render_to_string
from django.utils import translation

from cms.paper import font_addresses, write_paper
from lms.funding.exports.picture import draw_groups_picture, draw_steps_picture
from lms.funding.figures import say_groups, say_steps
from lms.funding.models import EditionPdf
from lms.funding.receipt import receipt_lines
from lms.funding.report import Report, read_report
from lms.funding.targets import read_targets, sum_up
from lms.funding.words import write_date


def write_pdf(report: Report) -> bytes:
    """Asks for Pango."""
    with translation.override("fr"):
        page = write_page(report)
    return write_paper(page, report.edition.digest)


def write_page(report: Report) -> str:
    """The HTML the PDF is drawn from: its tables are those of the screen."""
    return render_to_string("funding/edition_pdf.html", context_of(report))


def context_of(report: Report) -> dict[str, Any]:
    convention, total = report.convention, report.total
    return {
        "report": report,
        "convention": convention,
        "edition_day": write_date(report.edition.as_of),
        "starts": write_date(convention.starts_on),
        "ends": write_date(convention.ends_on),
        "sentence": sum_up(convention, total),
        "targets": read_targets(convention, total, report.edition.as_of),
        "message": say_steps(total) if total else "",
        "picture": draw_steps_picture(total) if total else "",
        "groups": [(say_groups(each), draw_groups_picture(each)) for each in report.tables if each.rows],
        "lines": receipt_lines(report),
        "fonts": font_addresses(),
    }


def keep_pdf(pdf: EditionPdf) -> bool:
    """Write the file and keep it; whether this call kept it.

    The race: two workers write the same row. Both files say the same; the update that finds no file wins, the other
    takes its file back.
    """
    report = read_report(pdf.edition.convention, pdf.edition)
    storage = pdf.file.storage
    kept = storage.save(f"editions/{pdf.edition_id}.pdf", ContentFile(write_pdf(report))) if report else ""
    if EditionPdf.objects.filter(pk=pdf.pk, file="").update(file=kept):
        return True
    storage.delete(kept)
    return False
