"""Writing what an employer asks of its posts. The one writer of Profile and its versions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import transaction

from lms.people.models import Organisation, Post, User
from lms.workforce.competency_list import read_competencies
from lms.workforce.matrix import fill_cells
from lms.workforce.matrix_query import MatrixQuery
from lms.workforce.models import Concerns, Profile, ProfileVersion, RequiredLevel
from lms.workforce.required import Demand, ask
from lms.workforce.state import State


@dataclass(frozen=True)
class Wanted:
    """What a form says of a profile; `levels` leaves out what is not asked for."""

    node: Organisation
    name: str
    concerns: Concerns
    profession: str
    starts_on: date
    due_on: date | None
    levels: Mapping[UUID, int]
    posts: Sequence[Post] = field(default_factory=list)

    def as_demand(self) -> Demand:
        posts = frozenset(post.pk for post in self.posts)
        return Demand(self.name, self.node.path, self.concerns, self.profession, posts, dict(self.levels), self.due_on)


@dataclass(frozen=True)
class Effect:
    """What a profile would change, over the people seen: counted before anything is recorded."""

    people: int
    lose: int
    gain: int


def preview(wanted: Wanted, replaces: Profile | None, on: date) -> Effect:
    """How many people it concerns, how many of their competencies stop or start being « acquises »."""
    query = MatrixQuery([wanted.node], read_competencies(), on)
    kept = [each for each in query.demands if not replaces or (each.name, each.path) != _key(replaces)]
    after, people, lose, gain = [*kept, wanted.as_demand()], 0, 0, 0
    for row in query.rows(query.members):
        posts = [post.worked for post in row.posts]
        if not any(after[-1].is_of(post) for post in posts):
            continue
        measures = {cell.competency.identifier: cell.measure for cell in row.cells if cell.measure}
        cells = fill_cells(query.competencies, measures, on, ask(after, posts))
        people += 1
        for old, new in zip(row.cells, cells, strict=True):
            lose += old.state == State.ACQUIRED != new.state
            gain += new.state == State.ACQUIRED != old.state
    return Effect(people, lose, gain)


@transaction.atomic
def create_profile(wanted: Wanted, by: User) -> Profile:
    """The profile and its first version. Raises IntegrityError when another took the name meanwhile."""
    profile = Profile.objects.create(
        node=wanted.node, name=wanted.name, concerns=wanted.concerns, profession=wanted.profession
    )
    profile.posts.set(wanted.posts)
    _add_version(profile, wanted, by, 1)
    return profile


@transaction.atomic
def change_profile(profile: Profile, wanted: Wanted, by: User) -> ProfileVersion:
    """A new version: the old one stays, with its dates. The profile's row is locked, so numbers follow each other."""
    locked = Profile.objects.select_for_update().get(pk=profile.pk)
    newest = locked.versions.order_by("-number").first()
    locked.posts.set(wanted.posts)
    return _add_version(locked, wanted, by, newest.number + 1 if newest else 1)


def _add_version(profile: Profile, wanted: Wanted, by: User, number: int) -> ProfileVersion:
    version = ProfileVersion.objects.create(
        profile=profile, number=number, starts_on=wanted.starts_on, due_on=wanted.due_on, made_by=by
    )
    RequiredLevel.objects.bulk_create(
        RequiredLevel(version=version, cfitem_id=cfitem, level=level) for cfitem, level in wanted.levels.items()
    )
    return version


def _key(profile: Profile) -> tuple[str, str]:
    return profile.name, profile.node.path
