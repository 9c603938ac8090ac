"""Which agents and activities a statement names, and how closely: the rows of the link table."""

from xapi_store.keys import direct, key_of, related
from xapi_store.spec.activity import Activity
from xapi_store.spec.agent import Agent
from xapi_store.spec.group import Actor, Group, identities
from xapi_store.spec.statement import SubStatement, Target, Told
from xapi_store.spec.word import UNSET


def links_of(told: Told, target: Target) -> frozenset[int]:
    """Each key once: a direct link stands for the related one (a search for related reads both)."""
    near = frozenset(map(direct, _near(told, target)))
    return near.union(related(key) for key in _far(told, target) if direct(key) not in near)


def _near(told: Told, target: Target) -> list[int]:
    """The actor, the object, and the members of either (Communication 2.1.3, "agent" and "activity")."""
    return keys_of_people(told.actor) + keys_of_target(target)


def keys_of_target(target: Target) -> list[int]:
    """None for another statement: it says its own."""
    if isinstance(target, Activity):
        return [key_of("activity", target.id)]
    return keys_of_people(target) if isinstance(target, Actor) else []


def _far(told: Told, target: Target) -> list[int]:
    """The context, and the whole of a SubStatement ("related_agents" and "related_activities")."""
    keys: list[int] = []
    if told.context is not UNSET:
        for other in told.context.others():
            keys += keys_of_people(other)
        if told.context.context_activities is not UNSET:
            keys += [key_of("activity", activity.id) for activity in told.context.context_activities]
    if isinstance(target, SubStatement):
        inner = target.target()
        keys += _near(target, inner) + _far(target, inner)
    return keys


def keys_of_people(actor: Group | Actor | Agent) -> list[int]:
    return [key_of("agent", identity) for identity in identities(actor)]
