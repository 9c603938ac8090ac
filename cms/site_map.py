"""Everything public in one list: for people (`/plan-du-site/`) and for search engines (`/sitemap.xml`).

The pages are those that the search may find: one rule says what is public.
"""

from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as django_sitemaps
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from wagtail.models import Page

from cms.models.easy import EasyToRead
from cms.models.findable import Heading
from cms.reading_language import ENGLISH, FRENCH, in_language
from cms.saying import said_in_english
from cms.search.finding import open_pages

Item = TypeVar("Item")

# Public addresses that are no page of the studio, by name: another room may not have them
ADDRESSES = [
    ("modules:catalogue", _("All the modules")),
    ("modules:why", _("Why these modules")),
    ("modules:coverage", _("What the modules cover")),
    ("modules:sheets", _("Sheets to print")),
    ("directory", _("Directory of places")),
    ("actors", _("Who does what near here")),
    ("observatory", _("Observatory")),
    ("meeting_outcomes:meetings", _("What meetings change")),
    ("agenda:ask_code", _("Check an attestation")),
    ("search", _("Search")),
    ("display", _("Display")),
]


def public_addresses() -> list[tuple[str, str]]:
    """(words, address) of those that this site has."""
    found = []
    for name, words in ADDRESSES:
        try:
            found.append((str(words), reverse(name)))
        except NoReverseMatch:
            continue
    return found


@require_safe
def show_site_map(request: HttpRequest) -> HttpResponse:
    by_heading: dict[Heading, list[tuple[str, str, str]]] = {}
    for page in open_pages().order_by("path"):
        line = (page.title, page.get_url(request) or "", page.locale.language_code)
        by_heading.setdefault(page.specific_class.found_as, []).append(line)
    context = {"by_heading": by_heading.items(), "addresses": public_addresses()}
    return render(request, "cms/site_map.html", context)


class ReadInEnglish(Sitemap[Item]):
    """Each address once a language it is read in, each time with what it is in the others."""

    limit = 25_000  # half of what a file may hold: each may be there twice

    def is_in_english(self, item: Any) -> bool:
        raise NotImplementedError

    def get_urls(self, page: int | str = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        urls = super().get_urls(page, site, protocol)
        return [each for url in urls for each in (in_both(url) if self.is_in_english(url["item"]) else [url])]


def in_both(url: dict[str, Any]) -> list[dict[str, Any]]:
    """The entry of an address of the site in French, then in English; the French one is for any other language."""
    french = urlsplit(url["location"])
    english = french._replace(path=in_language(ENGLISH, french.path))
    said = [(FRENCH, french.geturl()), (ENGLISH, english.geturl())]
    alternates = [{"lang_code": code, "location": address} for code, address in [*said, ("x-default", said[0][1])]]
    return [url | {"location": address, "alternates": alternates} for _code, address in said]


class OpenPages(ReadInEnglish[Page]):
    @cached_property
    def pages(self) -> list[Page]:
        return list(open_pages().order_by("path").specific())

    def items(self) -> list[Page]:
        return self.pages

    def location(self, item: Page) -> str:
        return item.url or ""

    @cached_property
    def in_english(self) -> set[int]:
        return said_in_english(page for page in self.pages if isinstance(page, EasyToRead))

    def is_in_english(self, item: Page) -> bool:
        return item.pk in self.in_english

    def lastmod(self, item: Page) -> Any:
        return item.last_published_at


class OtherAddresses(ReadInEnglish[tuple[str, str]]):
    def items(self) -> list[tuple[str, str]]:
        return public_addresses()

    def location(self, item: tuple[str, str]) -> str:
        return item[1]

    def is_in_english(self, item: tuple[str, str]) -> bool:
        return True


@require_safe
def write_sitemap(request: HttpRequest) -> HttpResponse:
    """`/sitemap.xml`; addresses are those of the host that was asked."""
    maps: dict[str, Any] = {"pages": OpenPages, "others": OtherAddresses}
    return django_sitemaps.sitemap(request, maps)
