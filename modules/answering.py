"""The one writer of attempts and answers. Each deed is one transaction: attempt, statement, progress, evidence, level.

`at` is when it happened: now for a person, an earlier day for the demo house, which walks this same road.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from modules.iris import activity_iri, extension_iri, module_iri
from modules.models import Answer, Attempt, Edition, EditionActivity, Registration
from modules.outcome import EvidenceKind, Grade, Outcome
from modules.statements import Said, Setting, Thing, authority, build_statement
from modules.verbs import TYPE_OF_KIND, ActivityType, Verb
from xapi_store.models import Statement
from xapi_store.recording import record

GRADED_PASSES = 3
PASSES_WINDOW = timedelta(days=30)


class AttemptsExhausted(Exception):  # noqa: N818 (the name says what happened)
    """Three graded passes in thirty days; `again_on` is the day a new one opens."""

    def __init__(self, again_on: datetime) -> None:
        super().__init__(again_on)
        self.again_on = again_on


class AlreadyAnswered(Exception):  # noqa: N818 (the name says what happened)
    """The first answer is kept: another window, a double click or the back button sent a second one."""


@dataclass(frozen=True)
class Given:
    """An answer on its way: the item, what was answered, what it is worth, and how the statement names it."""

    item: str
    response: Any
    grade: Grade | None
    thing: Thing
    said: str = ""
    confidence: int | None = None
    """How sure the person said she was, from 1 to 3: kept and said, never counted."""
    verb: Verb = Verb.ANSWERED
    unknown: bool = False
    """« Je ne sais pas », where it is an answer of its own: graded as no answer, said as such."""


def setting_of(registration: Registration) -> Setting:
    edition = registration.edition
    return Setting(
        actor=registration.learner.actor_uuid,
        registration=registration.pk,
        module_key=edition.module_key,
        module_title=edition.title,
        revision=edition.label,
        language=edition.language,
    )


def name_statement(registration: UUID, *parts: object) -> UUID:
    """The same deed has the same statement id: sent twice, it is stored once."""
    return uuid5(registration, "/".join(map(str, parts)))


@transaction.atomic
def register(learner: Any, edition: Edition, at: datetime | None = None) -> Registration:
    """Open the edition to the learner; the registration already there when there is one."""
    at = at or timezone.now()
    registration, is_new = Registration.objects.get_or_create(
        learner=learner, edition=edition, defaults={"registered_at": at}
    )
    if is_new:
        thing = Thing(module_iri(edition.module_key), ActivityType.COURSE, edition.title)
        _record(registration, Said(name_statement(registration.pk, "registered"), at, Verb.REGISTERED, thing))
    return registration


@transaction.atomic
def start_attempt(
    registration: Registration,
    activity: EditionActivity,
    *,
    form: str = "",
    limited: bool = False,
    at: datetime | None = None,
) -> Attempt:
    """The open attempt, or a new one.

    The race: two windows begin at once. The registration's row is locked first; the constraint has the last word.
    Raises AttemptsExhausted when `limited` and three passes are already finished within thirty days.
    """
    at = at or timezone.now()
    Registration.objects.select_for_update().get(pk=registration.pk)
    attempts = list(Attempt.objects.filter(registration=registration, activity__key=activity.key))
    for attempt in attempts:
        if attempt.finished_at is None:
            return attempt
    if limited:
        refuse_more_passes([attempt.finished_at for attempt in attempts if attempt.finished_at], at)
    attempt = Attempt.objects.create(
        registration=registration, activity=activity, number=len(attempts) + 1, form=form, started_at=at
    )
    said = Said(
        name_statement(registration.pk, activity.key, attempt.number, "attempted"),
        at,
        Verb.ATTEMPTED,
        thing_of(activity),
        extensions={"attempt": attempt.number},
    )
    _record(registration, said)
    return attempt


def refuse_more_passes(finished: list[datetime], at: datetime) -> None:
    """Pure: raises AttemptsExhausted when three of these dates are within thirty days before `at`."""
    if (again_on := next_pass_on(finished, at)) is not None:
        raise AttemptsExhausted(again_on)


def next_pass_on(finished: Sequence[datetime], at: datetime) -> datetime | None:
    """Pure: when a new pass opens, None when one may be taken now."""
    recent = sorted(day for day in finished if day > at - PASSES_WINDOW)
    return recent[-GRADED_PASSES] + PASSES_WINDOW if len(recent) >= GRADED_PASSES else None


@transaction.atomic
def submit_answer(attempt: Attempt, given: Given, at: datetime | None = None) -> Answer:
    """Keep one answer and say it. Raises AlreadyAnswered; the first answer stays."""
    at = at or timezone.now()
    registration, activity = attempt.registration, attempt.activity
    Registration.objects.select_for_update().get(pk=registration.pk)
    if attempt.answers.filter(item=given.item).exists():
        raise AlreadyAnswered
    statement_id = name_statement(registration.pk, activity.key, attempt.number, given.item)
    answer = Answer.objects.create(
        attempt=attempt,
        item=given.item,
        response=given.response,
        scaled=given.grade.scaled if given.grade else None,
        confidence=given.confidence,
        answered_at=at,
        statement_id=statement_id,
    )
    said = Said(
        statement_id,
        at,
        given.verb,
        given.thing,
        parents=[activity_iri(activity.key)],
        result=_result_of(given),
        extensions={"attempt": attempt.number},
    )
    _record(registration, said)
    return answer


@transaction.atomic
def close_attempt(attempt: Attempt, outcome: Outcome, at: datetime | None = None) -> Attempt:
    """Finish the attempt and say how it ended; the module too when it was the last activity."""
    at = at or timezone.now()
    registration, activity = attempt.registration, attempt.activity
    Registration.objects.select_for_update().get(pk=registration.pk)
    attempt.refresh_from_db()
    if attempt.finished_at is not None:
        return attempt
    verb = Verb.COMPLETED if outcome.passed is None else Verb.PASSED if outcome.passed else Verb.FAILED
    attempt.statement_id = name_statement(registration.pk, activity.key, attempt.number, "closed")
    attempt.finished_at, attempt.scaled, attempt.passed = at, outcome.scaled, outcome.passed
    attempt.save(update_fields=["statement_id", "finished_at", "scaled", "passed"])
    said = Said(
        attempt.statement_id,
        at,
        verb,
        thing_of(activity),
        result=_closing_result(registration.edition, outcome),
        extensions={"attempt": attempt.number},
    )
    _record(registration, said)
    _close_module(registration, at)
    return attempt


@transaction.atomic
def attend(registration: Registration, activity: EditionActivity, at: datetime | None = None) -> UUID:
    """Say that the learner was there, once; the module is completed too when it was the last activity.

    Asked by who keeps the signatures: there is no attempt, nothing was answered. The first time stays.
    """
    at = at or timezone.now()
    Registration.objects.select_for_update().get(pk=registration.pk)
    statement_id = name_statement(registration.pk, activity.key, "attended")
    if Statement.objects.filter(statement_id=statement_id).exists():
        return statement_id
    said = Said(statement_id, at, Verb.ATTENDED, thing_of(activity), result={"completion": True})
    _record(registration, said)
    _close_module(registration, at)
    return statement_id


@transaction.atomic
def share_attempt(attempt: Attempt, shared: Sequence[Mapping[str, str]], at: datetime | None = None) -> UUID:
    """Say that its learner sends what an attempt came to; the id of the statement. Sent twice, it is said once."""
    registration, activity = attempt.registration, attempt.activity
    said = Said(
        name_sharing(attempt),
        at or timezone.now(),
        Verb.SHARED,
        thing_of(activity),
        result={"extensions": {extension_iri("shared"): list(shared)}},
        extensions={"attempt": attempt.number},
    )
    _record(registration, said)
    return said.id


def name_sharing(attempt: Attempt) -> UUID:
    return name_statement(attempt.registration_id, attempt.activity.key, attempt.number, "shared")


def thing_of(activity: EditionActivity) -> Thing:
    return Thing(activity_iri(activity.key), TYPE_OF_KIND[activity.kind], activity.title)


def _result_of(given: Given) -> dict[str, Any] | None:
    result: dict[str, Any] = {}
    if given.grade is not None:
        result |= {"success": given.grade.success, "scaled": given.grade.scaled}
    if given.unknown:
        result |= {"success": False, "extensions": {extension_iri("unknown"): True}}
    if given.said:
        result["response"] = given.said
    if given.confidence is not None:
        result["extensions"] = {extension_iri("confidence"): given.confidence}
    return result or None


def _closing_result(edition: Edition, outcome: Outcome) -> dict[str, Any]:
    result: dict[str, Any] = {"completion": True}
    if outcome.scaled is not None:
        result["scaled"] = outcome.scaled
    if outcome.passed is not None:
        result["success"] = outcome.passed
    if outcome.kind != EvidenceKind.NONE and outcome.competencies:
        result["extensions"] = {extension_iri("competencies"): _measured(edition, outcome)}
    return result


def _measured(edition: Edition, outcome: Outcome) -> Mapping[str, Any]:
    identifiers = {row["code"]: row["identifier"] for row in edition.competencies}
    scores = [
        {"cfitem": identifiers[score.code], "code": score.code, "scaled": str(score.scaled), "passed": score.passed}
        for score in outcome.competencies
    ]
    aid = {} if outcome.unaided else {"unaided": False}
    return {"kind": outcome.kind.value, "scores": scores, **aid}


def _close_module(registration: Registration, at: datetime) -> None:
    """Say the module completed, once, when its last activity has just been."""
    whole = Registration.objects.get(pk=registration.pk)
    if whole.completed_at is None:
        return
    thing = Thing(module_iri(registration.edition.module_key), ActivityType.COURSE, registration.edition.title)
    statement_id = name_statement(registration.pk, "completed")
    said = Said(statement_id, whole.completed_at, Verb.COMPLETED, thing, result={"completion": True})
    _record(registration, said)


def _record(registration: Registration, said: Said) -> None:
    record(build_statement(setting_of(registration), said), authority=authority())
