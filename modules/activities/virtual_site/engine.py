"""An invented site as a state machine: state + step → state. Pure, and blind: a step holds keys, never a typed value.

What somebody typed is read once, in memory, as a key of the file (`reading.py`). Steps are all that is kept; replaying
them gives the exact screen back on any device.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from django.utils.translation import gettext_lazy as _
from msgspec import Struct

from modules.loading.schema import Act, Conditional, Effects, Moment, Reading, SiteChoice, SiteField, SiteScreen
from modules.loading.schema import VirtualSite as Site

LONGEST = 200
"""Steps in one attempt; the next one ends it."""
DEGREES = 3
EMPTY, OTHER = "vide", "autre"
WORDS_OF_KEY: Mapping[str, object] = {
    EMPTY: _("This field is empty. Fill it in, then send again."),
    OTHER: _("Everything here is invented. Take the value from the file on the right."),
    "court": _("This password is too short: add words, then send again."),
}


class Step(Struct, frozen=True, forbid_unknown_fields=True):
    """One deed: a command of the site, a choice, the keyboard changing hands, a hint, the end."""

    does: Literal["act", "choose", "hand", "hint", "finish"]
    name: str = ""
    readings: dict[str, str] = {}


@dataclass(frozen=True)
class Echo:
    """What the last step brought: the site's words, the person's, and the posture named after the choice."""

    message: str = ""
    alert: bool = False
    reply: str = ""
    posture: str = ""
    lesson: str = ""
    refused: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class State:
    screen: str
    hand: str
    facts: frozenset[str] = frozenset()
    closed: frozenset[str] = frozenset()
    """Moments already answered."""
    by_person: int = 0
    by_you: int = 0
    """Fields sent, by who held the keyboard."""
    hints: Mapping[str, int] = field(default_factory=dict)
    password: bool = False
    taken: int = 0
    ended: bool = False
    echo: Echo = field(default_factory=Echo)

    @property
    def supported(self) -> bool:
        """A gesture was shown: the third hint of some screen."""
        return any(degree >= DEGREES for degree in self.hints.values())


def open_state(site: Site) -> State:
    return State(site.start, site.hand)


def screen_of(site: Site, state: State) -> SiteScreen:
    return next(each for each in site.screens if each.key == state.screen)


def holds(conditional: Conditional, state: State, readings: Mapping[str, str] | None = None) -> bool:
    """Whether its conditions hold now."""
    known = state.facts | {f"hand={state.hand}"} | {f"{key}={value}" for key, value in (readings or {}).items()}
    return known.issuperset(conditional.when) and known.isdisjoint(conditional.unless)


def moment_of(site: Site, state: State) -> Moment | None:
    """The question the person raises now, which the site waits for."""
    moments = screen_of(site, state).moments
    return next((each for each in moments if each.key not in state.closed and holds(each, state)), None)


def choices_of(moment: Moment, state: State) -> list[SiteChoice]:
    return [each for each in moment.choices if holds(each, state)]


def acts_of(site: Site, state: State) -> list[Act]:
    """The commands the site offers; none while the person waits for an answer."""
    if state.ended or moment_of(site, state) is not None:
        return []
    return [act for act in screen_of(site, state).acts if holds(act, state)]


def fields_of(site: Site, state: State) -> list[SiteField]:
    return [each for each in screen_of(site, state).fields if holds(each, state)]


def fields_sent(site: Site, state: State, act: Act) -> list[SiteField]:
    return fields_of(site, state) if act.look == "main" else []


def hints_of(site: Site, state: State) -> list[str]:
    return screen_of(site, state).hints or site.hints


def hints_read(site: Site, state: State) -> list[str]:
    return hints_of(site, state)[: state.hints.get(state.screen, 0)]


def known_keys(asked: SiteField) -> list[str]:
    """Every key this field may be read as."""
    written = [each.key for each in asked.readings]
    match asked.kind:
        case "tick":
            return ["oui", "non"]
        case "tiles":
            return ["assez", "court"]
        case "text":
            return [*written, OTHER, EMPTY]
        case _:
            return [*written, EMPTY]


def reading_of(asked: SiteField, key: str) -> Reading:
    """What this key means: as the author wrote it, else the platform's own sentence."""
    written = next((each for each in asked.readings if each.key == key), None)
    return written or Reading(key=key, refused=str(WORDS_OF_KEY.get(key, "")))


