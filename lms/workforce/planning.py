"""Asking a module of people: who a plan reaches, and why not the others; recorded, asked again of newcomers, undone.
The one writer of Plan and Assignment."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.db.models import DateField, Exists, Min, OuterRef, QuerySet, UUIDField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from competencies.prepared import Prepared
from lms.people.access import staff_under
from lms.people.models import Organisation, Post, User
from lms.workforce.competency_list import read_competencies
from lms.workforce.matrix import Member
from lms.workforce.matrix_query import LACKS, MatrixQuery
from lms.workforce.models import Assignment, Plan, Reach
from modules.models import Edition, Registration


class LeftOut(models.TextChoices):
    """Why someone of the team is not asked."""

    HAS_IT = "has-it", _("Has what this module works on")
    FINISHED = "finished", _("Has finished this module")
    ASKED = "asked", _("Is already asked for it")


@dataclass(frozen=True)
class Wish:
    """What a form says of a plan."""

    node: Organisation
    edition: Edition
    reach: Reach
    due_on: date
    reason: str
    person: UUID | None = None
    profession: str = ""
    only_lacking: bool = True
    days_to_join: int = 90


@dataclass(frozen=True)
class Reached:
    """Who a plan would reach, by name, and who it would not."""

    people: list[Member]
    left_out: dict[LeftOut, list[Member]] = field(default_factory=dict)


def find_reached(wish: Wish, on: date) -> Reached:
    """Asked of the same people as the matrix: whoever holds a post today under the node. Nobody else can come out."""
    everyone = MatrixQuery([wish.node], read_competencies(), on).members
    of_profession = _of_profession(wish, on)
    candidates = [member for member in everyone if _is_meant(wish, member, of_profession)]
    lacking = _lacking(wish, on) if wish.only_lacking else {member.id for member in candidates}
    finished, asked = _finished(wish), _asked(wish)
    people: list[Member] = []
    left_out: dict[LeftOut, list[Member]] = {reason: [] for reason in LeftOut}
    for member in candidates:
        if member.id in finished:
            left_out[LeftOut.FINISHED].append(member)
        elif member.id in asked:
            left_out[LeftOut.ASKED].append(member)
        elif member.id not in lacking:
            left_out[LeftOut.HAS_IT].append(member)
        else:
            people.append(member)
    return Reached(people, left_out)


@transaction.atomic
def make_plan(wish: Wish, by: User) -> Plan:
    """Record the plan and whom it reaches now. The node is locked: two plans made at once do not ask twice."""
    Organisation.objects.select_for_update().get(pk=wish.node.pk)
    plan = Plan.objects.create(
        node=wish.node,
        module_key=wish.edition.module_key,
        reach=wish.reach,
        person_id=wish.person,
        profession=wish.profession,
        only_lacking=wish.only_lacking,
        due_on=wish.due_on,
        days_to_join=wish.days_to_join,
        reason=wish.reason,
        made_by=by,
    )
    _assign(plan, find_reached(wish, timezone.localdate()).people, wish.due_on)
    return plan


@transaction.atomic
def undo_plan(plan: Plan, by: User) -> bool:
    """Nobody is asked any more; what was followed stays theirs. False when it was undone already."""
    standing = Plan.objects.standing().filter(pk=plan.pk)
    return bool(standing.update(undone_at=timezone.now(), undone_by=by))


def ask_newcomers(on: date) -> int:
    """Each standing rule, asked of those who joined its node since; how many were reached. Safe to run twice."""
    rules = Plan.objects.standing().filter(reach=Reach.RULE).select_related("node")
    return sum(_ask_newcomers(plan, on) for plan in rules)


def latest_edition(module_key: UUID) -> Edition | None:
    editions = Edition.objects.filter(module_key=module_key, module__live=True, module__is_private=False)
    return editions.newest_first().first()


@transaction.atomic
def _ask_newcomers(plan: Plan, on: date) -> int:
    locked = Plan.objects.select_for_update().standing().filter(pk=plan.pk).first()
    edition = latest_edition(plan.module_key)
    if locked is None or edition is None:
        return 0
    wish = Wish(
        node=plan.node,
        edition=edition,
        reach=Reach.RULE,
        due_on=plan.due_on,
        reason=plan.reason,
        profession=plan.profession,
        only_lacking=plan.only_lacking,
    )
    known = set(plan.assignments.values_list("person", flat=True))
    new = [member for member in find_reached(wish, on).people if member.id not in known]
    _assign(plan, new, max(plan.due_on, on + timedelta(days=plan.days_to_join)))
    return len(new)


def _assign(plan: Plan, people: Sequence[Member], due_on: date) -> None:
    Assignment.objects.bulk_create(
        [Assignment(plan=plan, person_id=member.id, due_on=due_on) for member in people], ignore_conflicts=True
    )


def _is_meant(wish: Wish, member: Member, of_profession: set[UUID]) -> bool:
    if wish.reach == Reach.PERSON:
        return member.id == wish.person
    return not wish.profession or member.id in of_profession


def _of_profession(wish: Wish, on: date) -> set[UUID]:
    posts = Post.objects.open_on(on).under(wish.node).filter(profession=wish.profession)
    return set(posts.values_list("person", flat=True)) if wish.profession else set()


def _lacking(wish: Wish, on: date) -> set[UUID]:
    """Those who do not hold today one of the competencies that the module announces, the never assessed included."""
    announced = {row["identifier"] for row in wish.edition.competencies if row["announced"]}
    among = [each for each in read_competencies() if str(each.identifier) in announced]
    return {member.id for member in MatrixQuery([wish.node], among, on, LACKS, among).members}


def _finished(wish: Wish) -> set[UUID]:
    followed = Registration.objects.filter(edition__module_key=wish.edition.module_key, completed_at__isnull=False)
    return set(followed.filter(learner__in=staff_under(wish.node)).values_list("learner", flat=True))


def _asked(wish: Wish) -> set[UUID]:
    """By this employer: what another one asks is not this one's to know."""
    root = wish.node.path[: wish.node.steplen]
    asked = Assignment.objects.standing().filter(plan__module_key=wish.edition.module_key)
    return set(asked.filter(plan__node__path__startswith=root).values_list("person", flat=True))


