"""State Resource (Communication 2.3): documents of one agent in one activity."""

from typing import Any

from django.http import HttpResponse

from xapi_store.http import document
from xapi_store.http.gate import READING, resource
from xapi_store.http.parameters import Parameters
from xapi_store.http.refused import Refused
from xapi_store.http.request import XapiRequest
from xapi_store.keys import key_of, registration_key
from xapi_store.models import Document
from xapi_store.models.credential import Scope
from xapi_store.models.document import DocumentKind

_CONTEXT = ("activityId", "agent", "registration")


def _read(request: XapiRequest, *others: str) -> tuple[Parameters, dict[str, Any]]:
    """The parameters, and the columns of the context that they name; 403 outside what the credential covers."""
    parameters = Parameters(request.call.parameters, (*_CONTEXT, *others))
    parameters.need("activityId", "agent")
    registration = parameters.uuid("registration")
    if not request.credential.covers(parameters.iri("activityId"), registration):
        raise Refused(403, "This credential is restricted to another activity or registration.")
    where = {
        "kind": DocumentKind.STATE,
        "activity": key_of("activity", parameters.iri("activityId")),
        "agent": parameters.actor_key("agent"),
    }
    if registration is not None:
        where["registration"] = registration_key(registration)
    return parameters, where


def _read_one(request: XapiRequest) -> dict[str, Any]:
    """The columns of one document: without a registration, the one that has none."""
    parameters, where = _read(request, "stateId")
    parameters.need("stateId")
    return {"registration": 0, **where, "document_id": parameters.text("stateId")}


def get(request: XapiRequest) -> HttpResponse:
    if "stateId" in request.call.parameters:
        return document.get_one(_read_one(request))
    parameters, where = _read(request, "since")
    return document.get_ids(Document.objects.filter(**where), parameters)


def put(request: XapiRequest) -> HttpResponse:
    return document.put(request, _read_one(request), needed="to replace" if request.version == "2" else "")


def post(request: XapiRequest) -> HttpResponse:
    return document.post(request, _read_one(request))


def delete(request: XapiRequest) -> HttpResponse:
    where = _read_one(request) if "stateId" in request.call.parameters else _read(request)[1]
    return document.delete(request, Document.objects.filter(**where))


_WRITING = frozenset({Scope.STATE, Scope.ALL})
state = resource(
    {"GET": (get, _WRITING | READING), "PUT": (put, _WRITING), "POST": (post, _WRITING), "DELETE": (delete, _WRITING)}
)
