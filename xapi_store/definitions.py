"""The one writer of canonical activity definitions: what statements say of an activity, merged as they come."""

from collections.abc import Iterable, Mapping
from functools import reduce
from typing import Any

import msgspec
from django.db import transaction

from xapi_store.keys import key_of
from xapi_store.models import Activity
from xapi_store.spec import activity as spec
from xapi_store.spec.statement import SubStatement, Target, Told
from xapi_store.spec.word import UNSET

DATABASE = "default"
Definition = dict[str, Any]
Definitions = Mapping[int, tuple[str, tuple[bytes, ...]]]

_LANGUAGE_MAPS = ("name", "description")
_write = msgspec.json.encode

# What this process knows to be merged already, by activity: most statements define what others have defined.
_merged: dict[int, set[bytes]] = {}
_MOST_MERGED = 20_000


def definitions_in(told: Told, target: Target) -> dict[int, tuple[str, bytes]]:
    """The definitions that a statement gives, by key: the id of the activity and the JSON of its definition."""
    named = [target] if isinstance(target, spec.Activity) else []
    if told.context is not UNSET and told.context.context_activities is not UNSET:
        named.extend(told.context.context_activities)
    found = definitions_of(named)
    return found | definitions_in(target, target.target()) if isinstance(target, SubStatement) else found


def definitions_of(activities: Iterable[spec.Activity]) -> dict[int, tuple[str, bytes]]:
    return {
        key_of("activity", activity.id): (activity.id, _write(activity.definition))
        for activity in activities
        if activity.definition is not UNSET
    }


def is_news(definitions: Mapping[int, tuple[str, bytes]]) -> bool:
    """Whether one of these is not known to be merged already."""
    return any(text not in _merged.get(key, ()) for key, (_, text) in definitions.items())


def define(found: Iterable[Mapping[int, tuple[str, bytes]]]) -> None:
    """Merge these definitions into the canonical ones, in the caller's transaction.

    Race: two writers with new words for the same activity. The rows are locked in the order of their keys, so the
    second merges into what the first has stored, and no two writers wait for each other.
    """
    news: dict[int, tuple[str, list[bytes]]] = {}
    for definitions in found:
        for key, (iri, text) in definitions.items():
            if text not in _merged.get(key, ()):
                news.setdefault(key, (iri, []))[1].append(text)
    if not news:
        return
    _create_missing(news)
    _merge_all(news)
    transaction.on_commit(lambda: _remember(news), using=DATABASE)


def _create_missing(news: Mapping[int, tuple[str, list[bytes]]]) -> None:
    there = set(Activity.objects.filter(key__in=list(news)).order_by("key").values_list("key", flat=True))
    missing = [Activity(key=key, iri=news[key][0], definition="{}") for key in sorted(set(news) - there)]
    if missing:
        Activity.objects.bulk_create(missing, ignore_conflicts=True)


def _merge_all(news: Mapping[int, tuple[str, list[bytes]]]) -> None:
    """Look without a lock first: most of the time there is nothing new to say."""
    changed = [activity.key for activity in _ordered(list(news)) if _merge_into(activity, news[activity.key][1])]
    if not changed:
        return
    for activity in _ordered(changed).select_for_update():
        text = _merge_into(activity, news[activity.key][1])
        Activity.objects.filter(key=activity.key).update(definition=text or activity.definition)


def _ordered(keys: list[int]) -> Any:
    return Activity.objects.filter(key__in=keys).order_by("key")


def _merge_into(activity: Activity, texts: Iterable[bytes]) -> str:
    """The merged definition, or nothing when it says nothing new."""
    known: Definition = msgspec.json.decode(activity.definition)
    merged = reduce(merge, (msgspec.json.decode(text) for text in texts), known)
    return "" if merged == known else _write(merged).decode()


def merge(known: Definition, said: Definition) -> Definition:
    """What is said last wins, property by property; in names and descriptions, language by language."""
    maps = {name: {**known.get(name, {}), **said[name]} for name in _LANGUAGE_MAPS if name in said}
    extensions = {"extensions": {**known.get("extensions", {}), **said["extensions"]}} if "extensions" in said else {}
    return {**known, **said, **maps, **extensions}


def forget(**_: Any) -> None:
    """After `migrate` and `flush`: what was merged may be gone."""
    _merged.clear()


def _remember(news: Mapping[int, tuple[str, list[bytes]]]) -> None:
    """Once committed. Another process may have said otherwise since: the last word is then one of the two."""
    if len(_merged) > _MOST_MERGED:
        _merged.clear()
    for key, (_, texts) in news.items():
        _merged[key] = {*_merged.get(key, ()), *texts} if len(_merged.get(key, ())) < 20 else set(texts)
