"""A page of the CMS by its address, in two queries whatever its depth: Wagtail's own way asks two a level.

The address is what Wagtail keeps on the page (`url_path`). Pages that answer more than their own address (feeds of the
watch) or none (activities) keep Wagtail's way, and so does a house with several sites.
"""

from django.db.models import TextField
from django.http import Http404, HttpRequest, HttpResponse
from wagtail import views
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult

from competencies.prepared import Prepared


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Wagtail's view, told beforehand which page it is; a test holds it to reading what it is told."""
    if "\0" in path:  # PostgreSQL would refuse the question itself, with an error of ours
        raise Http404
    page = find_page(path)
    if page is not None:
        request._wagtail_route_for_request = RouteResult(page)  # type: ignore[attr-defined]  # noqa: SLF001
    response: HttpResponse = views.serve(request, path)
    return response


_live_at: Prepared[Page] = Prepared(
    lambda address: Page.objects.live().filter(url_path=address).select_related("locale").order_by("pk")[:1],
    address=TextField(),
)


def find_page(path: str) -> Page | None:
    """The live page at this address of the one site, as its own type; None: let Wagtail look for it."""
    roots = Site.get_site_root_paths()
    if len(roots) != 1:
        return None
    found = next(iter(_live_at(address=f"{roots[0].root_path}{path}")), None)
    if found is None or found.specific_class is None or found.specific_class.route is not Page.route:
        return None
    page: Page = found.specific
    page.locale = found.locale
    return page
