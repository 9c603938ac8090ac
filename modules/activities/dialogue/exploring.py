"""Every way through a dialogue: what each choice leads to, which exchanges are never reached, the best score. Pure.

Conversations that can no longer end differently are walked once: trust, time and what the score still depends on are
the same, so one of them stands for all.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

from django.utils.translation import gettext as _

from modules.activities.dialogue.branching import find_wrong_names, is_branched
from modules.activities.dialogue.scoring import CONSENT_PITFALLS, State, advance, open_state, points
from modules.loading.schema import Dialogue

MOST_STATES = 20_000
"""More than any conversation that a person would write: beyond, the best score is not looked for."""


class Lead(StrEnum):
    NEXT = "next"
    BREAKS = "breaks"
    ENDS = "ends"


@dataclass(frozen=True)
class Explored:
    reached: list[bool]
    """By exchange, whether some conversation gets there."""
    leads: list[list[set[Lead]]]
    """By exchange and choice, what it may lead to; nothing where nobody gets."""
    targets: list[list[set[int]]]
    """By exchange and choice, the places of the exchanges it may lead to."""
    best: int | None = None
    """The most points a conversation can earn; None when nobody looked."""
    best_path: list[int] = field(default_factory=list)

    @property
    def can_end(self) -> bool:
        return any(Lead.ENDS in leads for row in self.leads for leads in row)


Futures = Callable[[Dialogue, State], Hashable]


def explore(dialogue: Dialogue) -> Explored:
    """Exchange by exchange, from every state that a conversation can be in."""
    return _walk(dialogue, _future_of) or _walk(dialogue, _rough_future_of, scores=False) or _nothing(dialogue)


def _walk(dialogue: Dialogue, future_of: Futures, *, scores: bool = True) -> Explored | None:
    """None when there are too many states to walk. One only goes forward: each exchange is looked at once, in order."""
    waiting: list[dict[Hashable, tuple[State, list[int]]]] = [{} for _exchange in dialogue.exchanges]
    waiting[0][None] = (open_state(dialogue), [])
    over: list[tuple[State, list[int]]] = []
    found = _nothing(dialogue)
    walked = 0
    for number, exchange in enumerate(dialogue.exchanges):
        found.reached[number] = bool(waiting[number])
        for state, path in waiting[number].values():
            for index in range(len(exchange.choices)):
                after, made = advance(dialogue, state, index), [*path, index]
                found.leads[number][index].add(_lead(after))
                if after.broken_off or after.following is None:
                    over += [(after, made)] if scores else []
                    continue
                found.targets[number][index].add(after.following)
                waiting[after.following].setdefault(future_of(dialogue, after), (after, made))
        walked += len(waiting[number])
        if scores and walked + len(over) > MOST_STATES:
            return None
    if not scores:
        return found
    best, path = max(
        ((points(dialogue, state), path) for state, path in over), default=(0, []), key=lambda each: each[0]
    )
    return replace(found, best=best, best_path=path)


def _nothing(dialogue: Dialogue) -> Explored:
    rows = [len(exchange.choices) for exchange in dialogue.exchanges]
    return Explored(
        [False for _row in rows], [[set() for _ in range(n)] for n in rows], [[set() for _ in range(n)] for n in rows]
    )


def _lead(state: State) -> Lead:
    if state.broken_off:
        return Lead.BREAKS
    return Lead.ENDS if state.following is None else Lead.NEXT


def _future_of(dialogue: Dialogue, state: State) -> Hashable:
    """What the rest of the conversation and its score depend on."""
    taken = state.taken
    pivots = tuple(
        (choice.posture, choice.trace)
        for place, choice in zip(state.at, taken, strict=True)
        if dialogue.exchanges[place].pivot
    )
    return (
        state.trust,
        state.time,
        state.exposed,
        state.hand,
        min(sum(bool(CONSENT_PITFALLS & set(choice.pitfalls)) for choice in taken), 2),
        min(sum(hand in {"person", "both"} for hand in state.hands), 4),
        min(sum(bool(choice.pitfalls) for choice in taken), 3),
        frozenset(pivots),
        any(choice.trace for choice in taken),
        any(choice.password for choice in taken),
    )


def _rough_future_of(_dialogue: Dialogue, state: State) -> Hashable:
    """Where one gets, without the score: all that a branch may ask of."""
    return state.trust, state.time, state.exposed, state.hand


def find_faults(dialogue: Dialogue) -> list[str]:
    """Why it cannot be put before a learner, one sentence each: an exchange nobody reaches, no end, no way to pass."""
    return list(find_wrong_names(dialogue)) or list(_faults(dialogue, explore(dialogue)))


def _faults(dialogue: Dialogue, explored: Explored) -> Iterator[str]:
    never = _("exchange %(number)d is never reached: trust or time is always gone before it.")
    if is_branched(dialogue):
        never = _("exchange %(number)d is never reached: nothing leads to it, or trust or time is gone before it.")
    for number in unreached(explored.reached):
        yield never % {"number": number}
    for number, leads in enumerate(explored.leads, start=1):
        if is_branched(dialogue) and set().union(*leads) == {Lead.BREAKS}:
            words = _("exchange %(number)d is a dead end: whatever is said, trust or time is gone.")
            yield words % {"number": number}
    if not explored.can_end and all(explored.reached):
        yield _("no conversation gets to its end: trust or time is always gone before it.")
    if explored.best is not None and explored.best < dialogue.mastery:
        words = _("nobody can pass: the best conversation earns %(best)d points, %(mastery)d are asked for.")
        yield words % {"best": explored.best, "mastery": dialogue.mastery}


def unreached(reached: Iterable[bool]) -> list[int]:
    """Numbers, from 1, of the exchanges that no conversation gets to."""
    return [number for number, is_reached in enumerate(reached, start=1) if not is_reached]
