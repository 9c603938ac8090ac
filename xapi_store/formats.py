"""The formats in which a statement is given: exact, ids, canonical (Communication 2.1.3)."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec

from xapi_store.keys import key_of
from xapi_store.languages import choose_language
from xapi_store.models import Activity
from xapi_store.reading import Kept

FORMATS: Final = ("exact", "ids", "canonical")
Json = dict[str, Any]

_IDENTITY = ("objectType", "mbox", "mbox_sha1sum", "openid", "account")
_COMPONENTS = ("choices", "scale", "source", "target", "steps")


def write_statements(statements: Sequence[Kept], form: str, wanted: Sequence[str]) -> list[bytes]:
    """The JSON of each; `wanted` are the languages of the canonical format."""
    if form == "exact":
        return [statement.as_text() for statement in statements]
    told = [statement.as_json() for statement in statements]
    if form == "ids":
        reduced = [_walk(one, _reduce_actor, lambda activity: {"id": activity["id"]}) for one in told]
        return [msgspec.json.encode(_reduce_verbs(one)) for one in reduced]
    known = _definitions(told)

    def choose(activity: Json) -> Json:
        return _canonical(activity, known, wanted)

    canonical = [_walk(one, _as_is, choose) for one in told]
    return [msgspec.json.encode(_choose_verbs(one, wanted)) for one in canonical]


def _as_is(value: Json) -> Json:
    return value


def _keep(value: Json, names: Iterable[str]) -> Json:
    return {name: value[name] for name in names if name in value}


def _reduce_actor(actor: Json) -> Json:
    """What identifies it: for an anonymous group, what identifies each member."""
    kept = _keep(actor, _IDENTITY)
    if "member" in actor and not set(kept) - {"objectType"}:
        kept["member"] = [_reduce_actor(member) for member in actor["member"]]
    return kept


def _walk(told: Json, on_actor: Callable[[Json], Json], on_activity: Callable[[Json], Json]) -> Json:
    """A copy of a Statement or SubStatement in which each actor and each activity was passed through these."""
    copy = {**told, "actor": on_actor(told["actor"])}
    kind = told["object"].get("objectType", "Activity")
    if kind == "SubStatement":
        copy["object"] = _walk(told["object"], on_actor, on_activity)
    elif kind == "Activity":
        copy["object"] = on_activity(told["object"])
    elif kind != "StatementRef":
        copy["object"] = on_actor(told["object"])
    if "authority" in told:
        copy["authority"] = on_actor(told["authority"])
    if "context" in told:
        copy["context"] = _walk_context(told["context"], on_actor, on_activity)
    return copy


def _walk_context(context: Json, on_actor: Callable[[Json], Json], on_activity: Callable[[Json], Json]) -> Json:
    actors: Json = {name: on_actor(context[name]) for name in ("instructor", "team") if name in context}
    copy = {**context, **actors}
    for name, inner in (("contextAgents", "agent"), ("contextGroups", "group")):
        if name in context:
            copy[name] = [{**named, inner: on_actor(named[inner])} for named in context[name]]
    if "contextActivities" in context:
        places = context["contextActivities"].items()
        copy["contextActivities"] = {place: [on_activity(activity) for activity in listed] for place, listed in places}
    return copy


def _reduce_verbs(told: Json) -> Json:
    told["verb"] = {"id": told["verb"]["id"]}
    if told["object"].get("objectType") == "SubStatement":
        _reduce_verbs(told["object"])
    return told


def _choose_verbs(told: Json, wanted: Sequence[str]) -> Json:
    if "display" in told["verb"]:
        told["verb"] = {**told["verb"], "display": choose_language(told["verb"]["display"], wanted)}
    if told["object"].get("objectType") == "SubStatement":
        _choose_verbs(told["object"], wanted)
    return told


def _definitions(told: Iterable[Json]) -> Mapping[str, Json]:
    """The canonical definitions of every activity that these statements name, by id."""
    ids: list[str] = []
    for one in told:
        _walk(one, _as_is, lambda activity: ids.append(activity["id"]) or activity)  # type: ignore[func-returns-value]
    found = Activity.objects.filter(key__in={key_of("activity", iri) for iri in ids})
    return {activity.iri: msgspec.json.decode(activity.definition) for activity in found}


def _canonical(activity: Json, known: Mapping[str, Json], wanted: Sequence[str]) -> Json:
    definition = known.get(activity["id"]) or activity.get("definition")
    if definition is None:
        return activity
    return {**activity, "definition": _choose_words(definition, wanted)}


def _choose_words(definition: Json, wanted: Sequence[str]) -> Json:
    maps: Json = {
        name: choose_language(definition[name], wanted) for name in ("name", "description") if name in definition
    }
    lists = {name: [*_choose_component_words(definition[name], wanted)] for name in _COMPONENTS if name in definition}
    return {**definition, **maps, **lists}


def _choose_component_words(components: Iterable[Json], wanted: Sequence[str]) -> Iterator[Json]:
    for component in components:
        words = component.get("description")
        yield component if words is None else {**component, "description": choose_language(words, wanted)}
