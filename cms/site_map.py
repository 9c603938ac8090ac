"""Everything public in one list: for people (`/plan-du-site/`) and for search engines (`/sitemap.xml`).

The pages are those that the search may find: one rule says what is public.
"""

from typing import Any

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as django_sitemaps
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from wagtail.models import Page

from cms.models.findable import Heading
from cms.search.finding import open_pages

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


class OpenPages(Sitemap[Page]):
    def items(self) -> Any:
        return open_pages().order_by("path")

    def location(self, item: Page) -> str:
        return item.url or ""

    def lastmod(self, item: Page) -> Any:
        return item.last_published_at


class OtherAddresses(Sitemap[tuple[str, str]]):
    def items(self) -> list[tuple[str, str]]:
        return public_addresses()

    def location(self, item: tuple[str, str]) -> str:
        return item[1]


@require_safe
def write_sitemap(request: HttpRequest) -> HttpResponse:
    """`/sitemap.xml`; addresses are those of the host that was asked."""
    maps: dict[str, Any] = {"pages": OpenPages, "others": OtherAddresses}
    return django_sitemaps.sitemap(request, maps)
