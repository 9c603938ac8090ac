"""Agents Resource (Communication 2.4): a Person, the names and identifiers under which one agent is known."""

from typing import Any

from django.http import HttpResponse, JsonResponse

from xapi_store.http.gate import READING, resource
from xapi_store.http.parameters import Parameters
from xapi_store.http.request import XapiRequest
from xapi_store.keys import direct
from xapi_store.models import Link, Statement
from xapi_store.models.credential import Scope
from xapi_store.spec.group import Actor
from xapi_store.spec.statement import read_statement
from xapi_store.spec.word import UNSET

_LOOKED_AT = 20  # the latest statements of an agent hold the names it goes by


def get(request: XapiRequest) -> HttpResponse:
    parameters = Parameters(request.call.parameters, ("agent",))
    parameters.need("agent")
    actor = parameters.actor("agent")
    return JsonResponse(_person(actor, _names(actor, parameters.actor_key("agent"))))


def _person(actor: Actor, names: list[str]) -> dict[str, Any]:
    """Every value is a list, with the identifier that was asked for: no other is known to be the same person."""
    person: dict[str, Any] = {"objectType": "Person"}
    if names:
        person["name"] = names
    if actor.mbox is not UNSET:
        person["mbox"] = [actor.mbox]
    if actor.mbox_sha1sum is not UNSET:
        person["mbox_sha1sum"] = [actor.mbox_sha1sum]
    if actor.openid is not UNSET:
        person["openid"] = [actor.openid]
    if actor.account is not UNSET:
        person["account"] = [{"homePage": actor.account.home_page, "name": actor.account.name}]
    return person


def _names(actor: Actor, key: int) -> list[str]:
    """The names given to this agent as actor, in its latest statements, each once."""
    sids = Link.objects.filter(key=direct(key)).order_by("-sid").values_list("sid", flat=True)[:_LOOKED_AT]
    found = [] if actor.name is UNSET else [actor.name]
    for statement in Statement.objects.filter(sid__in=list(sids)).order_by("-sid"):
        teller = read_statement(statement.kept_text(), "2")[0].actor
        if teller.identity() == actor.identity() and teller.name is not UNSET:
            found.append(teller.name)
    return list(dict.fromkeys(found))


agents = resource({"GET": (get, READING | {Scope.READ_STATEMENTS, Scope.PROFILE, Scope.STATE})})
