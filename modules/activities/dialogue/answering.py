"""A dialogue's deed: say one sentence. The last one closes the attempt."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from modules.activities.dialogue.scoring import decide_outcome, is_over, replay
from modules.answering import Given, close_attempt, start_attempt, submit_answer
from modules.iris import item_iri
from modules.models import Attempt, EditionActivity, Registration
from modules.outcome import Grade
from modules.statements import Thing
from modules.verbs import ActivityType


def start_dialogue(registration: Registration, activity: EditionActivity, at: datetime | None = None) -> Attempt:
    """Raises AttemptsExhausted: a dialogue is graded, the first choice counts."""
    return start_attempt(registration, activity, limited=True, at=at)


def choices_of(attempt: Attempt) -> list[int]:
    """The choices made so far, one index an exchange."""
    return [answer.response for answer in sorted(attempt.answers.all(), key=lambda answer: answer.pk)]


@transaction.atomic
def say(attempt: Attempt, exchange: int, index: int, at: datetime | None = None) -> Attempt:
    """Make the choice `index` at this exchange (0 for the first). Raises AlreadyAnswered.

    The statement carries the posture as its response: every choice can be studied, no word of the person is.
    """
    dialogue = attempt.activity.thawed
    item = f"echange-{exchange + 1}"
    choice = dialogue.exchanges[exchange].choices[index]
    safe = not choice.pitfalls
    given = Given(
        item=item,
        response=index,
        grade=Grade(Decimal(int(safe)), safe),
        thing=Thing(
            item_iri(attempt.activity.key, item), ActivityType.INTERACTION, dialogue.exchanges[exchange].dilemma
        ),
        said=choice.posture,
    )
    submit_answer(attempt, given, at)
    state = replay(dialogue, list(attempt.answers.order_by("pk").values_list("response", flat=True)))
    if is_over(dialogue, state):
        close_attempt(attempt, decide_outcome(dialogue, state), at)
    return attempt
