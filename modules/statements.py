"""The statements we author: xAPI 1.0.3, built with tincan, id and timestamp set here. Pure: nothing is saved.

Data 2.4 of https://github.com/adlnet/xAPI-Spec/blob/1.0.3/xAPI-Data.md
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from tincan import (
    Activity,
    ActivityDefinition,
    Agent,
    AgentAccount,
    Context,
    ContextActivities,
    Extensions,
    LanguageMap,
    Result,
    Score,
    Statement,
)
from tincan import Verb as TincanVerb

from modules.iris import category_iri, extension_iri, module_iri
from modules.verbs import DISPLAY, ActivityType, Verb


@dataclass(frozen=True)
class Setting:
    """Where a statement is said: the learner's actor, the registration and the edition it pins."""

    actor: UUID
    registration: UUID
    module_key: UUID
    module_title: str
    revision: str


@dataclass(frozen=True)
class Thing:
    """The object of a statement."""

    iri: str
    type: ActivityType
    name: str


@dataclass(frozen=True)
class Said:
    """One thing that happened: who did what to what, when, and with which result."""

    id: UUID
    at: datetime
    verb: Verb
    thing: Thing
    parents: Sequence[str] = ()
    result: dict[str, Any] | None = None
    extensions: dict[str, Any] = field(default_factory=dict)


def authority() -> dict[str, Any]:
    """Who vouches for the statements we author."""
    return {"objectType": "Agent", "account": {"homePage": settings.STATEMENT_IRI_BASE, "name": "faire-avec"}}


def actor_account(actor: UUID) -> dict[str, Any]:
    """A learner in a statement: a random UUID, never a name or an address."""
    return {"objectType": "Agent", "account": {"homePage": settings.STATEMENT_IRI_BASE, "name": str(actor)}}


def build_statement(setting: Setting, said: Said) -> dict[str, Any]:
    """The statement as JSON, ready for `xapi_store.record`."""
    built = Statement(
        id=str(said.id),
        timestamp=said.at,
        actor=Agent(
            object_type="Agent",
            account=AgentAccount(home_page=settings.STATEMENT_IRI_BASE, name=str(setting.actor)),
        ),
        verb=TincanVerb(id=said.verb.value, display=LanguageMap(DISPLAY[said.verb])),
        object=_activity(said.thing),
        result=_result(said.result),
        context=_context(setting, said),
        version="1.0.3",
    )
    return built.as_version("1.0.3")


def _activity(thing: Thing) -> Activity:
    return Activity(
        object_type="Activity",
        id=thing.iri,
        definition=ActivityDefinition(type=thing.type.value, name=LanguageMap({"fr": thing.name})),
    )


def _result(result: dict[str, Any] | None) -> Result | None:
    if result is None:
        return None
    values = dict(result)
    if (scaled := values.pop("scaled", None)) is not None:
        values["score"] = Score(scaled=float(scaled))
    if extensions := values.pop("extensions", None):
        values["extensions"] = Extensions(extensions)
    return Result(**values)


def _context(setting: Setting, said: Said) -> Context:
    is_module = said.thing.type == ActivityType.COURSE
    parents = list(said.parents) or ([] if is_module else [module_iri(setting.module_key)])
    extensions = {extension_iri(name): value for name, value in said.extensions.items()}
    return Context(
        registration=str(setting.registration),
        revision=setting.revision,
        platform="Faire avec",
        language="fr",
        context_activities=ContextActivities(
            parent=[Activity(id=iri) for iri in parents],
            grouping=[_activity(Thing(module_iri(setting.module_key), ActivityType.COURSE, setting.module_title))],
            category=[_activity(Thing(category_iri(), ActivityType.PROFILE, "Faire avec"))],
        ),
        extensions=Extensions(extensions) if extensions else None,
    )