@dataclass(frozen=True)
class Request:
    """What someone is asked by their employer, as they read it on their desk."""

    assignment: Assignment
    edition: Edition
    registration: Registration | None

    @property
    def is_late(self) -> bool:
        return self.assignment.due_on < timezone.localdate()


def _build_asked(person: Any, on: Any) -> QuerySet[Assignment]:
    here = Post.objects.open_on(on).filter(person=person, team__path__startswith=OuterRef("plan__node__path"))
    asked = Assignment.objects.standing().filter(Exists(here), person=person)
    return asked.select_related("plan__node", "plan__made_by")


_asked_of = Prepared(_build_asked, person=UUIDField(), on=DateField())


def requests_of(person: User, offered: Iterable[Edition], registrations: Iterable[Registration]) -> list[Request]:
    """What is asked and not finished, the nearest day first; nothing from an employer one has left. One query.

    `offered` are the editions open today, `registrations` all those of this person.
    """
    asked = _asked_of(person=person.pk, on=timezone.localdate())
    editions = {each.module_key: each for each in offered}
    followed = {each.edition.module_key: each for each in registrations}
    found = [
        Request(row, editions[row.plan.module_key], followed.get(row.plan.module_key))
        for row in asked
        if row.plan.module_key in editions
    ]
    return [each for each in found if not each.registration or not each.registration.completed_at]


def finished_days(plan: Plan) -> dict[UUID, date]:
    """Person → the day they first finished the module, for those the plan reaches. Finishing is what an employer reads:
    no answer and no score."""
    done = Registration.objects.filter(
        edition__module_key=plan.module_key,
        learner__in=plan.assignments.values("person"),
        completed_at__isnull=False,
    )
    rows = done.order_by().values_list("learner").annotate(at=Min("completed_at"))
    return {person: timezone.localdate(at) for person, at in rows}
