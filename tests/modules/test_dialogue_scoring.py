from itertools import product
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from modules.activities.dialogue.scoring import CAPPED, MOST, decide_outcome, is_over, open_state, points, replay
from modules.loading.schema import Choice, Dialogue, Exchange, Person


def choice(posture: str, **effects: object) -> Choice:
    return Choice(posture=posture, text="…", reply="…", lesson="…", **effects)  # type: ignore[arg-type]


GOOD = choice("with", trust=1, minutes=2)
TAKEN = choice("in_place", hand="you", exposed=1, minutes=1, pitfalls=["f12"])
COLD = choice("explain", trust=-1, minutes=2, pitfalls=["f11"])
PASSWORD = choice("with", trust=1, password=True)
LAST = choice("with", trust=1, minutes=2, trace=True)


def dialogue(*choices: Choice, last: Choice = LAST, time: int = 18) -> Dialogue:
    exchanges = [Exchange(line="…", dilemma="…", choices=list(choices), pivot=n == 4) for n in range(5)]
    exchanges.append(Exchange(line="…", dilemma="…", choices=[last, TAKEN, COLD]))
    person = Person(name="Odile", about="…", wants="…", knows="…", fears="…")
    return Dialogue(
        key="d",
        title="D",
        minutes=20,
        purpose="…",
        competencies=["A3.1", "A2.2"],
        person=person,
        place="…",
        pressure="…",
        time=time,
        exchanges=exchanges,
        good_end="…",
        debrief="…",
    )


PLAIN = dialogue(GOOD, TAKEN, COLD)


def test_doing_with_from_beginning_to_end_earns_every_point() -> None:
    assert points(PLAIN, replay(PLAIN, [0] * 6)) == MOST
    outcome = decide_outcome(PLAIN, replay(PLAIN, [0] * 6))
    assert outcome.passed
    assert all(score.passed for score in outcome.competencies)


def test_taking_the_device_each_time_fails() -> None:
    outcome = decide_outcome(PLAIN, replay(PLAIN, [1] * 6))
    assert outcome.passed is False
    assert not any(score.passed for score in outcome.competencies)


def test_a_password_through_your_hands_caps_the_score() -> None:
    script = dialogue(GOOD, PASSWORD)
    assert points(script, replay(script, [1, 0, 0, 0, 0, 0])) == CAPPED


def test_the_conversation_stops_when_trust_is_gone() -> None:
    state = replay(PLAIN, [2, 2])
    assert state.broken_off
    assert is_over(PLAIN, state)


def test_the_conversation_stops_when_time_is_up() -> None:
    script = dialogue(GOOD, TAKEN, time=4)
    assert is_over(script, replay(script, [0, 0]))


def test_nothing_is_over_before_it_begins() -> None:
    assert not is_over(PLAIN, open_state(PLAIN))


def test_random_clicks_pass_seldom() -> None:
    paths = list(product(range(3), repeat=6))
    passed = sum(points(PLAIN, replay(PLAIN, path)) >= PLAIN.mastery for path in Random(1).sample(paths, 300))
    assert passed / 300 < 0.2


@given(st.lists(st.integers(0, 2), max_size=6))
def test_every_path_stays_within_its_bounds(path: list[int]) -> None:
    state = replay(PLAIN, path)
    assert 0 <= state.trust <= 4
    assert 0 <= state.exposed <= 4
    assert state.time >= 0
    assert 0 <= points(PLAIN, state) <= MOST
