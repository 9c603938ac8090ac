"""A site's deed: take one step. The last one closes the attempt. What is kept is the step's keys, nothing typed."""

from datetime import datetime
from decimal import Decimal

import msgspec
from django.db import transaction

from modules.activities.virtual_site.engine import State, Step, advance, replay
from modules.activities.virtual_site.naming import name_item, say_step
from modules.activities.virtual_site.scoring import CRITERIA, decide_outcome
from modules.answering import AlreadyAnswered, Given, close_attempt, start_attempt, submit_answer
from modules.iris import item_iri
from modules.loading.schema import VirtualSite as Site
from modules.models import Attempt, EditionActivity, Registration
from modules.outcome import Grade
from modules.statements import Thing
from modules.verbs import ActivityType, Verb


def start_site(registration: Registration, activity: EditionActivity, at: datetime | None = None) -> Attempt:
    """Raises AttemptsExhausted: a procedure is graded, the first gesture counts."""
    return start_attempt(registration, activity, limited=True, at=at)


def steps_taken(attempt: Attempt) -> list[Step]:
    """The steps of an attempt, in order."""
    answers = sorted(attempt.answers.all(), key=lambda answer: answer.pk)
    return [msgspec.convert(answer.response, Step) for answer in answers]


@transaction.atomic
def take_step(attempt: Attempt, number: int, step: Step, at: datetime | None = None) -> State:
    """Take step `number` (1 for the first); the state after it. Raises AlreadyAnswered.

    The race: two windows take a step at once. The registration's row is locked first, then the steps are read afresh.
    """
    Registration.objects.select_for_update().get(pk=attempt.registration_id)
    site, steps = attempt.activity.thawed, steps_taken(Attempt.objects.get(pk=attempt.pk))
    if number != len(steps) + 1:
        raise AlreadyAnswered
    before = replay(site, steps)
    after = advance(site, before, step)
    submit_answer(attempt, _given(attempt, site, before, after, number, step), at)
    if after.ended:
        close_attempt(attempt, decide_outcome(site, after), at)
    return after


def _given(attempt: Attempt, site: Site, before: State, after: State, number: int, step: Step) -> Given:
    item, words = name_item(site, before, step)
    chosen = step.does == "choose"
    safe = not _new_faults(site, before, after) and after.password == before.password
    return Given(
        item=f"pas-{number}",
        response=msgspec.to_builtins(step),
        grade=Grade(Decimal(int(safe)), safe) if chosen else None,
        thing=Thing(item_iri(attempt.activity.key, item), ActivityType.INTERACTION, words),
        said=after.echo.posture if chosen else say_step(step),
        verb=Verb.ANSWERED if chosen else Verb.INTERACTED,
    )


def _new_faults(site: Site, before: State, after: State) -> set[str]:
    faults = {each.fact for name in CRITERIA for each in getattr(site.criteria, name).faults}
    return set(faults & (after.facts - before.facts))
