"""The laws of the invented sites: any sequence of gestures plays, nothing typed is kept, chance seldom passes."""

from dataclasses import asdict
from random import Random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modules.activities.virtual_site.checking import find_faults, find_good_path
from modules.activities.virtual_site.engine import (
    DEGREES,
    LONGEST,
    State,
    Step,
    acts_of,
    advance,
    fields_of,
    fields_sent,
    is_offered,
    known_keys,
    moment_of,
    open_state,
    replay,
)
from modules.activities.virtual_site.reading import read_form, read_value
from modules.activities.virtual_site.scoring import CAPPED, MOST, decide_outcome, look, points
from modules.loading.schema import VirtualSite
from tests.modules.virtual_sites import SITES

ALL = list(SITES.values())
SITE = SITES["creer-un-compte"]


def good_path(site: VirtualSite) -> list[Step]:
    path = find_good_path(site)
    assert path is not None
    return path


def any_step(site: VirtualSite, state: State, draw: Random) -> Step | None:
    """A choice, or a command with each field filled in anyhow; None when nothing is offered."""
    if (moment := moment_of(site, state)) is not None:
        return Step("choose", draw.choice(moment.choices).key)
    if not (acts := acts_of(site, state)):
        return None
    act = draw.choice(acts)
    asked = fields_sent(site, state, act)
    return Step("act", act.key, {each.key: draw.choice(known_keys(each)) for each in asked})


def wander(site: VirtualSite, draw: Random, most: int = 60) -> State:
    """Any command, any choice, any way of filling in the screen, the keyboard sometimes changing hands."""
    state = open_state(site)
    for _turn in range(most):
        step = any_step(site, state, draw)
        if step is None:
            break
        swap = Step("hand", "you" if state.hand == "person" else "person")
        state = advance(site, state, swap if draw.random() < 0.1 else step)
    return state


def test_the_five_scenarios_are_written() -> None:
    assert set(SITES) == {
        "creer-un-compte",
        "declarer-des-ressources",
        "agir-sous-mandat",
        "retrouver-un-mot-de-passe",
        "justificatif-refuse",
    }


@pytest.mark.parametrize("site", ALL, ids=lambda site: site.key)
def test_every_scenario_can_be_played_to_a_good_end(site: VirtualSite) -> None:
    assert find_faults(site) == []


@pytest.mark.parametrize("site", ALL, ids=lambda site: site.key)
def test_the_best_path_earns_every_point_and_every_competency(site: VirtualSite) -> None:
    state = replay(site, good_path(site))
    assert state.ended
    assert points(site, state) == MOST
    outcome = decide_outcome(site, state)
    assert outcome.passed
    assert outcome.unaided
    assert {score.code for score in outcome.competencies if score.passed} == set(site.competencies)
    assert all(line.held for each in look(site, state) for line in each.lines)


@pytest.mark.parametrize("site", ALL, ids=lambda site: site.key)
def test_random_gestures_seldom_pass(site: VirtualSite) -> None:
    """Sixty gestures are three times what the best path needs."""
    draw = Random(7)
    passed = sum(points(site, wander(site, draw)) >= site.mastery for _walk in range(40))
    assert passed / 40 <= 0.1


@pytest.mark.parametrize("site", ALL, ids=lambda site: site.key)
def test_doing_nothing_earns_nothing(site: VirtualSite) -> None:
    assert points(site, replay(site, [Step("finish")])) == 0


@pytest.mark.parametrize("site", [each for each in ALL if not each.mandate], ids=lambda site: site.key)
def test_the_same_gestures_with_your_hands_on_the_keyboard_earn_less(site: VirtualSite) -> None:
    """Every field filled in by you: the hand criterion is lost, and a password of hers caps the score."""
    state = open_state(site)
    for step in good_path(site):
        if state.hand == "person" and step.does == "act":
            state = advance(site, state, Step("hand", "you"))
        state = advance(site, state, step)
    assert next(each.points for each in look(site, state) if each.name == "hand") == 0
    assert points(site, state) <= (CAPPED if state.password else MOST - 2)


def test_a_password_typed_for_the_person_caps_the_score() -> None:
    path = good_path(SITE)
    taken = [Step("choose", "taper") if step == Step("choose", "elle") else step for step in path]
    state = replay(SITE, taken)
    assert state.password
    assert points(SITE, state) <= CAPPED


