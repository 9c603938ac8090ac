"""Levels soon to renew, and the shorter way to renew each: the graded activity that measures it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

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


def staff_to_renew(nodes: Iterable[Organisation], on: date, days: int) -> list[ToRenew]:
    """The levels of the staff that expire within so many days, or have, the nearest day first. Five queries."""
    people = {person.actor_uuid: person for person in staff_under(*nodes)}
    levels = _expiring(people, on, days)
    ways = _ways(latest_editions()) if levels else []
    rows = [ToRenew(people[level.actor], level, shortest_way(ways, level.cfitem_id)) for level in levels]
    return sorted(rows, key=lambda row: (row.level.expires_on, fold(row.person.last_name), row.level.pk))


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


def _expiring(actors: Collection[UUID] | Mapping[UUID, Any], on: date, days: int) -> list[Level]:
    found = Level.objects.filter(actor__in=list(actors), expires_on__lte=on + timedelta(days=days))
    return list(found.select_related("cfitem__document").order_by("expires_on", "cfitem__position", "pk"))


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
