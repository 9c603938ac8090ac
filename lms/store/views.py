"""What the store holds, for the site team: find, check, call, answer."""

from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from lms.people.access import needs
from lms.people.rights import Thing, Verb
from lms.store.forms import SearchForm
from lms.store.growth import months, tables
from lms.store.sentences import write_lines, write_sentence
from xapi_store.models import AuditEntry, Statement
from xapi_store.searching import find

PAGE: Final = 25


@needs(Verb.VIEW, Thing.STORE)
def statements(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    context: dict[str, Any] = {"form": form, "lines": [], "more": ""}
    if form.is_valid():
        found = find(form.search(), PAGE)
        rows = Statement.objects.select_related("authority").filter(sid__in=found.sids).order_by("-sid")
        context |= {"lines": write_lines(list(rows)), "more": _more(request, found.more)}
    return render(request, "store/statements.html", context)


def _more(request: HttpRequest, after: int | None) -> str:
    """The same search, from there."""
    if after is None:
        return ""
    said = {name: value for name, value in request.GET.items() if name != "after" and value}
    return f"?{urlencode({**said, 'after': after})}"


@needs(Verb.VIEW, Thing.STORE)
def statement(request: HttpRequest, statement_id: UUID) -> HttpResponse:
    found = get_object_or_404(Statement.objects.select_related("authority"), statement_id=statement_id)
    context = {
        "statement": found,
        "sentence": write_sentence(found.as_json(), {}),
        "json": msgspec.json.format(found.as_text(), indent=2).decode(),
    }
    return render(request, "store/statement.html", context)


@needs(Verb.VIEW, Thing.STORE)
def growth(request: HttpRequest) -> HttpResponse:
    sizes = tables()
    context = {"months": months(timezone.localdate()), "tables": sizes, "whole": sum(table.size for table in sizes)}
    return render(request, "store/growth.html", context)


@needs(Verb.VIEW, Thing.STORE)
def trail(request: HttpRequest) -> HttpResponse:
    before = request.GET.get("after", "")
    entries = AuditEntry.objects.order_by("-id")
    if before.isascii() and before.isdigit() and len(before) < 19:
        entries = entries.filter(pk__lt=int(before))
    page = list(entries[: PAGE + 1])
    more = f"?after={page[PAGE - 1].pk}" if len(page) > PAGE else ""
    return render(request, "store/trail.html", {"entries": page[:PAGE], "more": more})
