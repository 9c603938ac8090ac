"""Levels soon to renew, and the shorter way to renew each: the graded activity that measures it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from competencies.models import Level
from lms.people.access import staff_under
from lms.people.folding import fold
from lms.people.models import Organisation, User
from modules.models import Edition, EditionActivity, EditionQuestion, Registration
from modules.recommending import latest_editions

GRADED = ("posttest", "applied")
"""A test renews by itself; a practice does too, and takes longer."""


@dataclass(frozen=True)
class ShortWay:
    """One graded activity of an edition, and the registration it is open in when there is one."""

    edition: Edition
    slug: str
    title: str
    minutes: int
    mode: str
    measures: frozenset[UUID]
    registration: UUID | None = None


@dataclass(frozen=True)
class ToRenew:
    person: User
    level: Level
    way: ShortWay | None

    def is_past(self, on: date) -> bool:
        return self.level.expires_on <= on


def shortest_way(ways: Iterable[ShortWay], cfitem: UUID) -> ShortWay | None:
    """A test before a practice, then the shorter, then the first by title; None when nothing measures it. Pure."""
    fitting = [way for way in ways if cfitem in way.measures]
    return min(fitting, key=lambda way: (GRADED.index(way.mode), way.minutes, way.title), default=None)


@dataclass(frozen=True)
class StaffRefresh:
    """The levels of the staff that expire within so many days, or have, the nearest day first.

    The whole list is in order at once, as its keys; only the rows that are asked for are read whole.
    """

    nodes: Sequence[Organisation]
    on: date
    days: int

    @cached_property
    def keys(self) -> list[int]:
        """Levels, in order. Two queries."""
        names = {key: fold(name) for key, name in _staff(self.nodes).values_list("actor_uuid", "last_name")}
        expiring = _expiring_within(_staff(self.nodes).values("actor_uuid"), self.on, self.days)
        found = [(day, names[actor], key) for key, actor, day in expiring.values_list("pk", "actor", "expires_on")]
        return [key for _day, _name, key in sorted(found)]

    def rows(self, keys: Sequence[int]) -> list[ToRenew]:
        """Those, in the same order. Four queries, none for none."""
        levels = Level.objects.select_related("cfitem__document").in_bulk(list(keys))
        people = {each.actor_uuid: each for each in _staff(self.nodes).filter(actor_uuid__in=_actors(levels.values()))}
        ways = _ways(latest_editions()) if levels else []
        shortest = {item: shortest_way(ways, item) for item in {level.cfitem_id for level in levels.values()}}
        found = [levels[key] for key in keys if key in levels and levels[key].actor in people]
        return [ToRenew(people[level.actor], level, shortest[level.cfitem_id]) for level in found]


def staff_to_renew(nodes: Sequence[Organisation], on: date, days: int) -> list[ToRenew]:
    """All of the list."""
    query = StaffRefresh(nodes, on, days)
    return query.rows(query.keys)


def own_to_renew(person: User, on: date, days: int) -> list[ToRenew]:
    """One's own: first through a module one already follows, whose activity opens at once. Six queries at most."""
    levels = _expiring([person.actor_uuid], on, days)
    if not levels:
        return []
    mine = {each.edition_id: each for each in Registration.objects.of(person).select_related("edition__module")}
    own = _ways([each.edition for each in mine.values()], {key: each.pk for key, each in mine.items()})
    others = _ways(latest_editions())
    return [
        ToRenew(person, level, shortest_way(own, level.cfitem_id) or shortest_way(others, level.cfitem_id))
        for level in levels
    ]


def _staff(nodes: Sequence[Organisation]) -> QuerySet[User]:
    people: QuerySet[User] = staff_under(*nodes).order_by()
    return people


def _actors(levels: Iterable[Level]) -> set[UUID]:
    return {level.actor for level in levels}


def _expiring_within(actors: Any, on: date, days: int) -> QuerySet[Level]:
    """`actors`: some, or the query that finds them."""
    return Level.objects.filter(actor__in=actors, expires_on__lte=on + timedelta(days=days)).order_by()


def _expiring(actors: Iterable[UUID], on: date, days: int) -> list[Level]:
    found = _expiring_within(actors, on, days).select_related("cfitem__document")
    return list(found.order_by("expires_on", "cfitem__position", "pk"))


def _ways(editions: Iterable[Edition], registrations: Mapping[int, UUID] | None = None) -> list[ShortWay]:
    """The graded activities of these editions with what each measures. Two queries."""
    by_key = {edition.pk: edition for edition in editions}
    measured: defaultdict[int, dict[str, UUID]] = defaultdict(dict)
    questions = EditionQuestion.objects.filter(edition__in=by_key).order_by()
    for edition, key, cfitem in questions.values_list("edition", "key", "cfitem_identifier"):
        measured[edition][key] = cfitem
    activities = EditionActivity.objects.filter(edition__in=by_key, kind="quiz", content__mode__in=GRADED)
    return [
        ShortWay(
            by_key[each.edition_id],
            each.slug,
            each.title,
            each.planned_minutes,
            each.content["mode"],
            frozenset(measured[each.edition_id][key] for key in _keys(each) if key in measured[each.edition_id]),
            (registrations or {}).get(each.edition_id),
        )
        for each in activities
    ]


def _keys(activity: EditionActivity) -> list[str]:
    quiz = activity.thawed
    return [*quiz.questions, *quiz.form_a, *quiz.form_b]
