"""One xAPI request, whichever way it was written: plain, or in the alternate syntax of 1.0.3 (Communication 1.3)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from django.http import HttpRequest, QueryDict

from xapi_store.configuration import configuration
from xapi_store.http.refused import Refused
from xapi_store.models import Credential

VERSIONS: Final = {"1": "1.0.3", "2": "2.0.0"}
_VERSION = re.compile(r"([12])\.0(?:\.\d{1,4})?")

# What the alternate syntax may say in its form instead of a header.
_FORM_HEADERS: Final = (
    "authorization", "x-experience-api-version", "content-type", "content-length", "if-match", "if-none-match",
    "accept", "accept-language",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Call:
    """What was asked, before anybody is known: headers by lower-case name."""

    method: str
    path: str
    parameters: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    is_alternate: bool

    @property
    def content_type(self) -> str:
        """The media type alone, in lower case."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


@dataclass(frozen=True, slots=True)
class XapiRequest:
    """`version` is the major one, "1" or "2"."""

    call: Call
    version: str
    credential: Credential


def read_call(request: HttpRequest) -> Call:
    """Refused when a parameter comes twice, when the body is too long, or the alternate syntax is not kept."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    parameters = _once(request.GET)
    body = _read_body(request, headers)
    if request.method == "POST" and "method" in parameters:
        return _read_alternate(request, parameters, headers, body)
    return Call(request.method or "", request.path, parameters, headers, body, False)


def _once(query: QueryDict) -> dict[str, str]:
    for name, values in query.lists():
        if len(values) != 1:
            raise Refused(400, f"The parameter {name} is given twice.")
    return query.dict()  # type: ignore[return-value]  # each value is one string, as just checked


def _read_body(request: HttpRequest, headers: Mapping[str, str]) -> bytes:
    most = configuration().max_body
    length = headers.get("content-length") or "0"
    if not length.isascii() or not length.isdigit():
        raise Refused(400, "The header Content-Length is not a whole number.")
    if len(length) > 18 or int(length) > most:
        raise Refused(413, f"The body is longer than {most} bytes.")
    return request.read()


def _read_alternate(request: HttpRequest, parameters: Mapping[str, str], headers: dict[str, str], body: bytes) -> Call:
    """A POST whose form holds the parameters, some headers and the body ("content") of another request."""
    if len(parameters) > 1:
        raise Refused(400, "With the alternate syntax, only method is said in the address.")
    if headers.get("content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
        raise Refused(400, "The alternate syntax is a form (application/x-www-form-urlencoded).")
    method = parameters["method"].upper()
    form = _read_form(body)
    content = form.pop("content", None)
    if content is None and method in {"PUT", "POST"}:
        raise Refused(400, "With the alternate syntax, the body is said in the form, as content.")
    said = {name: form.pop(name) for name in list(form) if name.lower() in _FORM_HEADERS}
    headers = {**headers, "content-type": "application/json"} | {name.lower(): value for name, value in said.items()}
    return Call(method, request.path, form, headers, (content or "").encode(), True)


def _read_form(body: bytes) -> dict[str, str]:
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=100)
    except ValueError:
        raise Refused(400, "The form cannot be read.") from None
    if len(dict(pairs)) != len(pairs):
        raise Refused(400, "A field of the form is given twice.")
    return dict(pairs)


def read_version(call: Call) -> str:
    """The major version that the header asks for."""
    asked = call.headers.get("x-experience-api-version")
    if asked is None:
        raise Refused(400, "The header X-Experience-API-Version is missing.")
    match = _VERSION.fullmatch(asked)
    if match is None:
        raise Refused(400, f"X-Experience-API-Version: {asked} is not a version that this store knows.")
    if match[1] == "2" and call.is_alternate:
        raise Refused(400, "The alternate request syntax is not part of xAPI 2.0.")
    return match[1]
