"""What keeps an invented site from being played, in words for its author. Pure.

A word that names nothing, a screen nobody reaches, a screen nobody leaves, no way to a good end, data that looks real.
"""

import heapq
from collections import deque
from collections.abc import Iterator
from itertools import count, islice, product

import msgspec
from django.utils.translation import gettext as _

from modules.activities.virtual_site.engine import (
    State,
    Step,
    acts_of,
    advance,
    choices_of,
    fields_sent,
    known_keys,
    moment_of,
    open_state,
    reading_of,
)
from modules.activities.virtual_site.real_data import find_real_data
from modules.activities.virtual_site.scoring import CRITERIA, MOST, points
from modules.loading.schema import Act, Conditional, Effects, SiteField, SiteScreen
from modules.loading.schema import VirtualSite as Site
from modules.private_text import find_personal_data

MOST_STATES = 1500
"""States looked at before giving up: a site of fifteen screens needs a few hundred."""
MOST_FORMS = 1024
"""Ways to fill in one screen that are tried."""


def find_faults(site: Site) -> list[str]:
    """One sentence a fault; empty when the site can be played to a good end. The search waits for the words."""
    faults = [*_find_unknown_screens(site), *_find_repeats(site), *_find_unknown_facts(site), *_find_real_data(site)]
    if faults:
        return faults
    faults = [*_find_unreached(site), *_find_dead_ends(site)]
    if not faults and find_good_path(site) is None:
        faults.append(_("No path leads to a good end: no sequence of gestures earns every point."))
    return faults


def effects_of(site: Site) -> Iterator[tuple[SiteScreen, Effects]]:
    """Everything that changes something, with its screen."""
    for screen in site.screens:
        for act in screen.acts:
            yield screen, act
            yield from ((screen, branch) for branch in act.branches)
        yield from ((screen, choice) for moment in screen.moments for choice in moment.choices)


def _find_unknown_screens(site: Site) -> list[str]:
    known = {screen.key for screen in site.screens}
    faults = [] if site.start in known else [_("The start “%(key)s” names no screen.") % {"key": site.start}]
    return faults + [
        _("The screen “%(screen)s” leads to “%(key)s”, which does not exist.")
        % {"screen": screen.key, "key": each.next}
        for screen, each in effects_of(site)
        if each.next and each.next not in known
    ]


def _find_repeats(site: Site) -> list[str]:
    named = [
        [screen.key for screen in site.screens],
        [moment.key for screen in site.screens for moment in screen.moments],
        *([act.key for act in screen.acts] for screen in site.screens),
        *([each.key for each in screen.fields] for screen in site.screens),
    ]
    twice = {key for keys in named for key in keys if keys.count(key) > 1}
    return [_("The key “%(key)s” is used twice.") % {"key": key} for key in sorted(twice)]


def _conditionals(site: Site) -> Iterator[Conditional]:
    yield from (effects for _screen, effects in effects_of(site))
    yield from [*site.notebook, *site.phone.messages]
    for screen in site.screens:
        yield from [*screen.lines, *screen.fields, *screen.moments]


def _find_unknown_facts(site: Site) -> list[str]:
    """A fact that something waits for and nothing brings."""
    brought = {fact for _screen, each in effects_of(site) for fact in each.facts} | {
        fact for screen in site.screens for each in screen.fields for reading in each.readings for fact in reading.facts
    }
    awaited = {name for each in _conditionals(site) for name in [*each.when, *each.unless] if "=" not in name}
    awaited |= {task.fact for task in site.tasks}
    criteria = [getattr(site.criteria, name) for name in CRITERIA]
    awaited |= {each.fact for criterion in criteria for each in [*criterion.expects, *criterion.faults]}
    return [_("Nothing brings the fact “%(fact)s”.") % {"fact": fact} for fact in sorted(awaited - brought)]


def _find_real_data(site: Site) -> list[str]:
    typed = {
        value
        for screen in site.screens
        for each in screen.fields
        for reading in each.readings
        for value in reading.values
    }
    found = {(text, what) for text in _texts(msgspec.to_builtins(site)) if (what := find_personal_data(text))}
    found |= {(text, what) for text in typed if (what := find_real_data(text))}
    return [
        _("“%(text)s” looks like %(what)s: invent a value that cannot exist.") % {"text": text[:60], "what": what}
        for text, what in sorted(found)
    ]


def _texts(content: object) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for each in content.values():
            yield from _texts(each)
    elif isinstance(content, list):
        for each in content:
            yield from _texts(each)


