"""What the three document resources share: one document by its id, or the ids of many."""

from collections.abc import Mapping
from typing import Any, Literal

from django.db.models import Max, QuerySet
from django.http import HttpResponse, JsonResponse
from django.utils.http import http_date

from xapi_store.documents import (
    NotMergeable,
    Precondition,
    PreconditionFailed,
    PreconditionNeeded,
    delete_documents,
    media_type,
    post_document,
    put_document,
    read_object,
)
from xapi_store.http.parameters import Parameters
from xapi_store.http.refused import Refused
from xapi_store.http.request import XapiRequest
from xapi_store.models import Document

JSON = "application/json"
Needed = Literal["", "to replace", "always"]
_NEEDED = (
    "Say with If-Match which document you have seen and would replace, "
    "or with If-None-Match: * that you would not replace one."
)


def get_one(where: Mapping[str, Any]) -> HttpResponse:
    document = Document.objects.filter(**where).order_by("id").first()
    if document is None:
        raise Refused(404, "There is no such document.")
    headers = {"ETag": document.tag, "Last-Modified": http_date(document.updated_at.timestamp())}
    return HttpResponse(bytes(document.content), content_type=document.content_type, headers=headers)


def get_ids(documents: "QuerySet[Document]", parameters: Parameters) -> HttpResponse:
    since = parameters.moment("since")
    if since is not None:
        documents = documents.filter(updated_at__gt=since)
    ids = list(documents.order_by("id").values_list("document_id", flat=True))
    response = JsonResponse(ids, safe=False)
    latest = documents.aggregate(latest=Max("updated_at"))["latest"]
    if latest is not None:
        response.headers["Last-Modified"] = http_date(latest.timestamp())
    return response


def put(request: XapiRequest, where: Mapping[str, Any], *, needed: Needed) -> HttpResponse:
    """`needed`: whether the caller must say what it has seen (409 when a document is there, 400 when none is)."""
    return _change(put_document, request, where, needed=needed)


def post(request: XapiRequest, where: Mapping[str, Any]) -> HttpResponse:
    return _change(post_document, request, where, needed="")


def _change(deed: Any, request: XapiRequest, where: Mapping[str, Any], *, needed: Needed) -> HttpResponse:
    content_type = request.call.headers.get("content-type") or "application/octet-stream"
    if media_type(content_type) == JSON:
        _check_json(request, deed is post_document)
    elif deed is post_document:
        raise Refused(400, "Only documents of type application/json are merged.")
    if len(content_type) > 200:
        raise Refused(400, "The Content-Type is too long.")
    try:
        deed(where, request.call.body, content_type, _precondition(request, needed=needed))
    except NotMergeable as error:
        raise Refused(400, str(error)) from None
    except PreconditionFailed:
        raise Refused(412, "The document is not the one that you have seen.") from None
    except PreconditionNeeded as needs:
        raise Refused(409 if needs.there else 400, _NEEDED) from None
    return HttpResponse(status=204)


def _check_json(request: XapiRequest, merges: bool) -> None:
    """A document that says it is JSON is JSON; an object, when it is to be merged."""
    try:
        read_object(request.call.body)
    except NotMergeable as error:
        if merges or "not JSON" in str(error):
            raise Refused(400, str(error)) from None


def delete(request: XapiRequest, documents: "QuerySet[Document]") -> HttpResponse:
    try:
        delete_documents(documents, _precondition(request, needed=""))
    except PreconditionFailed:
        raise Refused(412, "The document is not the one that you have seen.") from None
    return HttpResponse(status=204)


def _precondition(request: XapiRequest, *, needed: Needed) -> Precondition:
    headers = request.call.headers
    return Precondition(headers.get("if-match", ""), headers.get("if-none-match", ""), needed)
