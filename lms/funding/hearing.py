"""What the people of a convention told by a day: answers to the survey's questions, tests, obstacles. Read only."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from competencies.models import GapProof, TransferEvidence
from competencies.models.evidence import Voice
from lms.agenda.hours import end_of
from lms.funding.baseline import units_of, why_refused
from lms.funding.gains import Pair
from lms.funding.grid import CountedPerson
from lms.funding.models import Convention
from lms.funding.outcomes import Heard, Line, Said
from lms.people.models import User
from modules.activities.questionnaire.rounds import Round, round_of
from modules.models import Answer, Attempt, EditionActivity


def hear(convention: Convention, people: Sequence[CountedPerson], as_of: date) -> Heard:
    """Of the people counted in the convention that day. Nine queries at most."""
    moment = end_of(as_of)
    counted = {each.person: each for each in people}
    return Heard(
        answers=answers_by(convention, moment, counted),
        pairs=pairs_by(convention, moment, counted),
        obstacles=obstacles_by(moment, counted),
    )


def attempts_of(convention: Convention, moment: datetime) -> QuerySet[Attempt]:
    """Finished by then, oldest first."""
    attempts = Attempt.objects.filter(registration__invitation__convention=convention, finished_at__lt=moment)
    return attempts.select_related("registration").order_by("finished_at", "pk")


def answers_by(
    convention: Convention, moment: datetime, counted: Mapping[Hashable, CountedPerson]
) -> dict[Line, dict[Hashable, Said]]:
    """The first answer of each person at each moment, by answer that is followed."""
    attempts = [
        each
        for each in attempts_of(convention, moment).filter(activity__kind="questionnaire")
        if each.registration.learner_id in counted
    ]
    followed = followed_answers({each.activity_id for each in attempts})
    given: dict[int, list[tuple[str, list[int]]]] = defaultdict(list)
    rows = Answer.objects.filter(attempt__in=attempts).order_by("pk").values_list("attempt", "item", "response")
    for attempt, item, response in rows:
        given[attempt].append((item, response))
    told: dict[Line, dict[Hashable, dict[Round, bool]]] = {
        line: {} for lines in followed.values() for _index, line in lines
    }
    for each in attempts:
        at = round_of(each.finished_at or moment, _by(each.registration.completed_at, moment))
        for item, response in given[each.pk]:
            for index, line in followed.get((each.activity_id, item), []):
                said = told[line].setdefault(each.registration.learner_id, {})
                said.setdefault(at, index in response)
    return {line: dict(said) for line, said in told.items()}


def _by(at: datetime | None, moment: datetime) -> datetime | None:
    return at if at is not None and at < moment else None


def followed_answers(activity_ids: Iterable[int]) -> dict[tuple[int, str], list[tuple[int, Line]]]:
    """The answers that prove a gap of 2018. Three queries."""
    activities = list(EditionActivity.objects.filter(pk__in=set(activity_ids)).order_by("pk"))
    asked = [(activity, question) for activity in activities for question in activity.thawed.questions]
    cells = {answer.cell for _activity, question in asked for answer in question.answers if answer.cell}
    gaps, units = gaps_of(cells), units_of(cells)
    return {
        (activity.pk, question.key): [
            (
                index,
                Line(
                    key=f"{activity.key}/{question.key}/{index}",
                    activity=activity.title,
                    wording=question.text,
                    answer=answer.text,
                    gap=gaps[answer.cell],
                    cell=answer.cell,
                    refusal=why_refused(question, answer.cell, units),
                ),
            )
            for index, answer in enumerate(question.answers)
            if answer.cell in gaps
        ]
        for activity, question in asked
    }


def gaps_of(cells: set[str]) -> dict[str, str]:
    """The gap that each cell proves first, by its code."""
    proofs = GapProof.objects.filter(cell__key__in=cells).order_by("-position", "-gap__code")
    return dict(proofs.values_list("cell__key", "gap__code"))


def pairs_by(
    convention: Convention, moment: datetime, counted: Mapping[Hashable, CountedPerson]
) -> dict[str, list[Pair]]:
    """The two tests of each module, of those who completed it: points out of a hundred, the first passing of each."""
    scores: dict[str, dict[UUID, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    tests = attempts_of(convention, moment).filter(activity__kind="quiz", scaled__isnull=False)
    modes: dict[int, str] = {}
    for each in tests.select_related("registration__edition", "activity"):
        mode = modes.setdefault(each.activity_id, each.activity.thawed.mode)
        learner, done = each.registration.learner_id, _by(each.registration.completed_at, moment)
        if mode in ("pretest", "posttest") and learner in counted and done:
            module = str(each.registration.edition.module_key)
            scores[module][learner].setdefault(mode, round(100 * (each.scaled or 0)))
    return {module: list(_pairs(those, counted)) for module, those in sorted(scores.items())}


def _pairs(scores: Mapping[UUID, Mapping[str, int]], counted: Mapping[Hashable, CountedPerson]) -> Iterable[Pair]:
    for learner, both in scores.items():
        if len(both) == 2:
            one = counted[learner]
            yield Pair(learner, one.employer, both["pretest"], both["posttest"], one.categories)


def obstacles_by(moment: datetime, counted: Mapping[Hashable, CountedPerson]) -> dict[Hashable, frozenset[str]]:
    """What each learner said stopped them, three months after, in any competency. The learner's own voice only."""
    actors = dict(User.objects.filter(pk__in=list(counted)).values_list("actor_uuid", "pk"))
    told = TransferEvidence.objects.non_polymorphic().filter(actor__in=list(actors), voice=Voice.LEARNER, at__lt=moment)
    found: dict[Hashable, frozenset[str]] = {}
    for actor, obstacles in told.order_by("pk").values_list("actor", "obstacles"):
        found[actors[actor]] = found.get(actors[actor], frozenset()) | frozenset(obstacles)
    return found
