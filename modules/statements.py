"""The statements we author: xAPI 1.0.3, built with tincan, id and timestamp set here. Pure: nothing is saved.

Data 2.4 of https://github.com/adlnet/xAPI-Spec/blob/1.0.3/xAPI-Data.md
"""

from collections.abc import Mapping, Sequence
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
    language: str = "fr"


@dataclass(frozen=True)
class Thing:
    """The object of a statement; `interaction` is what a question adds (type, components, what is right)."""

    iri: str
    type: ActivityType
    name: str
    interaction: Mapping[str, Any] = field(default_factory=dict)


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
        object=_activity(said.thing, setting.language),
        result=_result(said.result),
        context=_context(setting, said),
        version="1.0.3",
    )
    return built.as_version("1.0.3")


def _activity(thing: Thing, language: str) -> Activity:
    name = LanguageMap({language: thing.name})
    return Activity(
        object_type="Activity",
        id=thing.iri,
        definition=ActivityDefinition(type=thing.type.value, name=name, **_spoken(thing.interaction, language)),
    )


def _spoken(interaction: Mapping[str, Any], language: str) -> dict[str, Any]:
    """The parts of a question, its components said to be in the language they are written in."""
    return {name: _relabel(part, language) if _has_words(part) else part for name, part in interaction.items()}


def _has_words(part: Any) -> bool:
    return isinstance(part, list) and all(isinstance(each, dict) and "description" in each for each in part)


def _relabel(components: list[dict[str, Any]], language: str) -> list[dict[str, Any]]:
    return [each | {"description": {language: each["description"]["fr"]}} for each in components]


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
        language=setting.language,
        context_activities=ContextActivities(
            parent=[Activity(id=iri) for iri in parents],
            grouping=[_activity(_module(setting), setting.language)],
            category=[_activity(Thing(category_iri(), ActivityType.PROFILE, "Faire avec"), "fr")],
        ),
        extensions=Extensions(extensions) if extensions else None,
    )


def _module(setting: Setting) -> Thing:
    return Thing(module_iri(setting.module_key), ActivityType.COURSE, setting.module_title)
