"""Group (Data 2.4.2.2): identified, or anonymous with its members. A member is an Agent, never a Group."""

from collections.abc import Iterator
from typing import Literal

from xapi_store.spec.agent import Agent, Identified
from xapi_store.spec.refusal import refuse
from xapi_store.spec.word import UNSET, UnsetType


class Group(Identified, frozen=True, kw_only=True):
    object_type: Literal["Group"]
    member: list[Agent] | UnsetType = UNSET

    def __post_init__(self) -> None:
        check_group(self, self.member)


class Actor(Identified, frozen=True):
    """Wherever the specification takes an Agent or a Group: actor, instructor, authority, object."""

    object_type: Literal["Agent", "Group"] | UnsetType = UNSET
    member: list[Agent] | UnsetType = UNSET

    def __post_init__(self) -> None:
        if self.is_group():
            check_group(self, self.member)
            return
        if self.member is not UNSET:
            refuse("only a Group has members", "XAPI-00010", ".member")
        if self.identifiers() != 1:
            refuse("an Agent has exactly one of mbox, mbox_sha1sum, openid, account", "XAPI-00034")
        self.check_identifier()

    def is_group(self) -> bool:
        return self.object_type == "Group"


def check_group(group: Identified, member: list[Agent] | UnsetType) -> None:
    if group.identifiers() > 1:
        refuse("a Group has at most one of mbox, mbox_sha1sum, openid, account", "XAPI-00037")
    if group.identifiers() == 0 and not member:
        refuse("a Group without identifier has members", "XAPI-00036", ".member")
    group.check_identifier()


def identities(actor: Group | Actor | Agent) -> Iterator[str]:
    """The identity of this actor, if it has one, and of each of its members."""
    own = actor.identity()
    if own is not None:
        yield own
    if isinstance(actor, Group | Actor) and actor.member is not UNSET:
        yield from (identity for agent in actor.member if (identity := agent.identity()) is not None)


def check_authority(authority: Actor, where: str = ".authority") -> None:
    """An Agent, or the two Agents of a three-legged OAuth (Data 2.4.9)."""
    if authority.is_group() and (authority.identifiers() or not authority.member or len(authority.member) != 2):
        refuse("a Group as authority is anonymous and has exactly two members", "XAPI-00098", where)
