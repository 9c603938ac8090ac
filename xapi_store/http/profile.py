"""Agent Profile and Activity Profile Resources (Communication 2.6 and 2.7): documents of an agent or of an activity."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse

from xapi_store.http import document
from xapi_store.http.gate import READING, resource
from xapi_store.http.parameters import Parameters
from xapi_store.http.refused import Refused
from xapi_store.http.request import XapiRequest
from xapi_store.keys import key_of
from xapi_store.models import Document
from xapi_store.models.credential import Scope
from xapi_store.models.document import DocumentKind

Read = Callable[[XapiRequest, str], tuple[Parameters, dict[str, Any]]]
_WRITING = frozenset({Scope.PROFILE, Scope.ALL})


def _of_activity(request: XapiRequest, other: str) -> tuple[Parameters, dict[str, Any]]:
    parameters = Parameters(request.call.parameters, ("activityId", other))
    parameters.need("activityId")
    iri = parameters.iri("activityId")
    if not iri.startswith(request.credential.activity_prefix):
        raise Refused(403, "This credential is restricted to other activities.")
    return parameters, {"kind": DocumentKind.ACTIVITY_PROFILE, "activity": key_of("activity", iri)}


def _of_agent(request: XapiRequest, other: str) -> tuple[Parameters, dict[str, Any]]:
    parameters = Parameters(request.call.parameters, ("agent", other))
    parameters.need("agent")
    if request.credential.activity_prefix or request.credential.only_registration:
        raise Refused(403, "This credential is restricted to activities.")
    return parameters, {"kind": DocumentKind.AGENT_PROFILE, "agent": parameters.actor_key("agent")}


def _profile(read: Read) -> Callable[..., HttpResponse]:
    """The view of one of the two: they differ by whose profile it is."""

    def one(request: XapiRequest) -> dict[str, Any]:
        parameters, where = read(request, "profileId")
        parameters.need("profileId")
        return {**where, "document_id": parameters.text("profileId")}

    def get(request: XapiRequest) -> HttpResponse:
        if "profileId" in request.call.parameters:
            return document.get_one(one(request))
        parameters, where = read(request, "since")
        return document.get_ids(Document.objects.filter(**where), parameters)

    def put(request: XapiRequest) -> HttpResponse:
        return document.put(request, one(request), needed="to replace" if request.version == "2" else "always")

    def post(request: XapiRequest) -> HttpResponse:
        return document.post(request, one(request))

    def delete(request: XapiRequest) -> HttpResponse:
        return document.delete(request, Document.objects.filter(**one(request)))

    writing = {"PUT": (put, _WRITING), "POST": (post, _WRITING), "DELETE": (delete, _WRITING)}
    return resource({"GET": (get, _WRITING | READING), **writing})


activity_profile = _profile(_of_activity)
agent_profile = _profile(_of_agent)
