"""Which agents and activities a statement names, and how closely: the rows of the link table."""

from collections.abc import Iterator

from xapi_store.keys import direct, key_of, related
from xapi_store.spec.activity import Activity
from xapi_store.spec.group import Actor, identities
from xapi_store.spec.statement import SubStatement, Target, Told
from xapi_store.spec.word import UNSET


def links_of(told: Told, target: Target) -> set[int]:
    """Each key once: a direct link stands for the related one (a search for related reads both)."""
    near = {direct(key) for key in _near(told, target)}
    far = {related(key) for key in _far(told, target)}
    return near | {key for key in far if direct(key) not in near}


def _near(told: Told, target: Target) -> Iterator[int]:
    """The actor, the object, and the members of either (Communication 2.1.3, "agent" and "activity")."""
    yield from (key_of("agent", identity) for identity in identities(told.actor))
    if isinstance(target, Activity):
        yield key_of("activity", target.id)
    elif isinstance(target, Actor):
        yield from (key_of("agent", identity) for identity in identities(target))


def _far(told: Told, target: Target) -> Iterator[int]:
    """The context, and the whole of a SubStatement ("related_agents" and "related_activities")."""
    if told.context is not UNSET:
        for other in told.context.others():
            yield from (key_of("agent", identity) for identity in identities(other))
        if told.context.context_activities is not UNSET:
            yield from (key_of("activity", activity.id) for activity in told.context.context_activities)
    if isinstance(target, SubStatement):
        inner = target.target()
        yield from _near(target, inner)
        yield from _far(target, inner)
