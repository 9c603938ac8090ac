"""What a trainer sees of a group: learners × activities, and what was observed of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Count, Max
from django.http import Http404

from competencies.models import ObservedEvidence
from lms.agenda.models import HalfDay, HalfDayMember
from lms.people.models import User
from lms.people.rights import Verb
from modules.models import ActivityProgress, EditionActivity


class State(StrEnum):
    DONE = "done"
    BEGUN = "begun"
    TODO = "todo"
    ABSENT = "absent"  # the activity is not in the edition of this person


@dataclass(frozen=True)
class Column:
    key: UUID
    title: str


@dataclass(frozen=True)
class Row:
    member: HalfDayMember
    states: list[State]
    last_at: datetime | None

    @property
    def done(self) -> int:
        return self.states.count(State.DONE)


@dataclass(frozen=True)
class Observation:
    learner: User
    observer: User | None
    evidence: ObservedEvidence


@dataclass(frozen=True)
class Group:
    half_day: HalfDay
    columns: list[Column]
    rows: list[Row]
    workshops: list[EditionActivity]
    """Those of the newest edition followed, for the trainer to prepare."""


def half_days_of(trainer: User) -> list[HalfDay]:
    """The groups this person may open, newest first, each with its number of members: one query besides the rights."""
    open_ones = HalfDay.objects.open_to(trainer, Verb.VIEW).select_related("institute")
    return list(open_ones.annotate(size=Count("members", distinct=True)).order_by("-held_on", "title", "id"))


def find_half_day(trainer: User, half_day_id: int, verb: Verb = Verb.VIEW) -> HalfDay:
    """A group this person may open (or observe in), or 404: nobody learns that another one exists."""
    found = HalfDay.objects.open_to(trainer, verb).select_related("institute").filter(pk=half_day_id).first()
    if found is None:
        raise Http404
    return found


def members_of(half_day: HalfDay) -> list[HalfDayMember]:
    members = half_day.members.select_related("registration__learner", "registration__edition", "presence__trainer")
    return list(members.annotate(last_answer=Max("registration__attempts__answers__answered_at")))


def read_group(half_day: HalfDay, members: list[HalfDayMember]) -> Group:
    """The table, in two queries. Columns are those of the newest edition first: a group may hold two editions."""
    editions = sorted({member.registration.edition_id for member in members}, reverse=True)
    activities = EditionActivity.objects.filter(edition__in=editions).defer("content")
    held = {edition: [each for each in activities if each.edition_id == edition] for edition in editions}
    columns = {each.key: Column(each.key, each.title) for edition in editions for each in held[edition]}
    keys = {edition: {each.key for each in held[edition]} for edition in editions}
    progress = _progress_of(members)
    rows = [
        _read_row(member, columns.values(), keys[member.registration.edition_id], progress[member.registration_id])
        for member in members
    ]
    workshops = [each for edition in editions[:1] for each in held[edition] if each.kind == "workshop"]
    return Group(half_day, list(columns.values()), rows, workshops)


def find_workshop(half_day: HalfDay, slug: str) -> EditionActivity:
    """The workshop of the newest edition followed in the group, or 404."""
    editions = half_day.members.order_by("-registration__edition").values_list("registration__edition", flat=True)
    workshops = EditionActivity.objects.select_related("edition").filter(edition__in=editions[:1], kind="workshop")
    found = workshops.filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def _progress_of(members: list[HalfDayMember]) -> dict[UUID, dict[UUID, ActivityProgress]]:
    found: dict[UUID, dict[UUID, ActivityProgress]] = {member.registration_id: {} for member in members}
    for row in ActivityProgress.objects.filter(registration__in=found):
        found[row.registration_id][row.activity_key] = row
    return found


def _read_row(
    member: HalfDayMember, columns: Iterable[Column], keys: set[UUID], progress: dict[UUID, ActivityProgress]
) -> Row:
    moments = [getattr(member, "last_answer", None)]
    moments += [moment for row in progress.values() for moment in (row.started_at, row.completed_at, row.scored_at)]
    states = [decide_state(column.key in keys, progress.get(column.key)) for column in columns]
    return Row(member, states, max((moment for moment in moments if moment), default=None))


def decide_state(in_edition: bool, progress: ActivityProgress | None) -> State:
    """Pure."""
    if not in_edition:
        return State.ABSENT
    if progress is None:
        return State.TODO
    return State.DONE if progress.completed_at else State.BEGUN


def observations_of(members: list[HalfDayMember]) -> list[Observation]:
    """What was observed of these people, by whom, newest first: two queries."""
    learners = {member.learner.actor_uuid: member.learner for member in members}
    seen = ObservedEvidence.objects.filter(actor__in=learners).select_related("cfitem").order_by("-at", "-id")
    evidence = list(seen)
    observers = {
        each.actor_uuid: each for each in User.objects.filter(actor_uuid__in={row.observer for row in evidence})
    }
    return [Observation(learners[row.actor], observers.get(row.observer), row) for row in evidence]
