"""A middleware: what is asked of the store goes straight to it, past what serves pages (sessions, languages, forms).

Put it after those that every answer needs (the log, HTTPS). Without it the store answers the same, less fast.
"""

from collections.abc import Callable
from functools import cached_property

from django.http import HttpRequest, HttpResponseBase
from django.urls import Resolver404, resolve, reverse


class StraightToStore:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(self.prefix):
            return self.get_response(request)
        try:
            match = resolve(request.path_info)
        except Resolver404:
            return self.get_response(request)
        request.resolver_match = match
        response: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
        if not response.streaming and not response.has_header("Content-Length"):
            response.headers["Content-Length"] = str(len(response.content))  # type: ignore[attr-defined]
        return response

    @cached_property
    def prefix(self) -> str:
        """Where the project mounts the store. Another mount elsewhere is answered as any page is."""
        return reverse("xapi_store:about").removesuffix("about")
