"""The way in to every resource: version, credential, scope; and the way out: headers, errors, no body for HEAD."""

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from xapi_store.http.credentials import find_credential
from xapi_store.http.rate import count_request
from xapi_store.http.refused import Refused, say_refused, say_statement_refused
from xapi_store.http.request import VERSIONS, Call, XapiRequest, read_call, read_version
from xapi_store.models.credential import Scope
from xapi_store.spec.refusal import StatementRefused

Handler = Callable[[XapiRequest], HttpResponse]
Scopes = frozenset[Scope]

READING = frozenset({Scope.READ_ALL, Scope.ALL})
_METHODS = "GET, HEAD, PUT, POST, DELETE, OPTIONS"
_CORS = {
    # No cookie counts here: whoever has no key learns nothing, from whatever page.
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, X-Experience-API-Version, "
    "X-Experience-API-Consistent-Through, X-Experience-API-Hash, Retry-After",
}
_PREFLIGHT = {
    "Access-Control-Allow-Methods": _METHODS,
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Accept-Language, If-Match, If-None-Match, "
    "X-Experience-API-Version",
    "Access-Control-Max-Age": "86400",
}


def resource(
    handlers: Mapping[str, tuple[Handler, Scopes]], finish: Callable[[HttpResponse], None] = lambda _: None
) -> Callable[..., HttpResponse]:
    """The Django view of a resource: for each method, who answers and which scopes (any of them) open it.

    `finish` sees every answer, errors as well.
    """

    @csrf_exempt
    def view(request: HttpRequest, default_version: str = "2") -> HttpResponse:
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers={**_CORS, **_PREFLIGHT})
        version = default_version
        try:
            call = read_call(request)
            version = read_version(call)
            response = _answer(call, version, handlers)
        except Refused as refused:
            response = say_refused(refused)
        except StatementRefused as refusal:
            response = say_statement_refused(refusal)
        finish(response)
        return _finish(request, response, version)

    return view


def _answer(call: Call, version: str, handlers: Mapping[str, tuple[Handler, Scopes]]) -> HttpResponse:
    credential = find_credential(call.headers.get("authorization", ""))
    count_request(credential)
    method = "GET" if call.method == "HEAD" else call.method
    if method not in handlers:
        raise Refused(405, f"{call.method} has no meaning here.", Allow=", ".join(handlers))
    handler, scopes = handlers[method]
    if not credential.has(scopes):
        raise Refused(403, "This credential does not open this resource.")
    return handler(XapiRequest(call, version, credential))


def _finish(request: HttpRequest, response: HttpResponse, version: str) -> HttpResponse:
    response.headers["X-Experience-API-Version"] = VERSIONS[version]
    for name, value in _CORS.items():
        response.headers[name] = value
    if request.method == "HEAD":
        response.headers["Content-Length"] = str(len(response.content))
        response.content = b""
    return response
