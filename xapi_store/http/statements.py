"""Statement Resource (Communication 2.1)."""

from collections.abc import Sequence

import msgspec
from django.http import HttpResponse

from xapi_store.attachments import contents_of
from xapi_store.configuration import configuration
from xapi_store.consistency import lately_consistent_through
from xapi_store.formats import FORMATS, write_statements
from xapi_store.http.cursor import read_cursor, write_more
from xapi_store.http.gate import READING, resource
from xapi_store.http.parameters import Parameters
from xapi_store.http.refused import Refused
from xapi_store.http.request import XapiRequest
from xapi_store.http.search import PARAMETERS, page_size, read_search
from xapi_store.http.sent import match_attachments, split_body
from xapi_store.http.voiding import check_voidings
from xapi_store.languages import read_accept_language
from xapi_store.models.credential import Scope
from xapi_store.multipart import Part, write_parts
from xapi_store.reading import Kept, read_one, read_page
from xapi_store.received import Received, receive
from xapi_store.searching import find
from xapi_store.spec.refusal import StatementRefused
from xapi_store.spec.timestamp import write_timestamp
from xapi_store.storing import MAX_TOGETHER, Recorded, StatementConflict, store

_THROUGH = "X-Experience-API-Consistent-Through"
_WRITING = frozenset({Scope.WRITE_STATEMENTS, Scope.ALL})
_ANY_READING = READING | {Scope.READ_STATEMENTS, Scope.READ_OWN_STATEMENTS}


def put(request: XapiRequest) -> HttpResponse:
    """One statement, under the id of the address. 204."""
    parameters = Parameters(request.call.parameters, ("statementId",))
    parameters.need("statementId")
    statement_id = parameters.uuid("statementId")
    text, parts = split_body(request)
    received = receive(text, request.version, statement_id)
    if received.statement_id != statement_id:
        raise Refused(400, "The id of the statement is not the one of the address.")
    _take(request, [received], parts)
    return HttpResponse(status=204)


def post(request: XapiRequest) -> HttpResponse:
    """One statement or a list of them. 200, with their ids in order."""
    Parameters(request.call.parameters, ())
    text, parts = split_body(request)
    received = _receive_all(text, request.version)
    recorded = _take(request, received, parts) if received else []
    ids = [one.statement_id for one in recorded]
    return HttpResponse(msgspec.json.encode(ids), content_type="application/json")


def _receive_all(text: bytes, version: str) -> list[Received]:
    if text.lstrip()[:1] != b"[":
        return [receive(text, version)]
    try:
        texts = msgspec.json.decode(text, type=list[msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise StatementRefused("$", "is not JSON", "XAPI-00014") from None
    most = min(configuration().max_batch, MAX_TOGETHER)
    if len(texts) > most:
        raise Refused(413, f"More than {most} statements at once.")
    received: list[Received] = []
    try:
        received.extend(receive(bytes(raw), version) for raw in texts)
    except StatementRefused as refusal:
        raise refusal.within(f"$[{len(received)}]") from None
    return received


def _take(request: XapiRequest, received: Sequence[Received], parts: Sequence[Part]) -> list[Recorded]:
    """Store them on the word of the credential. Nobody is told by a signal: see `xapi_store.signals`."""
    credential = request.credential
    if credential.is_restricted and not all(
        credential.covers(one.activity, one.context_registration) for one in received
    ):
        raise Refused(403, "This credential is restricted to other activities or to a registration.")
    check_voidings(credential, received)
    match_attachments(received, parts)
    defines = credential.has((Scope.DEFINE, Scope.ALL))
    try:
        return store(received, credential.authority, defines=defines).recorded
    except StatementConflict as conflict:
        raise Refused(409, str(conflict)) from None


def get(request: XapiRequest) -> HttpResponse:
    parameters = Parameters(request.call.parameters, PARAMETERS)
    through = write_timestamp(lately_consistent_through())  # before anything is read
    if parameters.has("statementId") or parameters.has("voidedStatementId"):
        response = _get_one(request, parameters)
    else:
        response = _get_page(request, parameters)
    response.headers[_THROUGH] = through
    return response


def _get_one(request: XapiRequest, parameters: Parameters) -> HttpResponse:
    voided = parameters.has("voidedStatementId")
    name = "voidedStatementId" if voided else "statementId"
    if set(parameters.given) - {name, "attachments", "format"}:
        raise Refused(400, f"With {name}, only attachments and format may be said.")
    statement_id = parameters.uuid(name)
    if statement_id is None:
        raise Refused(400, f"The parameter {name} is needed.")
    statement = read_one(statement_id, voided, request.credential.authority_id if _only_mine(request) else None)
    if statement is None:
        raise Refused(404, "There is no such statement.")
    (text,) = _write(request, parameters, [statement])
    response = _send(parameters, text, [statement])
    response.headers["Last-Modified"] = statement.stored.strftime("%a, %d %b %Y %H:%M:%S GMT")
    return response


def _get_page(request: XapiRequest, parameters: Parameters) -> HttpResponse:
    mine = request.credential.authority_id if _only_mine(request) else None
    after = read_cursor(parameters.given["cursor"]) if parameters.has("cursor") else None
    found = find(read_search(parameters, mine, after), page_size(parameters))
    statements = read_page(found.sids)
    texts = b",".join(_write(request, parameters, statements))
    more = "" if found.more is None else write_more(request.call, found.more)
    return _send(parameters, b'{"statements":[%b],"more":%b}' % (texts, msgspec.json.encode(more)), statements)


def _only_mine(request: XapiRequest) -> bool:
    return not request.credential.has(READING | {Scope.READ_STATEMENTS})


def _write(request: XapiRequest, parameters: Parameters, statements: Sequence[Kept]) -> list[bytes]:
    form = parameters.given.get("format", "exact")
    if form not in FORMATS:
        raise Refused(400, f"The parameter format is one of {', '.join(FORMATS)}.")
    wanted = read_accept_language(request.call.headers.get("accept-language", ""))
    return write_statements(statements, form, wanted)


def _send(parameters: Parameters, text: bytes, statements: Sequence[Kept]) -> HttpResponse:
    """As JSON, or as multipart/mixed with whatever was sent as attachments."""
    if not parameters.flag("attachments"):
        return HttpResponse(text, content_type="application/json")
    described = (attachment for one in statements for attachment in receive(one.kept_text(), "2").attachments)
    parts = [Part({"Content-Type": "application/json"}, text)]
    for sha2, (attachment, content) in contents_of(described).items():
        headers = {"Content-Type": attachment.content_type, "Content-Transfer-Encoding": "binary"}
        parts.append(Part({**headers, "X-Experience-API-Hash": sha2}, content))
    content_type, body = write_parts(parts)
    return HttpResponse(body, content_type=content_type)


def _say_through(response: HttpResponse) -> None:
    """On every answer; what was read is consistent up to the instant before it was read, told by `get` itself."""
    if _THROUGH not in response.headers:
        response.headers[_THROUGH] = write_timestamp(lately_consistent_through())


statements = resource({"GET": (get, _ANY_READING), "PUT": (put, _WRITING), "POST": (post, _WRITING)}, _say_through)
