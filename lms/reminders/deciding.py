"""Which reminders a person is due that day, and the words of each. Pure: sending and preview both obey it."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from lms.reminders.models import Kind

ASKED_LATELY = timedelta(days=14)
"""What was asked longer ago is no news: its day, or the digest, will recall it."""
BEFORE_DUE = timedelta(days=7)
BEFORE_EXPIRY = timedelta(days=30)
BETWEEN_DIGESTS = timedelta(days=7)

Name = tuple[str, str]
"""The kind and the subject: what is told once."""


@dataclass(frozen=True)
class Task:
    """A module asked and not finished."""

    key: int
    title: str
    node: str
    reason: str
    asked_on: date
    due_on: date


@dataclass(frozen=True)
class Expiry:
    """A level held, and the day from which it is to renew."""

    cfitem: UUID
    competency: str
    expires_on: date

    @property
    def subject(self) -> str:
        return f"{self.cfitem}:{self.expires_on.isoformat()}"


@dataclass(frozen=True)
class Answer:
    """What was answered to a gesture to validate, a contested level or a document sent."""

    key: str
    competency: str
    by: str


@dataclass(frozen=True)
class Question:
    """What a learner asks of an institute, and nobody answered."""

    key: str
    competency: str
    is_document: bool


@dataclass(frozen=True)
class CalledOff:
    """A half-day to come that will not take place."""

    key: int
    title: str
    institute: str
    held_on: date
    reason: str


@dataclass(frozen=True)
class Revoked:
    """An attestation of theirs that an institute revoked, and maybe replaced."""

    key: UUID
    title: str
    reason: str
    replaced: bool


@dataclass(frozen=True)
class Facts:
    tasks: list[Task] = field(default_factory=list)
    expiries: list[Expiry] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    called_off: list[CalledOff] = field(default_factory=list)
    revoked: list[Revoked] = field(default_factory=list)
    told: Collection[Name] = ()
    last_digest_on: date | None = None
    stopped: bool = False


@dataclass(frozen=True)
class Line:
    """A reminder with what it is about: tasks (several in a digest), or the one thing that is told."""

    kind: Kind
    subject: str
    tasks: tuple[Task, ...] = ()
    expiry: Expiry | None = None
    answer: Answer | None = None
    question: Question | None = None
    half_day: CalledOff | None = None
    paper: Revoked | None = None

    @property
    def name(self) -> Name:
        return self.kind.value, self.subject


def decide(facts: Facts, on: date) -> list[Line]:
    """What is to be told that day and was not: nothing finished (it is not among the facts), nothing twice."""
    if facts.stopped:
        return []
    due = [*_asked(facts.tasks, on), *_soon(facts.tasks, on), *_expiring(facts.expiries, on), *_said(facts)]
    if facts.last_digest_on is None or on - facts.last_digest_on >= BETWEEN_DIGESTS:
        due += _digest(facts.tasks, on)
    return [line for line in due if line.name not in facts.told]


def still_true(names: Iterable[Name], facts: Facts, on: date) -> list[Line]:
    """The lines of what was decided before and still holds when it leaves; nothing for who stopped meanwhile."""
    if facts.stopped:
        return []
    tasks = {str(task.key): task for task in facts.tasks}
    expiries = {each.subject: each for each in facts.expiries}
    said = {line.name: line for line in _said(facts)}
    found = []
    for kind, subject in names:
        match Kind(kind):
            case Kind.ASSIGNED | Kind.DUE_SOON if subject in tasks:
                found.append(Line(Kind(kind), subject, (tasks[subject],)))
            case Kind.EXPIRING if subject in expiries:
                found.append(Line(Kind.EXPIRING, subject, expiry=expiries[subject]))
            case _ if (kind, subject) in said:
                found.append(said[kind, subject])
            case Kind.DIGEST if late := _late(facts.tasks, on):
                found.append(Line(Kind.DIGEST, subject, late))
            case _:
                continue
    return found


def _asked(tasks: Iterable[Task], on: date) -> Iterator[Line]:
    for task in tasks:
        if task.due_on >= on and on - task.asked_on <= ASKED_LATELY:
            yield Line(Kind.ASSIGNED, str(task.key), (task,))


def _soon(tasks: Iterable[Task], on: date) -> Iterator[Line]:
    """Not of what was asked within those seven days: the day has just been said."""
    for task in tasks:
        opens_on = task.due_on - BEFORE_DUE
        if opens_on <= on <= task.due_on and task.asked_on < opens_on:
            yield Line(Kind.DUE_SOON, str(task.key), (task,))


def _expiring(expiries: Iterable[Expiry], on: date) -> Iterator[Line]:
    for each in expiries:
        if on < each.expires_on <= on + BEFORE_EXPIRY:
            yield Line(Kind.EXPIRING, each.subject, expiry=each)


def _said(facts: Facts) -> Iterator[Line]:
    """What someone else did or asked, and the person does not know yet."""
    for answer in facts.answers:
        yield Line(Kind.ANSWERED, answer.key, answer=answer)
    for question in facts.questions:
        yield Line(Kind.TO_ANSWER, question.key, question=question)
    for half_day in facts.called_off:
        yield Line(Kind.CALLED_OFF, str(half_day.key), half_day=half_day)
    for paper in facts.revoked:
        yield Line(Kind.REVOKED, str(paper.key), paper=paper)


def _digest(tasks: Iterable[Task], on: date) -> Iterator[Line]:
    if late := _late(tasks, on):
        yield Line(Kind.DIGEST, on.isoformat(), late)


def _late(tasks: Iterable[Task], on: date) -> tuple[Task, ...]:
    return tuple(task for task in tasks if task.due_on < on)
