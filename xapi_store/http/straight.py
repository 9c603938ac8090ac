"""A middleware: what is asked of the store goes straight to it, past what serves pages (sessions, languages, forms).

Put it after those that every answer needs (the log, HTTPS). Without it the store answers the same, less fast.
"""

import time
from collections.abc import Callable
from functools import cached_property
from threading import local
from typing import Final

from django.db import connections
from django.http import HttpRequest, HttpResponseBase
from django.urls import Resolver404, resolve, reverse

DATABASE = "default"
_TRUSTED_FOR: Final = 1.0  # seconds


class _Answered(local):
    """When the database last answered a request of this thread, whose connection is its own."""

    at = float("-inf")


_answered = _Answered()


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
        _trust_what_answered_lately()
        response: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
        _answered.at = time.monotonic()
        if not response.streaming and not response.has_header("Content-Length"):
            response.headers["Content-Length"] = str(len(response.content))  # type: ignore[attr-defined]
        return response

    @cached_property
    def prefix(self) -> str:
        """Where the project mounts the store. Another mount elsewhere is answered as any page is."""
        return reverse("xapi_store:about").removesuffix("about")


def _trust_what_answered_lately() -> None:
    """With CONN_HEALTH_CHECKS Django asks the database whether it is there before it asks for anything: half the
    questions of a busy store. A connection that failed since is found out by the request itself, then replaced.
    """
    if time.monotonic() - _answered.at < _TRUSTED_FOR:
        connections[DATABASE].health_check_done = True  # type: ignore[attr-defined]  # not in the stubs