def is_offered(site: Site, state: State, step: Step) -> bool:
    """Whether this can be done here and now: what a view checks before keeping the step."""
    return not state.ended and _OFFERED[step.does](site, state, step)


def _offers_act(site: Site, state: State, step: Step) -> bool:
    act = next((each for each in acts_of(site, state) if each.key == step.name), None)
    if act is None:
        return False
    asked = {each.key: each for each in fields_sent(site, state, act)}
    return step.readings.keys() == asked.keys() and all(
        key in known_keys(asked[name]) for name, key in step.readings.items()
    )


def _offers_choice(site: Site, state: State, step: Step) -> bool:
    moment = moment_of(site, state)
    return moment is not None and step.name in {each.key for each in choices_of(moment, state)}


_OFFERED: dict[str, Callable[[Site, State, Step], bool]] = {
    "act": _offers_act,
    "choose": _offers_choice,
    "hand": lambda _site, state, step: step.name in {"person", "you"} - {state.hand},
    "hint": lambda site, state, _step: state.hints.get(state.screen, 0) < len(hints_of(site, state)),
    "finish": lambda _site, _state, _step: True,
}


def advance(site: Site, state: State, step: Step) -> State:
    """The state after one more step; the same state when the step is not offered."""
    if not is_offered(site, state, step):
        return state
    after = _DEEDS[step.does](site, replace(state, taken=state.taken + 1, echo=Echo()), step)
    return replace(after, ended=after.ended or after.taken >= LONGEST)


def replay(site: Site, steps: Iterable[Step]) -> State:
    state = open_state(site)
    for step in steps:
        state = advance(site, state, step)
    return state


def _act(site: Site, state: State, step: Step) -> State:
    act = next(each for each in acts_of(site, state) if each.key == step.name)
    asked = fields_sent(site, state, act)
    state = _type(state, asked)
    read = {each.key: reading_of(each, step.readings[each.key]) for each in asked}
    refused = {name: reading.refused for name, reading in read.items() if reading.refused}
    if refused:
        seen = {fact for name in refused for fact in read[name].facts}
        return replace(state, facts=state.facts | seen, echo=Echo(alert=True, refused=refused))
    state = _send(state, asked, read)
    branch = next((each for each in act.branches if holds(each, state, step.readings)), None)
    return _change(state, branch or act)


def _type(state: State, asked: list[SiteField]) -> State:
    """Count the fields for whoever holds the keyboard; a password typed for the person is never forgotten."""
    if state.hand == "person":
        return replace(state, by_person=state.by_person + len(asked))
    secret = any(each.kind == "tiles" for each in asked)
    return replace(state, by_you=state.by_you + len(asked), password=state.password or secret)


def _send(state: State, asked: list[SiteField], read: Mapping[str, Reading]) -> State:
    """A field sent again says what its last reading says, nothing of the ones before."""
    before = {fact for each in asked for reading in each.readings for fact in reading.facts}
    return replace(state, facts=(state.facts - before) | {fact for each in read.values() for fact in each.facts})


def _change(state: State, effects: Effects) -> State:
    return replace(
        state,
        screen=effects.next or state.screen,
        hand=effects.hand or state.hand,
        facts=(state.facts - set(effects.lost)) | set(effects.facts),
        echo=Echo(effects.message, effects.alert, effects.reply, effects.posture, effects.lesson),
    )


def _choose(site: Site, state: State, step: Step) -> State:
    moment = moment_of(site, state)
    assert moment is not None  # noqa: S101 (is_offered has just found it)
    choice = next(each for each in moment.choices if each.key == step.name)
    closed = state.closed | {moment.key}
    return _change(replace(state, closed=closed, password=state.password or choice.password), choice)


def _give_hand(_site: Site, state: State, step: Step) -> State:
    return replace(state, hand=step.name)


def _hint(_site: Site, state: State, _step: Step) -> State:
    return replace(state, hints={**state.hints, state.screen: state.hints.get(state.screen, 0) + 1})


def _finish(_site: Site, state: State, _step: Step) -> State:
    return replace(state, ended=True)


_DEEDS: dict[str, Callable[[Site, State, Step], State]] = {
    "act": _act,
    "choose": _choose,
    "hand": _give_hand,
    "hint": _hint,
    "finish": _finish,
}
