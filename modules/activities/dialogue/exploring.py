"""Every way through a dialogue: what each choice leads to, which exchanges are never reached, the best score. Pure.

Conversations that can no longer end differently are walked once: trust, time and what the score still depends on are
the same, so one of them stands for all.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext as _

from modules.activities.dialogue.scoring import CONSENT_PITFALLS, State, is_over, open_state, points, take
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
    best: int | None = None
    """The most points a conversation can earn; None when nobody looked."""
    best_path: list[int] = field(default_factory=list)

    @property
    def can_end(self) -> bool:
        return any(Lead.ENDS in leads for leads in self.leads[-1])


def explore(dialogue: Dialogue) -> Explored:
    """Exchange by exchange, from every state that a conversation can be in."""
    open_ones: dict[object, tuple[State, list[int]]] = {None: (open_state(dialogue), [])}
    over: list[tuple[State, list[int]]] = []
    leads: list[list[set[Lead]]] = [[set() for _choice in exchange.choices] for exchange in dialogue.exchanges]
    reached = []
    for number, exchange in enumerate(dialogue.exchanges):
        reached.append(bool(open_ones))
        following: dict[object, tuple[State, list[int]]] = {}
        for state, path in open_ones.values():
            for index, choice in enumerate(exchange.choices):
                after = take(state, choice)
                leads[number][index].add(_lead(dialogue, after))
                if is_over(dialogue, after):
                    over.append((after, [*path, index]))
                else:
                    following.setdefault(_future_of(dialogue, after), (after, [*path, index]))
        open_ones = following
        if len(open_ones) + len(over) > MOST_STATES:
            return _explore_roughly(dialogue)
    best, path = max(
        ((points(dialogue, state), path) for state, path in over), default=(0, []), key=lambda each: each[0]
    )
    return Explored(reached, leads, best, path)


def _lead(dialogue: Dialogue, state: State) -> Lead:
    if state.broken_off:
        return Lead.BREAKS
    return Lead.ENDS if is_over(dialogue, state) else Lead.NEXT


def _future_of(dialogue: Dialogue, state: State) -> object:
    """What the rest of the conversation and its score depend on."""
    taken = state.taken
    pivots = tuple(
        (choice.posture, choice.trace)
        for exchange, choice in zip(dialogue.exchanges, taken, strict=False)
        if exchange.pivot
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


def _explore_roughly(dialogue: Dialogue) -> Explored:
    """By trust and time alone: where one gets, without the score."""
    states = {(open_state(dialogue).trust, open_state(dialogue).time)}
    leads: list[list[set[Lead]]] = []
    reached = []
    for number, exchange in enumerate(dialogue.exchanges, start=1):
        reached.append(bool(states))
        following: set[tuple[int, int]] = set()
        row: list[set[Lead]] = []
        for choice in exchange.choices:
            afters = {(min(4, max(0, trust + choice.trust)), max(0, time - choice.minutes)) for trust, time in states}
            on = {each for each in afters if min(each) > 0}
            row.append({Lead.BREAKS for each in afters - on} | {_onwards(number, dialogue) for _each in on})
            following |= on
        leads.append(row)
        states = following
    return Explored(reached, leads)


def _onwards(number: int, dialogue: Dialogue) -> Lead:
    return Lead.ENDS if number == len(dialogue.exchanges) else Lead.NEXT


def find_faults(dialogue: Dialogue) -> list[str]:
    """Why it cannot be put before a learner, one sentence each: an exchange nobody reaches, no end, no way to pass."""
    return list(_faults(dialogue, explore(dialogue)))


def _faults(dialogue: Dialogue, explored: Explored) -> Iterator[str]:
    for number in unreached(explored.reached):
        yield _("exchange %(number)d is never reached: trust or time is always gone before it.") % {"number": number}
    if not explored.can_end and all(explored.reached):
        yield _("no conversation gets to its end: trust or time is always gone before it.")
    if explored.best is not None and explored.best < dialogue.mastery:
        words = _("nobody can pass: the best conversation earns %(best)d points, %(mastery)d are asked for.")
        yield words % {"best": explored.best, "mastery": dialogue.mastery}


def unreached(reached: Iterable[bool]) -> list[int]:
    """Numbers, from 1, of the exchanges that no conversation gets to."""
    return [number for number, is_reached in enumerate(reached, start=1) if not is_reached]
