"""The levels that posts ask for. One place answers: the matrix, the learner's profile and the gaps all read here."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    DateField,
    F,
    PositiveSmallIntegerField,
    Q,
    UUIDField,
    Value,
    When,
    prefetch_related_objects,
)

from competencies.prepared import Prepared
from lms.people.models import Organisation, Post, User
from lms.people.models.organisation import within
from lms.workforce.models import Concerns, Profile, ProfileVersion
from lms.workforce.state import ACQUIRED_FROM


@dataclass(frozen=True, slots=True)
class WorkedPost:
    """A post, as a profile looks at it."""

    id: int
    path: str
    profession: str


@dataclass(frozen=True, slots=True)
class Asked:
    level: int
    due_on: date | None
    profile: str


@dataclass(frozen=True, slots=True)
class Demand:
    """A profile and the version of it that is in force."""

    name: str
    path: str
    concerns: str
    profession: str
    posts: frozenset[int]
    levels: Mapping[UUID, int]
    due_on: date | None

    def is_of(self, post: WorkedPost) -> bool:
        if not post.path.startswith(self.path):
            return False
        if self.concerns == Concerns.POSTS:
            return post.id in self.posts
        return self.concerns == Concerns.EVERYONE or post.profession == self.profession

    @property
    def condition(self) -> Q:
        """`is_of` asked of posts by the database. One test holds the two together."""
        under = Q(team__path__startswith=self.path)
        if self.concerns == Concerns.POSTS:
            return under & Q(pk__in=self.posts)
        return under if self.concerns == Concerns.EVERYONE else under & Q(profession=self.profession)


def ask(demands: Iterable[Demand], posts: Iterable[WorkedPost]) -> dict[UUID, Asked]:
    """The highest level that any post asks for, competency by competency; of two alike, the earlier target. Pure."""
    posts = list(posts)
    asked: dict[UUID, Asked] = {}
    for demand in demands:
        if any(demand.is_of(post) for post in posts):
            for cfitem, level in demand.levels.items():
                new = Asked(level, demand.due_on, demand.name)
                asked[cfitem] = max(asked.get(cfitem, new), new, key=_weight)
    return asked


def _weight(asked: Asked) -> tuple[int, int]:
    return asked.level, -(asked.due_on or date.max).toordinal()


def read_demands(roots: Iterable[str], on: date) -> list[Demand]:
    """What the employers whose tree starts with these paths ask for that day. One query, two when a profile names its
    posts one by one."""
    condition = Q(pk__in=[])
    for root in roots:
        condition |= Q(profile__node__path__startswith=root)
    newest: dict[UUID, ProfileVersion] = {}
    levels: dict[UUID, dict[UUID, int]] = defaultdict(dict)
    versions = ProfileVersion.objects.started_by(on).filter(condition).select_related("profile__node")
    rows: Iterable[Any] = versions.annotate(cfitem=F("levels__cfitem"), asked=F("levels__level"))
    for row in rows:  # as many as there are levels, and one where there is none
        version = newest.setdefault(row.profile_id, row)
        if row.pk == version.pk and row.cfitem is not None:
            levels[row.profile_id][row.cfitem] = row.asked
    by_post = [each.profile for each in newest.values() if each.profile.concerns == Concerns.POSTS]
    prefetch_related_objects(by_post, "posts")
    demands = [_demand(version, levels[profile]) for profile, version in newest.items()]
    return sorted(demands, key=lambda demand: (demand.path, demand.name))


def demand_of(profile: Profile, version: ProfileVersion) -> Demand:
    version.profile = profile
    return _demand(version, {each.cfitem_id: each.level for each in version.levels.all()})


def _demand(version: ProfileVersion, levels: Mapping[UUID, int]) -> Demand:
    profile = version.profile
    by_post = profile.concerns == Concerns.POSTS
    return Demand(
        name=profile.name,
        path=profile.node.path,
        concerns=profile.concerns,
        profession=profile.profession,
        posts=frozenset(post.pk for post in profile.posts.all()) if by_post else frozenset(),
        levels=levels,
        due_on=version.due_on,
    )


def roots_of(paths: Iterable[str]) -> set[str]:
    return {path[: Organisation.steplen] for path in paths}


_posts_of: Prepared[Any] = Prepared(
    lambda person, on: Post.objects.open_on(on).filter(person=person).values_list("pk", "team__path", "profession"),
    person=UUIDField(),
    on=DateField(),
)


def required_levels(person: User, on: date) -> dict[UUID, int]:
    """By identifier of the competency, 1 to 4; what no post of this person asks for that day is left out."""
    posts = [WorkedPost(*values) for values in _posts_of(person=person.pk, on=on)]
    demands = read_demands(roots_of(post.path for post in posts), on) if posts else []
    return {cfitem: asked.level for cfitem, asked in ask(demands, posts).items()}


def needed_level(demands: Sequence[Demand], nodes: Sequence[Organisation], on: date) -> Any:
    """The level that a stored level is held against, for the database: that of `ask`, else « acquired »."""
    steps = sorted(_steps(demands), key=lambda step: -step[0])
    whens = [
        When(
            Q(actor__in=people_of(demand, nodes, on).values("person__actor_uuid"), cfitem__in=items), then=Value(level)
        )
        for level, demand, items in steps
    ]
    if not whens:
        return ACQUIRED_FROM
    return Case(*whens, default=Value(ACQUIRED_FROM), output_field=PositiveSmallIntegerField())


def people_of(demand: Demand, nodes: Sequence[Organisation], on: date) -> Any:
    """Posts under the nodes that the demand is of."""
    return Post.objects.open_on(on).filter(within(*nodes, prefix="team__")).filter(demand.condition).order_by()


def _steps(demands: Sequence[Demand]) -> Iterable[tuple[int, Demand, list[UUID]]]:
    for demand in demands:
        by_level: defaultdict[int, list[UUID]] = defaultdict(list)
        for cfitem, level in demand.levels.items():
            by_level[level].append(cfitem)
        for level, items in by_level.items():
            yield level, demand, items
