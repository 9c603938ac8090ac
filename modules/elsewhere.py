"""Statements made elsewhere, which came over HTTP: which of them are facts, now and when they are replayed."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from modules.alignment import Course, activity_of, align, registration_of
from modules.facts import Fact
from modules.models import EditionActivity, ProjectionCursor, Reason, Registration, UnalignedStatement
from modules.statements import authority
from xapi_store.models import Authority, Credential, Statement
from xapi_store.models.authority import write_agent
from xapi_store.models.statement import StatementQuerySet

Content = Mapping[str, Any]
Judgement = Fact | Reason | None


def is_ours(statement: Statement) -> bool:
    """Whether our own code recorded it. Nobody else can: over HTTP each credential has an authority of its own."""
    return statement.authority.text == write_agent(authority())


def from_elsewhere() -> StatementQuerySet:
    """What is stored on any other word than ours."""
    return Statement.objects.exclude(authority__in=Authority.objects.filter(text=write_agent(authority())))


def judge(statements: Sequence[Statement]) -> dict[int, Judgement]:
    """By sid: the fact in each, or why it is none, by what its credential may do today."""
    told = [(each, each.as_json()) for each in statements]
    courses = courses_of(content for _, content in told)
    authorities = {each.authority_id for each in statements}
    credentials = {each.authority_id: each for each in Credential.objects.filter(authority__in=authorities)}
    return {
        each.sid: _refuse(content, credentials.get(each.authority_id)) or _align(each, content, courses)
        for each, content in told
    }


def settled_facts(statements: Sequence[Statement]) -> list[Fact]:
    """The facts that the projector found in these when it walked them, whatever became of their credentials since."""
    place = ProjectionCursor.objects.place()
    walked = {each.sid: each for each in statements if each.sid <= place}
    aside = UnalignedStatement.objects.filter(pk__in=walked).values_list("pk", flat=True)
    told = [(walked[sid], walked[sid].as_json()) for sid in sorted(walked.keys() - set(aside))]
    courses = courses_of(content for _, content in told)
    judged = (_align(each, content, courses) for each, content in told)
    return [fact for fact in judged if isinstance(fact, Fact)]


def _refuse(content: Content, credential: Credential | None) -> Reason | None:
    """What its credential does not allow. The store asks the restriction when it takes a statement; we ask it again."""
    if credential is None or not credential.may_give_evidence:
        return Reason.CREDENTIAL
    if not credential.covers(activity_of(content), registration_of(content)):
        return Reason.RESTRICTION
    return None


def _align(statement: Statement, content: Content, courses: Mapping[UUID, Course]) -> Judgement:
    registration = registration_of(content)
    return align(content, statement.timestamp, None if registration is None else courses.get(registration))


def courses_of(contents: Iterable[Content]) -> dict[UUID, Course]:
    """The courses of the registrations that these statements name: two queries, whatever their number."""
    named = {registration for content in contents if (registration := registration_of(content))}
    rows = Registration.objects.filter(pk__in=named).order_by()
    found = list(rows.values_list("pk", "learner__actor_uuid", "edition", "edition__competencies"))
    activities = _activities_of({edition for _, _, edition, _ in found})
    return {
        pk: Course(actor, _competencies_of(activities.get(edition, {}), competencies))
        for pk, actor, edition, competencies in found
    }


def _activities_of(editions: Iterable[int]) -> dict[int, dict[UUID, list[str]]]:
    """By edition, by activity key: the codes of the competencies it works on."""
    rows = EditionActivity.objects.filter(edition__in=editions).order_by()
    found: dict[int, dict[UUID, list[str]]] = {}
    for edition, key, codes in rows.values_list("edition", "key", "content__competencies"):
        found.setdefault(edition, {})[key] = codes or []
    return found


def _competencies_of(
    activities: dict[UUID, list[str]], competencies: Iterable[dict[str, str]]
) -> dict[UUID, tuple[UUID, ...]]:
    by_code = {row["code"]: UUID(row["identifier"]) for row in competencies}
    return {key: tuple(by_code[code] for code in codes) for key, codes in activities.items()}
