"""What is missing to people at work, and the half-days that close most of it per hour.

The levels are counted by the database; who is asked what comes from posts. Nobody is forgotten: whoever has no stored
level lacks all of what is asked.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, IntegerField, Value, When

from competencies.models import Level
from lms.people.access import staff_under
from lms.people.models import Organisation, Post
from lms.workforce.matrix import Competency
from lms.workforce.required import Asked, WorkedPost, ask, needed_level, read_demands, roots_of
from lms.workforce.state import ACQUIRED_FROM
from modules.recommending import Lack, Ranked, latest_editions, offer_of, rank_modules


@dataclass(frozen=True, slots=True)
class Gap:
    """A competency over some people: how many lack it, how many levels are missing in all."""

    competency: Competency
    people: int
    lacking: int
    never_assessed: int
    missing: int
    asked: bool

    @property
    def lack(self) -> Lack:
        return Lack(self.competency.code, self.competency.statement, self.missing)


@dataclass(frozen=True, slots=True)
class Held:
    """So many people whose level is held against the same need; an expired level counts for nothing."""

    cfitem: UUID
    needed: int
    level: int
    people: int


def read_gaps(
    nodes: Sequence[Organisation], competencies: Sequence[Competency], on: date, person: UUID | None = None
) -> list[Gap]:
    """The lacks of everyone under the nodes, or of one of them, the biggest first. Six queries."""
    asked = _asked(nodes, on, person)
    held: defaultdict[UUID, list[Held]] = defaultdict(list)
    for each in _held(nodes, competencies, on, person):
        held[each.cfitem].append(each)
    gaps = [find_gap(competency, asked, held[competency.identifier]) for competency in competencies]
    return sorted((gap for gap in gaps if gap.missing), key=lambda gap: (-gap.missing, gap.competency.code))


def find_gap(competency: Competency, asked: Mapping[frozenset[tuple[UUID, int]], int], held: Iterable[Held]) -> Gap:
    """`asked`: what is asked of people → how many of them. Pure."""
    needs: Counter[int] = Counter()
    demanded = False
    for levels, people in asked.items():
        level = dict(levels).get(competency.identifier)
        demanded = demanded or level is not None
        needs[level or ACQUIRED_FROM] += people
    everyone, missing, lacking = sum(needs.values()), 0, 0
    for each in held:
        needs[each.needed] -= each.people
        missing += max(0, each.needed - each.level) * each.people
        lacking += each.people if each.level < each.needed else 0
    never = sum(needs.values())
    missing += sum(level * people for level, people in needs.items())
    return Gap(competency, everyone, lacking + never, never, missing, demanded)


def rank_half_days(gaps: Iterable[Gap]) -> list[Ranked]:
    """The modules open to all that close most missing levels per hour, with the lacks each closes. One query."""
    lacks = {gap.competency.identifier: gap.lack for gap in gaps}
    return rank_modules([offer_of(edition) for edition in latest_editions()], lacks)


def _asked(nodes: Sequence[Organisation], on: date, person: UUID | None) -> dict[frozenset[tuple[UUID, int]], int]:
    """People counted by what is asked of them: professions repeat, so there are few different answers."""
    demands = read_demands(roots_of(node.path for node in nodes), on)
    held = Post.objects.open_on(on).under(*nodes).order_by()
    if person:
        held = held.filter(person=person)
    posts: defaultdict[UUID, list[WorkedPost]] = defaultdict(list)
    rows: Any = held.values_list("person", "pk", "team__path", "profession")
    for key, *values in rows:
        posts[key].append(WorkedPost(*values))
    return dict(Counter(_levels(ask(demands, theirs)) for theirs in posts.values()))


def _levels(asked: Mapping[UUID, Asked]) -> frozenset[tuple[UUID, int]]:
    return frozenset((cfitem, each.level) for cfitem, each in asked.items())


def _held(
    nodes: Sequence[Organisation], competencies: Sequence[Competency], on: date, person: UUID | None
) -> Iterable[Held]:
    people = staff_under(*nodes).order_by()
    if person:
        people = people.filter(pk=person)
    demands = read_demands(roots_of(node.path for node in nodes), on)
    levels = Level.objects.filter(
        actor__in=people.values("actor_uuid"), cfitem__in=[each.identifier for each in competencies]
    )
    counted: Any = (
        levels.order_by()
        .annotate(needed=_expression(needed_level(demands, nodes, on)), held=_valid_level(on))
        .values_list("cfitem", "needed", "held")
        .annotate(people=Count("pk"))
    )
    return [Held(*values) for values in counted]


def _valid_level(on: date) -> Case:
    return Case(When(expires_on__gt=on, then=F("level")), default=Value(0), output_field=IntegerField())


def _expression(needed: Any) -> Any:
    return Value(needed) if isinstance(needed, int) else needed
