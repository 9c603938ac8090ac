"""A medium, from our own address: no other site is asked for anything. A part of it when a player asks for a part."""

import re

from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_GET

from modules.media.checking import KINDS
from modules.media.keeping import place_of

RANGE = re.compile(r"^bytes=(\d{0,12})-(\d{0,12})$", re.ASCII)
A_YEAR = 31_536_000
PIECE = 2_000_000
"""Bytes of one answer to a player that asks for « from here »: it asks again."""


@login_required
@require_GET
def show_medium(request: HttpRequest, name: str, extension: str) -> HttpResponseBase:
    """For learners, and those who write, check or lead. Its name says its content, so a browser keeps it."""
    kind, name = KINDS.get(extension), f"{name}.{extension}"
    if kind is None or not default_storage.exists(place_of(name)):
        raise Http404
    response = _part(request, name, default_storage.size(place_of(name)))
    if response is None:
        response = FileResponse(default_storage.open(place_of(name)))
    response["Content-Type"] = kind.content_type
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = f"private, max-age={A_YEAR}, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Disposition"] = "inline"
    return response


def _part(request: HttpRequest, name: str, size: int) -> HttpResponseBase | None:
    """The bytes asked for, None when the whole file is asked for (or when what is asked cannot be read)."""
    asked = RANGE.match(request.headers.get("Range", ""))
    if asked is None or asked[0] == "bytes=-":
        return None
    first, last = read_range(asked[1], asked[2], size)
    if first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    with default_storage.open(place_of(name)) as kept:
        kept.seek(first)
        content = kept.read(last - first + 1)
    return HttpResponse(content, status=206, headers={"Content-Range": f"bytes {first}-{last}/{size}"})


def read_range(first: str, last: str, size: int) -> tuple[int, int]:
    """The first and last byte, both included, of « 5-9 », « 5- » or « -5 » (the five last). Pure."""
    if not first:
        return max(0, size - min(int(last), PIECE)), size - 1
    begins = int(first)
    ends = int(last) if last else size - 1
    return begins, min(ends, size - 1, begins + PIECE - 1)
