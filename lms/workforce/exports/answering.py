"""A table sent as a file, in one of the formats an employer may ask for."""

from django.http import Http404, HttpResponse

from lms.workforce.exports import csv_file, xlsx_file
from lms.workforce.exports.table import Table

FORMATS = {
    "csv": (csv_file.write_csv, csv_file.CONTENT_TYPE),
    "xlsx": (xlsx_file.write_xlsx, xlsx_file.CONTENT_TYPE),
}


def check_format(kind: str) -> None:
    """Raises Http404 for a format we do not write."""
    if kind not in FORMATS:
        raise Http404


def answer_file(table: Table, kind: str, name: str) -> HttpResponse:
    write, content_type = FORMATS[kind]
    headers = {"Content-Disposition": f'attachment; filename="{name}.{kind}"'}
    return HttpResponse(write(table), content_type=content_type, headers=headers)
