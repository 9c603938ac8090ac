"""Context (Data 2.4.6), with the contextAgents and contextGroups of IEEE 9274.1.1 §4.2.2.5."""

from collections.abc import Iterator
from typing import Literal

from xapi_store.spec.activity import Activity
from xapi_store.spec.agent import Agent
from xapi_store.spec.extensions import Extensions, check_extensions
from xapi_store.spec.group import Actor, Group
from xapi_store.spec.iri import check_iri
from xapi_store.spec.language_map import is_language_tag
from xapi_store.spec.refusal import refuse
from xapi_store.spec.statement_ref import StatementRef
from xapi_store.spec.uuid import check_uuid
from xapi_store.spec.word import UNSET, UnsetType, Word

Activities = Activity | list[Activity] | UnsetType


class ContextActivities(Word, frozen=True):
    """One Activity alone is accepted, and given back as a list of one (XAPI-00096)."""

    parent: Activities = UNSET
    grouping: Activities = UNSET
    category: Activities = UNSET
    other: Activities = UNSET

    def __iter__(self) -> Iterator[Activity]:
        for activities in (self.parent, self.grouping, self.category, self.other):
            if isinstance(activities, Activity):
                yield activities
            elif activities is not UNSET:
                yield from activities

    def has_lone(self) -> bool:
        """Whether one stands where a list is meant."""
        return any(isinstance(place, Activity) for place in (self.parent, self.grouping, self.category, self.other))


class ContextAgent(Word, frozen=True):
    object_type: Literal["contextAgent"]
    agent: Agent
    relevant_types: list[str] | UnsetType = UNSET

    def __post_init__(self) -> None:
        check_relevant_types(self.relevant_types)


class ContextGroup(Word, frozen=True):
    object_type: Literal["contextGroup"]
    group: Group
    relevant_types: list[str] | UnsetType = UNSET

    def __post_init__(self) -> None:
        check_relevant_types(self.relevant_types)


def check_relevant_types(types: list[str] | UnsetType) -> None:
    if types is UNSET:
        return
    if not types:
        refuse("is empty", where=".relevantTypes")
    for position, iri in enumerate(types):
        check_iri(iri, f".relevantTypes[{position}]")


class Context(Word, frozen=True):
    registration: str | UnsetType = UNSET
    instructor: Actor | UnsetType = UNSET
    team: Group | UnsetType = UNSET
    context_activities: ContextActivities | UnsetType = UNSET
    context_agents: list[ContextAgent] | UnsetType = UNSET
    context_groups: list[ContextGroup] | UnsetType = UNSET
    revision: str | UnsetType = UNSET
    platform: str | UnsetType = UNSET
    language: str | UnsetType = UNSET
    statement: StatementRef | UnsetType = UNSET
    extensions: Extensions | UnsetType = UNSET

    def __post_init__(self) -> None:
        if self.registration is not UNSET:
            check_uuid(self.registration, ".registration")
        self.check_words()

    def check_words(self) -> None:
        """All but the registration."""
        if self.language is not UNSET and not is_language_tag(self.language):
            refuse("is not a language tag (RFC 5646)", "XAPI-00090", ".language")
        if self.extensions is not UNSET:
            check_extensions(self.extensions)

    def names_nobody(self) -> bool:
        return (
            self.instructor is UNSET
            and self.team is UNSET
            and self.context_agents is UNSET
            and self.context_groups is UNSET
        )

    def others(self) -> Iterator[Actor | Group | Agent]:
        """Everyone named here: instructor, team, context agents and groups."""
        if self.instructor is not UNSET:
            yield self.instructor
        if self.team is not UNSET:
            yield self.team
        if self.context_agents is not UNSET:
            yield from (named.agent for named in self.context_agents)
        if self.context_groups is not UNSET:
            yield from (named.group for named in self.context_groups)
