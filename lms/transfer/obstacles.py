"""What stops the gestures at work, as an employer may read it: people counted, never an answer.

A quarter is read once it is over and for the whole employer only: two readings of a growing or a smaller group would
be subtracted. Each family of obstacles is shown when at least five people name it and at least five do not.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from competencies.models import Level, TransferEvidence, Voice
from competencies.models.evidence import Obstacle
from competencies.months import add_months
from lms.agenda.hours import end_of
from lms.funding.grid import EMPLOYER_RULES, CountedPerson, Depth, Step, each_alone, grid, tally
from lms.people.models import Organisation, Post, User

NAMED, NOT_NAMED = "named", "not named"


class Family(models.TextChoices):
    """What an employer may act on; each gathers obstacles that learners tick."""

    EQUIPMENT = "equipment", _("Equipment, network, place")
    TIME = "time", _("Time")
    MANDATE = "mandate", _("Mandate: the team’s rules, what people ask for")
    CONFIDENCE = "confidence", _("Confidence")


FAMILY_OF = {
    Obstacle.EQUIPMENT: Family.EQUIPMENT,
    Obstacle.NETWORK: Family.EQUIPMENT,
    Obstacle.PLACE: Family.EQUIPMENT,
    Obstacle.TIME: Family.TIME,
    Obstacle.TEAM_RULE: Family.MANDATE,
    Obstacle.REQUEST: Family.MANDATE,
    Obstacle.CONFIDENCE: Family.CONFIDENCE,
}


@dataclass(frozen=True)
class Quarter:
    first: date
    last: date


@dataclass(frozen=True)
class Line:
    family: Family
    people: int | None
    """None: withheld."""


@dataclass(frozen=True)
class Obstacles:
    quarter: Quarter
    base: int | None
    """Who answered; None when fewer than five did, and then nothing else is said."""
    lines: list[Line]
    asked: int = 0
    """Who had held a level for three months, or answered. An employer can count them from the matrix, so this and the
    rate say nothing more than the base does."""

    @property
    def percent(self) -> int | None:
        """Of those asked, who answered."""
        return round(100 * self.base / self.asked) if self.base and self.asked else None

    @property
    def foremost(self) -> Line | None:
        """What most of those who answered name: more than half of them, of which the base allows to speak."""
        shown = [line for line in self.lines if line.people is not None and self.base and 2 * line.people > self.base]
        return max(shown, key=lambda line: line.people or 0, default=None)


def quarter_before(on: date) -> Quarter:
    """The last one that is over that day."""
    this = on.replace(month=(on.month - 1) // 3 * 3 + 1, day=1)
    return Quarter(add_months(this, -3), this - timedelta(days=1))


def read_obstacles(employer: Organisation, quarter: Quarter) -> Obstacles:
    """Those who held a post there on the last day of the quarter, and told of their use during it. Two queries."""
    posts = Post.objects.open_on(quarter.last).under(employer.employer())
    staff = User.objects.filter(pk__in=posts.values("person"))
    told = TransferEvidence.objects.non_polymorphic().filter(
        actor__in=staff.values("actor_uuid"),
        voice=Voice.LEARNER,
        at__gte=end_of(quarter.first - timedelta(days=1)),
        at__lt=end_of(quarter.last),
    )
    people: dict[object, set[Family]] = {}
    for actor, obstacles in told.order_by().values_list("actor", "obstacles"):
        people.setdefault(actor, set()).update(FAMILY_OF[Obstacle(each)] for each in obstacles)
    held = Level.objects.filter(actor__in=staff.values("actor_uuid"), reached_on__lt=quarter.first).order_by()
    asked = {*people, *held.values_list("actor", flat=True).distinct()}
    return count_obstacles(quarter, list(people.values()), len(asked))


def count_obstacles(quarter: Quarter, people: Sequence[Iterable[Family]], asked: int = 0) -> Obstacles:
    """What each person named, counted by family, among so many asked. Pure."""
    if len(people) < EMPLOYER_RULES.k:
        return Obstacles(quarter, None, [])
    named = [frozenset(each) for each in people]
    return Obstacles(quarter, len(named), [Line(family, _count(family, named)) for family in Family], asked)


def _count(family: Family, people: Sequence[frozenset[Family]]) -> int | None:
    counted = [
        CountedPerson(number, "", Step.INVITED, 0, {"says": NAMED if family in each else NOT_NAMED})
        for number, each in enumerate(people)
    ]
    groups = grid(each_alone(tally(counted, "says")), Depth.F1, EMPLOYER_RULES)
    return None if groups is None else groups[(NAMED,)].reached(Step.INVITED)
