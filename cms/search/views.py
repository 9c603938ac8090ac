"""`/recherche/?q=`: what is public, under headings, without a script."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from cms.models.findable import Heading
from cms.search.finding import Found, describe, match
from cms.search.words import split_words

LONGEST = 100
FIRST = 4
A_LEAF = 10


@dataclass(frozen=True)
class Group:
    heading: Heading
    total: int
    found: list[Found]

    @property
    def has_more(self) -> bool:
        return self.total > len(self.found)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The first of each heading; with `sorte`, one heading page by page."""
    asked = " ".join(request.GET.get("q", "").replace("\0", " ")[:LONGEST].split())
    matched = match(asked)
    kind = next((heading for heading in matched if heading.key == request.GET.get("sorte")), None)
    context: dict[str, Any] = {"asked": asked, "total": sum(map(len, matched.values())), "kind": kind}
    context |= {"has_words": bool(split_words(asked)), "query": urlencode({"q": asked})}
    if kind:
        context["all_kinds"] = f"?{context['query']}"
        context["query"] = urlencode({"q": asked, "sorte": kind.key})
        leaf = Paginator(matched[kind], A_LEAF).get_page(request.GET.get("page"))
        context |= {"leaf": leaf, "found": describe(leaf.object_list, asked, request)}
    else:
        context["groups"] = _first_of_each(matched, asked, request)
    return render(request, "cms/search.html", context)


def _first_of_each(matched: dict[Heading, list[Any]], asked: str, request: HttpRequest) -> list[Group]:
    """Described together: one query for all headings."""
    first = [page for pages in matched.values() for page in pages[:FIRST]]
    found = iter(describe(first, asked, request))
    return [Group(heading, len(pages), [next(found) for _page in pages[:FIRST]]) for heading, pages in matched.items()]
