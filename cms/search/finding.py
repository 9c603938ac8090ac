"""What answers a question: under headings, the most telling first."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from wagtail.models import Page, get_page_models
from wagtail.search.backends import get_search_backend
from wagtail.search.models import IndexEntry

from cms.models.directory import Place
from cms.models.findable import PLACES, SHEETS, Findable, Heading
from cms.search.excerpt import Piece, cut, mark
from cms.search.shelf import Leaflet, look_on_shelf
from cms.search.words import split_words

MOST = 300
"""Of pages and of places: nobody reads further, one more word serves better."""
TEXT_OF_ENTRY = "body_text" if connection.vendor == "postgresql" else "body"


@dataclass(frozen=True)
class Found:
    address: str
    language: str
    title: list[Piece]
    excerpt: list[Piece]


def open_pages() -> Any:
    """The pages that anyone may find: live, restricted to nobody, of a kind that says so."""
    kinds = [model for model in get_page_models() if issubclass(model, Findable)]
    kept = reduce(or_, (Q(pk__in=kind.findable().order_by().values("pk")) for kind in kinds))
    return Page.objects.live().public().filter(kept).select_related("locale")


def match(asked: str) -> dict[Heading, list[Page | Place | Leaflet]]:
    """What holds every word of the question, under its heading; nothing for a question without words."""
    if not split_words(asked):
        return {}
    by_heading: dict[Heading, list[Page | Place | Leaflet]] = {}
    search = get_search_backend().search
    for page in search(asked, open_pages(), operator="and")[:MOST]:
        by_heading.setdefault(page.specific_class.found_as, []).append(page)
    current = Place.objects.filter(pk__in=Place.objects.current().order_by().values("pk"))
    places = list(search(asked, current, operator="and")[:MOST])
    sheets = look_on_shelf(asked)
    return by_heading | ({SHEETS: sheets} if sheets else {}) | ({PLACES: places} if places else {})


def describe(found: Iterable[Page | Place | Leaflet], asked: str, request: HttpRequest) -> list[Found]:
    """Each as a line of the results; the indexed texts of pages in one query."""
    shown = list(found)
    texts = _indexed_texts([each for each in shown if not isinstance(each, Place | Leaflet)])
    return [
        _describe_place(each, asked)
        if isinstance(each, Place)
        else Found(each.address, "fr", mark(each.title, asked), cut(each.text, asked))
        if isinstance(each, Leaflet)
        else Found(
            address=each.get_url(request) or "",
            language=each.locale.language_code,
            title=mark(each.title, asked),
            excerpt=cut(texts.get((each.content_type_id, str(each.pk)), ""), asked),
        )
        for each in shown
    ]


def _describe_place(place: Place, asked: str) -> Found:
    words = f"{place.postcode} {place.town} · {', '.join(place.services)}. {place.summary}"
    return Found(reverse("place", args=[place.pk]), "fr", mark(place.name, asked), cut(words, asked))


def _indexed_texts(pages: list[Page]) -> dict[tuple[int, str], str]:
    if not pages:
        return {}
    types = ContentType.objects.get_for_models(*{page.specific_class for page in pages}).values()
    entries = IndexEntry.objects.filter(content_type__in=types, object_id__in=[str(page.pk) for page in pages])
    return {
        (kind, key): text or ""
        for kind, key, text in entries.values_list("content_type_id", "object_id", TEXT_OF_ENTRY)
    }
