"""Light or dark, as the person chose under « Affichage »: a cookie, so that it works without JavaScript or account."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

ONE_YEAR = 60 * 60 * 24 * 365


@require_http_methods(["GET", "HEAD", "POST"])
def choose_display(request: HttpRequest) -> HttpResponse:
    """Ask for the colours, remember them (`theme`: light, dark, else what the device says), go back to the page."""
    if request.method != "POST":
        return render(request, "cms/display.html", {"next": _page_of_ours(request.GET.get("next", "/"))})
    response = HttpResponseRedirect(_page_of_ours(request.POST.get("next", "/")))
    chosen = request.POST.get("theme", "")
    if chosen in {"light", "dark"}:
        response.set_cookie("theme", chosen, ONE_YEAR, httponly=True, samesite="Lax", secure=request.is_secure())
    else:
        response.delete_cookie("theme")
    return response


def _page_of_ours(address: str) -> str:
    """The path it is, or the home page: a bare word would be taken for the name of a view."""
    is_ours = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if is_ours else "/"
