"""What reminders are decided from, read for many people at once: the same seven queries whatever their number."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from competencies.models import Level
from lms.people.models import Organisation, Post, User
from lms.people.models.organisation import within
from lms.reminders.deciding import BEFORE_EXPIRY, Answer, Expiry, Facts, Name, Task
from lms.reminders.models import Kind, Reminder, Stop
from lms.workforce.models import Assignment, ValidationRequest
from modules.models import Registration
from modules.recommending import latest_editions


def read_facts(
    people: QuerySet[User], on: date, *employers: Organisation, with_answers: bool = True
) -> dict[UUID, Facts]:
    """By person, those there is something to tell. With employers, only what those employers ask."""
    people = people.filter(is_active=True).order_by()
    tasks, expiries = _tasks(people, on, employers), _expiries(people, on)
    answers = _answers(people) if with_answers else {}
    told, digests = _told(people)
    stopped = set(Stop.objects.filter(person__in=people).values_list("person", flat=True))
    return {
        key: Facts(
            tasks.get(key, []),
            expiries.get(key, []),
            answers.get(key, []),
            told.get(key, set()),
            digests.get(key),
            key in stopped,
        )
        for key in {*tasks, *expiries, *answers}
    }


def _tasks(people: QuerySet[User], on: date, employers: Iterable[Organisation]) -> dict[UUID, list[Task]]:
    """Asked by who employs them today, of a module that is still open, and not finished."""
    finished = Registration.objects.filter(
        learner=OuterRef("person"), edition__module_key=OuterRef("plan__module_key"), completed_at__isnull=False
    )
    works_there = Post.objects.open_on(on).filter(
        person=OuterRef("person"), team__path__startswith=OuterRef("plan__node__path")
    )
    rows = Assignment.objects.standing().filter(Exists(works_there), ~Exists(finished), person__in=people)
    if employers:
        rows = rows.filter(within(*employers, prefix="plan__node__"))
    titles = {edition.module_key: edition.title for edition in latest_editions()}
    found: defaultdict[UUID, list[Task]] = defaultdict(list)
    for row in rows.select_related("plan__node"):
        if title := titles.get(row.plan.module_key):
            asked_on = timezone.localdate(row.made_at)
            task = Task(row.pk, title, row.plan.node.name, row.plan.reason, asked_on, row.due_on)
            found[row.person_id].append(task)
    return found


def _expiries(people: QuerySet[User], on: date) -> dict[UUID, list[Expiry]]:
    levels = Level.objects.filter(
        actor__in=people.values("actor_uuid"), expires_on__gt=on, expires_on__lte=on + BEFORE_EXPIRY
    ).select_related("cfitem")
    rows = list(levels.order_by("expires_on", "cfitem__position"))
    people_of: Any = User.objects.filter(actor_uuid__in={row.actor for row in rows})
    names = dict(people_of.values_list("actor_uuid", "pk"))
    found: defaultdict[UUID, list[Expiry]] = defaultdict(list)
    for row in rows:
        words = f"{row.cfitem.human_coding_scheme} {row.cfitem.full_statement}"
        found[names[row.actor]].append(Expiry(row.cfitem_id, words, row.expires_on))
    return found


def _answers(people: QuerySet[User]) -> dict[UUID, list[Answer]]:
    """Decided, and not read yet on the learner's own page."""
    found: defaultdict[UUID, list[Answer]] = defaultdict(list)
    for row in ValidationRequest.objects.unread().filter(learner__in=people).select_related("cfitem", "decided_by"):
        words = f"{row.cfitem.human_coding_scheme} {row.cfitem.full_statement}"
        found[row.learner_id].append(Answer(row.pk, words, str(row.decided_by)))
    return found


def _told(people: QuerySet[User]) -> tuple[dict[UUID, set[Name]], dict[UUID, date]]:
    """What was told or dropped, and the day of the last digest."""
    told: defaultdict[UUID, set[Name]] = defaultdict(set)
    digests: dict[UUID, date] = {}
    for person, kind, subject in Reminder.objects.filter(person__in=people).values_list("person", "kind", "subject"):
        told[person].add((kind, subject))
        if kind == Kind.DIGEST:
            day = date.fromisoformat(subject)
            digests[person] = max(day, digests.get(person, day))
    return told, digests
