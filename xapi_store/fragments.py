"""The parts that statements share, found valid once and known by their bytes: what the store has to know of each.

An actor, a verb, an activity, the activities of a context: in a store they are few, and come again in thousands of
statements. What is remembered is bounded; what is refused is never remembered.
"""

from collections.abc import Callable, Mapping
from typing import Final, TypeVar
from uuid import UUID

import msgspec

from xapi_store.definitions import definitions_of
from xapi_store.keys import direct, key_of, registration_key, related
from xapi_store.links import keys_of_people, keys_of_target
from xapi_store.spec.activity import Activity
from xapi_store.spec.context import ContextActivities
from xapi_store.spec.group import Actor
from xapi_store.spec.statement import read_target
from xapi_store.spec.uuid import read_uuid
from xapi_store.spec.verb import VOIDED, Verb

_REMEMBERED: Final = 8192  # of each kind
_LONGEST: Final = 2048  # bytes; what is longer is rare, and read again each time
Keys = frozenset[int]
Definitions = Mapping[int, tuple[str, bytes]]
Text = TypeVar("Text", bytes, str)
Said = TypeVar("Said")

_read_actor = msgspec.json.Decoder(Actor).decode
_read_verb = msgspec.json.Decoder(Verb).decode
_read_activities = msgspec.json.Decoder(ContextActivities).decode


class Unusual(Exception):  # noqa: N818 (the name says what happened)
    """Valid or not, this is to be read as a whole."""


class TargetSaid(msgspec.Struct, frozen=True):
    """`keys` of direct links; None as `target` for an actor."""

    target: Activity | None
    keys: Keys
    definitions: Definitions


class ActivitiesSaid(msgspec.Struct, frozen=True):
    """`keys` of related links, and what direct links to the same would be; `has_lone`: one where a list is meant."""

    keys: Keys
    direct_keys: Keys
    definitions: Definitions
    has_lone: bool


class Known(dict[Text, Said]):
    """What was said of each text; of a new one, it is found out.

    Emptied when full: to move what is asked to the front, as lru_cache does, costs more here than to find out again now
    and then. Keys depend on the secret of the store, which never changes while a process lives.
    """

    def __init__(self, find_out: Callable[[Text], Said]) -> None:
        self.find_out: Callable[[Text], Said] = find_out

    def __missing__(self, text: Text) -> Said:
        if len(text) > _LONGEST:
            raise Unusual
        said = self.find_out(text)
        if len(self) >= _REMEMBERED:
            self.clear()
        self[text] = said
        return said


def actor_said(raw: msgspec.Raw) -> Keys:
    """The keys of direct links to the actor and its members.

    A msgspec.DecodeError or a StatementRefused, as for all of these, when it is not valid.
    """
    return _actors[bytes(raw)]


def verb_said(raw: msgspec.Raw) -> int:
    """Its key. Unusual for the one that voids."""
    return _verbs[bytes(raw)]


def target_said(raw: msgspec.Raw) -> TargetSaid:
    """Unusual for another statement, within this one or by its id."""
    return _targets[bytes(raw)]


def activities_said(raw: msgspec.Raw) -> ActivitiesSaid:
    return _activities[bytes(raw)]


def registration_said(text: str) -> tuple[UUID, int]:
    """The registration and its key. Unusual when it is none."""
    return _registrations[text]


def _read_actor_keys(text: bytes) -> Keys:
    return frozenset(map(direct, keys_of_people(_read_actor(text))))


def _read_verb_key(text: bytes) -> int:
    verb = _read_verb(text)
    if verb.id == VOIDED:
        raise Unusual
    return key_of("verb", verb.id)


def _read_target(text: bytes) -> TargetSaid:
    target = read_target(msgspec.Raw(text))
    keys = frozenset(map(direct, keys_of_target(target)))
    if isinstance(target, Activity):
        return TargetSaid(target, keys, definitions_of([target]))
    if isinstance(target, Actor):
        return TargetSaid(None, keys, {})
    raise Unusual


def _read_context_activities(text: bytes) -> ActivitiesSaid:
    activities = _read_activities(text)
    keys = frozenset(related(key_of("activity", activity.id)) for activity in activities)
    return ActivitiesSaid(keys, frozenset(map(direct, keys)), definitions_of(activities), activities.has_lone())


def _read_registration(text: str) -> tuple[UUID, int]:
    registration = read_uuid(text)
    if registration is None:
        raise Unusual
    return registration, registration_key(registration)


_actors = Known(_read_actor_keys)
_verbs = Known(_read_verb_key)
_targets = Known(_read_target)
_activities = Known(_read_context_activities)
_registrations = Known(_read_registration)
