"""One line per request, and the same request id on every line written while it is answered."""

import re
import time
import uuid
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponseBase

log = structlog.get_logger("lms.requests")
ID_SHAPE = re.compile(r"[A-Za-z0-9_-]{8,64}")


class RequestLog:
    """Says the name of the page and never its full address: an address may hold a person's id or a signed token."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        started = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=_request_id(request)):
            response = self.get_response(request)
            log.info(
                "request",
                method=request.method,
                page=request.resolver_match.view_name if request.resolver_match else "",
                status=response.status_code,
                milliseconds=round((time.perf_counter() - started) * 1000),
            )
        return response


def _request_id(request: HttpRequest) -> str:
    """The one the proxy gave, if it has the shape of one, so that both logs can be read together."""
    given = request.headers.get("X-Request-ID", "")
    return given if ID_SHAPE.fullmatch(given) else uuid.uuid4().hex
