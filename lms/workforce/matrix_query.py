"""The one query behind the matrix: the screen, the spreadsheet and the CSV file all read this object.

Who may see is asked here: people are those who hold a post today under `nodes`, and nobody else can come out.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Case, CharField, Count, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from competencies.models import Level
from lms.people.access import staff_under
from lms.people.models import Organisation, Post, User
from lms.workforce.matrix import (
    Competency,
    HeldPost,
    Measure,
    Member,
    Row,
    Tally,
    fill_cells,
    most_lacking,
    tally_column,
)
from lms.workforce.required import Demand, WorkedPost, ask, needed_level, people_of, read_demands, roots_of
from lms.workforce.state import State, stored_state

LACKS = "n-a-pas"
"""Not a state: any but « acquise ». The question an employer comes with is « qui n'a pas… »."""

MEASURE = ["level", "reached_on", "expires_on", "rule"]


class Sort(models.TextChoices):
    """How the rows are ordered; by name within each."""

    NAME = "nom", _("Name")
    TEAM = "equipe", _("Team")
    STATE = "etat", _("State of the competency chosen")


WORST_FIRST = [State.NEVER_ASSESSED, State.NOT_ACQUIRED, State.TO_RENEW, State.ACQUIRED]
"""From what is to be looked at first. Not a ranking of people: it is asked of one competency only."""

BATCH = 500  # people whose posts and levels are read at once by an export