def _find_unreached(site: Site) -> list[str]:
    """Screens that no command leads to, conditions apart."""
    ways: dict[str, set[str]] = {screen.key: set() for screen in site.screens}
    for screen, each in effects_of(site):
        ways[screen.key].add(each.next or screen.key)
    reached, waiting = {site.start}, [site.start]
    while waiting:
        new = ways[waiting.pop()] - reached
        reached |= new
        waiting += new
    return [
        _("Nothing leads to the screen “%(key)s”.") % {"key": screen.key}
        for screen in site.screens
        if screen.key not in reached
    ]


def _find_dead_ends(site: Site) -> list[str]:
    """Screens where, in some state met, nothing is offered but the end; one command always there is enough."""
    doubtful = {
        screen.key for screen in site.screens if not screen.last and all(act.when or act.unless for act in screen.acts)
    }
    met = _wander(site) if doubtful else iter(())
    idle = (state for state in met if state.screen in doubtful and moment_of(site, state) is None)
    stuck = {state.screen for state in idle if not acts_of(site, state)}
    return [_("The screen “%(key)s” is a dead end: nothing can be done there.") % {"key": key} for key in sorted(stuck)]


def _wander(site: Site) -> Iterator[State]:
    """States met, the nearest first, as many as MOST_STATES."""
    seen: set[object] = set()
    waiting = deque([open_state(site)])
    while waiting and len(seen) < MOST_STATES:
        state = waiting.popleft()
        if (mark := _mark(state)) in seen:
            continue
        seen.add(mark)
        yield state
        waiting.extend(advance(site, state, step) for step in list(steps_of(site, state)))


def _mark(state: State) -> object:
    return state.screen, state.hand, state.facts, state.closed


def steps_of(site: Site, state: State) -> Iterator[Step]:
    """Every command and choice offered, with the fields filled in every way the site takes."""
    if (moment := moment_of(site, state)) is not None:
        yield from (Step("choose", choice.key) for choice in choices_of(moment, state))
        return
    for act in acts_of(site, state):
        yield from _forms_of(site, state, act)


def _forms_of(site: Site, state: State, act: Act) -> Iterator[Step]:
    """Two ways that bring the same facts are one, unless the act looks at the fields themselves."""
    asked = fields_sent(site, state, act)
    looked_at = {name for branch in act.branches for name in [*branch.when, *branch.unless] if "=" in name}
    keys = [_keys_of(each) for each in asked]
    seen: set[object] = set()
    for values in islice(product(*keys), MOST_FORMS):
        read = [reading_of(each, key) for each, key in zip(asked, values, strict=True)]
        named = frozenset(f"{each.key}={key}" for each, key in zip(asked, values, strict=True))
        brings = frozenset(fact for each in read for fact in each.facts), named & looked_at
        if brings not in seen:
            seen.add(brings)
            yield Step("act", act.key, dict(zip([each.key for each in asked], values, strict=True)))


def _keys_of(asked: SiteField) -> list[str]:
    return [key for key in known_keys(asked) if not reading_of(asked, key).refused]


def find_good_path(site: Site) -> list[Step] | None:
    """Steps that earn every point with the person at the keyboard, the most promising state first; None if none is
    found within MOST_STATES."""
    criteria = [getattr(site.criteria, name) for name in CRITERIA]
    wanted = {each.fact for criterion in criteria for each in criterion.expects}
    faulty = {each.fact for criterion in criteria for each in criterion.faults}
    order = count()
    waiting: list[tuple[int, int, int, State, tuple[Step, ...]]] = [(0, 0, next(order), open_state(site), ())]
    seen: set[object] = set()
    while waiting and len(seen) < MOST_STATES:
        _missing, _length, _order, state, path = heapq.heappop(waiting)
        if points(site, state) == MOST:
            return [*path, Step("finish")]
        if _mark(state) in seen:
            continue
        seen.add(_mark(state))
        for step in _good_steps(site, state):
            after = advance(site, state, step)
            taken_over = after.by_you and not site.mandate
            if not (after.password or taken_over or after.facts & faulty or _mark(after) in seen):
                heapq.heappush(waiting, (len(wanted - after.facts), len(path) + 1, next(order), after, (*path, step)))
    return None


def _good_steps(site: Site, state: State) -> Iterator[Step]:
    yield from steps_of(site, state)
    if state.hand == "you" and moment_of(site, state) is None:
        yield Step("hand", "person")
