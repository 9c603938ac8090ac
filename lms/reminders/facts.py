"""What reminders are decided from, read for many people at once: the same fourteen queries whatever their number."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from competencies.models import Level
from lms.agenda.models import Contest
from lms.people.models import Organisation, Post, RoleAssignment, User
from lms.people.models.organisation import within
from lms.people.rights import Role, Thing, Verb, roles_that_may
from lms.prior.models import PriorLearningRequest
from lms.reminders.agenda_facts import read_called_off, read_revoked
from lms.reminders.deciding import BEFORE_EXPIRY, Answer, Expiry, Facts, Name, Question, Task
from lms.reminders.models import Kind, Reminder, Stop
from lms.workforce.models import Assignment, ValidationRequest
from modules.models import Registration
from modules.recommending import latest_editions


def read_facts(
    people: QuerySet[User], on: date, *employers: Organisation, with_private: bool = True
) -> dict[UUID, Facts]:
    """By person, those there is something to tell. With employers, only what those employers ask; `with_private`, what
    is between the person and someone else too: an answer, a half-day called off, a paper revoked."""
    people = people.filter(is_active=True).order_by()
    tasks, expiries = _tasks(people, on, employers), _expiries(people, on)
    answers, questions = (_answers(people), _questions(people)) if with_private else ({}, {})
    called_off, revoked = (read_called_off(people, on), read_revoked(people, on)) if with_private else ({}, {})
    told, digests = _told(people)
    stopped = set(Stop.objects.filter(person__in=people).values_list("person", flat=True))
    return {
        key: Facts(
            tasks.get(key, []),
            expiries.get(key, []),
            answers.get(key, []),
            questions.get(key, []),
            called_off.get(key, []),
            revoked.get(key, []),
            told.get(key, set()),
            digests.get(key),
            key in stopped,
        )
        for key in {*tasks, *expiries, *answers, *questions, *called_off, *revoked}
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
        found[names[row.actor]].append(Expiry(row.cfitem_id, _name_of(row), row.expires_on))
    return found


def _answers(people: QuerySet[User]) -> dict[UUID, list[Answer]]:
    """Answered, and not read yet on the learner's own page."""
    found: defaultdict[UUID, list[Answer]] = defaultdict(list)
    for row in _unread(ValidationRequest, people, "decided_by"):
        found[row.learner_id].append(Answer(str(row.pk), _name_of(row), str(row.decided_by)))
    for row in _unread(Contest, people, "answered_by"):
        found[row.learner_id].append(Answer(f"contest:{row.pk}", _name_of(row), str(row.answered_by)))
    for row in _unread(PriorLearningRequest, people, "decided_by"):
        found[row.learner_id].append(Answer(f"prior:{row.pk}", _name_of(row), str(row.decided_by)))
    return found


def _unread(asked: Any, people: QuerySet[User], who: str) -> Any:
    return asked.objects.unread().filter(learner__in=people).select_related("cfitem", who)


def _questions(people: QuerySet[User]) -> dict[UUID, list[Question]]:
    """What waits for an answer, by each person who may give it: never the learner who asks."""
    asked = list(_asked())
    roles = RoleAssignment.objects.filter(person__in=people, role__in={role for each in asked for role in each.roles})
    places = {(role, node, person) for person, role, node in roles.values_list("person", "role", "node")}
    found: defaultdict[UUID, list[Question]] = defaultdict(list)
    for each in asked:
        for person in {who for role, node, who in places if role in each.roles and node in {each.institute, None}}:
            if person != each.learner:
                found[person].append(each.question)
    return found


@dataclass(frozen=True)
class Asked:
    """A question, who asks, the institute that answers and the roles that may."""

    question: Question
    learner: UUID
    institute: UUID
    roles: list[Role]


def _asked() -> Iterator[Asked]:
    may_answer = roles_that_may(Verb.CHANGE, Thing.CONTEST)
    for contest in Contest.objects.waiting().select_related("cfitem"):
        question = Question(f"contest:{contest.pk}", _name_of(contest), is_document=False)
        yield Asked(question, contest.learner_id, contest.institute_id, may_answer)
    may_review = roles_that_may(Verb.CHANGE, Thing.PRIOR_LEARNING)
    for sent in PriorLearningRequest.objects.waiting().select_related("cfitem"):
        question = Question(f"prior:{sent.pk}", _name_of(sent), is_document=True)
        yield Asked(question, sent.learner_id, sent.institute_id, may_review)


def _name_of(row: Any) -> str:
    return f"{row.cfitem.human_coding_scheme} {row.cfitem.full_statement}"


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