@dataclass(frozen=True)
class MatrixQuery:
    """People of `nodes` × `competencies` on a day; `wanted` keeps those who have one competency of `among` so."""

    nodes: Sequence[Organisation]
    competencies: Sequence[Competency]
    on: date
    wanted: str = ""
    """LACKS, a State, or nothing: everyone."""
    among: Sequence[Competency] = ()
    of_post: bool = False
    """Ask `wanted` only of what each one's posts ask for."""
    sort: Sort = Sort.NAME

    @cached_property
    def members(self) -> list[Member]:
        """Everyone asked for, in the order asked for, then by name. One query."""
        return sorted(_read_members(self._sortable()), key=lambda member: (member.rank, member.sort_key))

    @cached_property
    def demands(self) -> list[Demand]:
        """What the employers of the nodes ask of posts that day."""
        return read_demands(roots_of(node.path for node in self.nodes), self.on)

    @cached_property
    def needed(self) -> Any:
        """The level each stored level is held against, for the database."""
        return needed_level(self.demands, self.nodes, self.on)

    def rows(self, members: Iterable[Member]) -> Iterator[Row]:
        """Their rows, in the same order. Two queries per batch of people."""
        left = iter(members)
        while batch := list(islice(left, BATCH)):
            yield from self._read_rows(batch)

    @cached_property
    def tallies(self) -> list[Tally]:
        """Each column counted over everyone asked for. One query besides that of `members`."""
        stored: defaultdict[UUID, dict[State, int]] = defaultdict(dict)
        for cfitem, state, count in self._count_levels():
            stored[cfitem][State(state)] = count
        people = len(self.members)
        return [tally_column(each, stored[each.identifier], people) for each in self.competencies]

    def find_row(self, person_id: UUID) -> Row | None:
        """The row of one of these people; None for anybody else."""
        found = self._people().filter(pk=person_id).annotate(rank=Value(""))
        return next(self.rows(_read_members(found)), None)

    @property
    def about(self) -> Competency | None:
        """The one competency that was asked about; None when it is any of them, or nobody’s in particular."""
        return self.among[0] if self.wanted and len(self.among) == 1 and not self.of_post else None

    @property
    def cells(self) -> dict[State, int]:
        """Cells of each state, over everyone asked for."""
        return {state: sum(tally.counts[state] for tally in self.tallies) for state in State}

    @property
    def common_need(self) -> Tally | None:
        return most_lacking(self.tallies)

    def _people(self) -> QuerySet[User]:
        staff: QuerySet[User] = staff_under(*self.nodes).order_by()
        if not self.wanted:
            return staff
        levels = Level.objects.filter(actor__in=staff.values("actor_uuid")).order_by()
        levels = levels.annotate(state=stored_state(self.on, self.needed))
        if not self.of_post:
            return staff.filter(_holds(self.wanted, [each.identifier for each in self.among], levels))
        condition = Q(pk__in=[])
        for demand in self.demands:
            theirs = Q(pk__in=people_of(demand, self.nodes, self.on).values("person"))
            condition |= theirs & _holds(self.wanted, list(demand.levels), levels)
        return staff.filter(condition)

    def _sortable(self) -> QuerySet[User]:
        """The people with their `rank`, what they are sorted by before their name."""
        if self.sort == Sort.TEAM:
            theirs = Post.objects.open_on(self.on).under(*self.nodes).filter(person=OuterRef("pk"))
            rank: Any = Subquery(theirs.order_by("team__path").values("team__path")[:1])
        elif self.sort == Sort.STATE and len(self.among) == 1:
            level = Level.objects.filter(actor=OuterRef("actor_uuid"), cfitem=self.among[0].identifier)
            place = Case(
                *(When(state=state.value, then=Value(str(n))) for n, state in enumerate(WORST_FIRST)),
                default=Value("9"),
            )
            states = level.annotate(state=stored_state(self.on, self.needed), place=place)
            rank = Coalesce(Subquery(states.order_by().values("place")[:1], output_field=CharField()), Value("0"))
        else:
            rank = Value("")
        return self._people().annotate(rank=rank)

    def _levels(self) -> QuerySet[Level]:
        return Level.objects.filter(cfitem__in=[each.identifier for each in self.competencies]).order_by()

    def _count_levels(self) -> QuerySet[Level, tuple[UUID, str, int]]:
        levels = self._levels().filter(actor__in=self._people().values("actor_uuid"))
        return (
            levels.annotate(state=stored_state(self.on, self.needed))
            .values_list("cfitem", "state")
            .annotate(Count("pk"))
        )

    def _read_rows(self, members: Sequence[Member]) -> Iterator[Row]:
        posts, measures = self._read_posts(members), self._read_measures(members)
        for member in members:
            asked = ask(self.demands, (post.worked for post in posts[member.id]))
            cells = fill_cells(self.competencies, measures[member.actor], self.on, asked)
            yield Row(member, tuple(posts[member.id]), cells)

    def _read_posts(self, members: Sequence[Member]) -> defaultdict[UUID, list[HeldPost]]:
        """Only posts under the nodes: what a person does for another employer is not this one's to know."""
        posts: defaultdict[UUID, list[HeldPost]] = defaultdict(list)
        held = Post.objects.open_on().under(*self.nodes).filter(person__in=[member.id for member in members])
        for post in held.select_related("team").order_by("team__path", "profession"):
            worked = WorkedPost(post.pk, post.team.path, post.profession)
            posts[post.person_id].append(HeldPost(post.get_profession_display(), post.team.name, worked))
        return posts

    def _read_measures(self, members: Sequence[Member]) -> defaultdict[UUID, dict[UUID, Measure]]:
        measures: defaultdict[UUID, dict[UUID, Measure]] = defaultdict(dict)
        levels = self._levels().filter(actor__in=[member.actor for member in members])
        for actor, cfitem, *values in levels.values_list("actor", "cfitem", *MEASURE):
            measures[actor][cfitem] = Measure(*values)
        return measures


def _read_members(people: Any) -> list[Member]:
    return [Member(*values) for values in people.values_list("pk", "actor_uuid", "first_name", "last_name", "rank")]


def _holds(wanted: str, among: Sequence[UUID], levels: Any) -> Q:
    """A condition on people: at least one competency of `among` is in the wanted state (or is not acquired)."""
    asked = levels.filter(cfitem__in=among)
    if wanted == LACKS:
        return ~_all_of(len(among), asked.filter(state=State.ACQUIRED.value))
    if wanted == State.NEVER_ASSESSED:
        return ~_all_of(len(among), asked)
    return Q(actor_uuid__in=asked.filter(state=wanted).values("actor"))


def _all_of(number: int, levels: Any) -> Q:
    """People with that many of these levels. No row means « jamais évaluée »: nobody is forgotten by `~`."""
    counted = levels.values("actor").annotate(number=Count("pk"))
    return Q(actor_uuid__in=counted.filter(number__gte=number).values("actor"))