def test_the_third_hint_costs_a_point_and_leaves_the_pass_aided() -> None:
    path = good_path(SITE)
    state = replay(SITE, [*[Step("hint")] * DEGREES, *path])
    assert points(SITE, state) == MOST - 1
    assert not decide_outcome(SITE, state).unaided
    two = replay(SITE, [*[Step("hint")] * (DEGREES - 1), *path])
    assert points(SITE, two) == MOST


def test_the_screen_waits_while_the_person_waits() -> None:
    state = open_state(SITE)
    assert moment_of(SITE, state) is not None
    assert advance(SITE, state, Step("act", "creer")) is state


def test_a_branch_answers_before_the_act_itself() -> None:
    """The code’s field is under the notice: sending says so, and closing the notice shows it."""
    path = good_path(SITE)
    at_code = replay(SITE, path[: next(n for n, step in enumerate(path) if step.name == "fermer")])
    stopped = advance(SITE, at_code, Step("act", "valider"))
    assert stopped.screen == "code"
    assert stopped.echo.alert
    assert not fields_of(SITE, stopped)
    assert fields_of(SITE, advance(SITE, stopped, Step("act", "fermer")))


def test_a_field_sent_again_says_only_its_last_reading() -> None:
    path = good_path(SITE)
    before = path[: next(n for n, step in enumerate(path) if "alertes" in step.readings)]
    state = replay(SITE, before)
    filled = {"adresse": "juste", "telephone": "juste", "alertes": "texto"}
    state = advance(SITE, state, Step("act", "continuer", filled))
    assert "alerte-texto" in state.facts
    state = replay(SITE, [*before, Step("act", "continuer", {**filled, "alertes": "courriel"})])
    assert "alerte-texto" not in state.facts


NAMES = sorted(
    {act.key for site in ALL for screen in site.screens for act in screen.acts}
    | {choice.key for site in ALL for screen in site.screens for moment in screen.moments for choice in moment.choices}
    | {"", "person", "you", "inconnu"}
)
STEPS = st.builds(
    Step,
    does=st.sampled_from(["act", "choose", "hand", "hint", "finish"]),
    name=st.sampled_from(NAMES),
    readings=st.dictionaries(
        st.sampled_from(["nom", "mots", "x"]), st.sampled_from(["juste", "assez", "y"]), max_size=3
    ),
)


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(ALL), st.lists(STEPS, max_size=40))
def test_any_sequence_of_steps_plays_and_stays_within_bounds(site: VirtualSite, steps: list[Step]) -> None:
    state = replay(site, steps)
    assert 0 <= points(site, state) <= MOST
    assert state.taken <= len(steps)
    assert all(0 <= each.points <= 2 for each in look(site, state))


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(ALL), st.integers(0, 10_000))
def test_any_offered_sequence_replays_to_the_same_state(site: VirtualSite, seed: int) -> None:
    draw, state, taken = Random(seed), open_state(site), []
    for _turn in range(25):
        step = any_step(site, state, draw)
        if step is None:
            break
        assert is_offered(site, state, step)
        taken.append(step)
        state = advance(site, state, taken[-1])
    kept = [msgspec.convert(msgspec.to_builtins(step), Step) for step in taken]
    assert asdict(replay(site, kept)) == asdict(state)
    assert 0 <= points(site, state) <= MOST


def test_an_endless_attempt_ends() -> None:
    swaps = [Step("hand", "person" if n % 2 == 0 else "you") for n in range(LONGEST + 5)]
    state = replay(SITE, swaps)
    assert state.ended
    assert state.taken == LONGEST


class Form(dict[str, list[str]]):
    def getlist(self, name: str) -> list[str]:
        return self.get(name, [])  # type: ignore[return-value]


TYPED = [each for site in ALL for screen in site.screens for each in screen.fields]
KEYS = {"oui", "non", "assez", "court", "vide", "autre"} | {r.key for each in TYPED for r in each.readings}


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(TYPED), st.lists(st.text(max_size=40), max_size=2))
def test_whatever_is_typed_is_read_as_a_key_of_the_file(asked: object, values: list[str]) -> None:
    assert read_value(asked, values) in KEYS  # type: ignore[arg-type]


@settings(max_examples=25, deadline=None)
@given(st.text(min_size=5, max_size=80))
def test_a_step_never_holds_what_was_typed(typed: str) -> None:
    path = good_path(SITE)
    state = replay(SITE, path[: next(n for n, step in enumerate(path) if "naissance" in step.readings)])
    posted = {f"champ-{name}": [typed] for name in ("nom", "prenom", "naissance", "dossier")} | {"act": "continuer"}
    read = read_form(SITE, state, Form(posted))
    assert read.step is not None
    assert set(read.step.readings.values()) <= KEYS
