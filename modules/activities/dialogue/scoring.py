"""A dialogue replayed from its choices: the state after each, and the score at the end. Pure.

Six criteria of two points; 10 of 12 is a pass. A password typed, asked for or noted caps the score at 7.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from modules.activities.dialogue.branching import following
from modules.loading.schema import Choice, Dialogue
from modules.outcome import CompetencyScore, EvidenceKind, Outcome, mean, round_scaled

CONSENT_PITFALLS = {"f12", "f13", "f14", "f15", "f16"}
OPEN_HANDED = {"with", "consent", "explain", "relay", "refuse"}
CRITERIA_OF = {
    "A1.1": ("consent", "trace"),
    "B1.1": ("consent", "trace"),
    "B1.2": ("consent", "trace"),
    "A2.2": ("issue", "trace"),
    "B2.1": ("issue", "trace"),
    "B2.2": ("issue", "trace"),
    "A3.1": ("hand", "issue"),
    "C2.1": ("hand", "issue"),
    "C1.2": ("hand", "trace"),
    "C2.2": ("consent", "issue"),
    "C2.3": ("consent", "data"),
    "C3.2": ("trace",),
}
MOST = 12
CAPPED = 7


@dataclass(frozen=True)
class State:
    """Where the conversation is. `trust` 0 to 4, `time` in minutes, `exposed` 0 to 4, hands after each exchange."""

    trust: int
    hand: str
    time: int
    exposed: int
    taken: tuple[Choice, ...] = field(default=())
    hands: tuple[str, ...] = field(default=())
    at: tuple[int, ...] = field(default=())
    """Places of the exchanges gone through, from 0."""
    following: int | None = 0
    """Place of the exchange to come; None: that was the last."""

    @property
    def broken_off(self) -> bool:
        """The person leaves, or time is up: an open end."""
        return self.trust <= 0 or self.time <= 0


def open_state(dialogue: Dialogue) -> State:
    return State(dialogue.trust, dialogue.hand, dialogue.time, dialogue.exposed)


def take(state: State, choice: Choice) -> State:
    """The state after one more choice. Without a word on it, the device goes back to the person unless you took it."""
    hand = choice.hand or ("person" if choice.posture in OPEN_HANDED else state.hand)
    return replace(
        state,
        trust=min(4, max(0, state.trust + choice.trust)),
        hand=hand,
        time=max(0, state.time - choice.minutes),
        exposed=min(4, max(0, state.exposed + choice.exposed)),
        taken=(*state.taken, choice),
        hands=(*state.hands, hand),
    )


def advance(dialogue: Dialogue, state: State, index: int) -> State:
    """The state after the choice `index` of the exchange to come, and where it leads."""
    place = 0 if state.following is None else state.following
    choice = dialogue.exchanges[place].choices[index]
    after = take(state, choice)
    return replace(after, at=(*state.at, place), following=following(dialogue, place, choice, after))


def replay(dialogue: Dialogue, indexes: Sequence[int]) -> State:
    """The state after these choices, one index an exchange gone through; nothing is said after the conversation ended
    or broke off."""
    state = open_state(dialogue)
    for index in indexes:
        if is_over(dialogue, state):
            break
        state = advance(dialogue, state, index)
    return state


def is_over(dialogue: Dialogue, state: State) -> bool:
    return state.broken_off or state.following is None


def score_criteria(dialogue: Dialogue, state: State) -> dict[str, int]:
    """Points (0 to 2) by criterion, from the choices taken."""
    taken = state.taken
    tags = [choice.pitfalls for choice in taken if choice.pitfalls]
    consent = sum(bool(CONSENT_PITFALLS & set(choice.pitfalls)) for choice in taken)
    held = sum(hand in {"person", "both"} for hand in state.hands)
    pivots = [_issue(choice) for place, choice in zip(state.at, taken, strict=True) if dialogue.exchanges[place].pivot]
    to_come = len(dialogue.exchanges) if state.following is None else state.following
    missed = any(exchange.pivot for exchange in dialogue.exchanges[to_come:])
    return {
        "consent": max(0, 2 - consent),
        "hand": 2 if held >= 4 else 1 if held >= 2 else 0,
        "data": 2 if state.exposed <= 1 else 1 if state.exposed == 2 else 0,
        "issue": 0 if missed or not pivots else min(pivots),
        "pitfalls": 2 if len(tags) <= 1 else 1 if len(tags) == 2 else 0,
        "trace": _trace(state),
    }


def _issue(choice: Choice) -> int:
    if choice.posture in {"with", "consent"} or choice.trace:
        return 2
    return 1 if choice.posture in {"relay", "in_place"} else 0


def _trace(state: State) -> int:
    if state.taken and state.following is None and state.taken[-1].trace:
        return 2
    return 1 if any(choice.trace for choice in state.taken) else 0


def points(dialogue: Dialogue, state: State) -> int:
    """Out of 12, capped at 7 when a password passed through your hands."""
    total = sum(score_criteria(dialogue, state).values())
    return min(total, CAPPED) if any(choice.password for choice in state.taken) else total


def decide_outcome(dialogue: Dialogue, state: State) -> Outcome:
    """Practice: passed at the dialogue's mastery, and for each competency at 1.5 of 2 on its criteria."""
    total = points(dialogue, state)
    criteria = score_criteria(dialogue, state)
    passed = total >= dialogue.mastery
    scores = tuple(_competency(code, criteria, passed=passed) for code in dialogue.competencies if code in CRITERIA_OF)
    return Outcome(EvidenceKind.PRACTICE, round_scaled(Decimal(total) / MOST), passed, scores)


def _competency(code: str, criteria: dict[str, int], *, passed: bool) -> CompetencyScore:
    scaled = mean(Decimal(criteria[name]) / 2 for name in CRITERIA_OF[code])
    return CompetencyScore(code, scaled, passed and scaled >= Decimal("0.75"))
