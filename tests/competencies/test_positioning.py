"""The adaptive positioning, as laws: it ends, it repeats itself, it never says more than it knows."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competencies.models import Band
from competencies.positioning import (
    FEWEST,
    LITTLE,
    MOST,
    START,
    Item,
    Reply,
    Result,
    believe,
    next_item,
    read_results,
    success,
)

CODES = ("A1.1", "A1.2", "B1.1", "C2.2")
POOL = [
    Item(f"{code}-{n}", code, difficulty)
    for code, (n, difficulty) in product(CODES, enumerate((-1.5, -0.5, 0.0, 0.5, 1.5)))
]
KNOWN: list[Reply] = ["right", "wrong", "unknown"]

pools = st.lists(
    st.builds(Item, st.uuids().map(str), st.sampled_from(CODES), st.floats(-3, 3, allow_nan=False)),
    min_size=1,
    max_size=25,
    unique_by=lambda item: item.key,
)
seeds = st.text(max_size=8)
replies_to_pool = st.dictionaries(st.sampled_from([item.key for item in POOL]), st.sampled_from(KNOWN), max_size=15)


def walk(items: list[Item], seed: str, script: list[Reply]) -> dict[str, Reply]:
    """Answer with the script, over and over, until nothing more is asked."""
    replies: dict[str, Reply] = {}
    while item := next_item(items, replies, seed):
        assert item.key not in replies
        replies[item.key] = script[len(replies) % len(script)]
    return replies


@settings(max_examples=30, deadline=None)
@given(items=pools, seed=seeds, script=st.lists(st.sampled_from(KNOWN), min_size=1, max_size=5))
def test_it_asks_each_question_once_and_ends_between_ten_and_fifteen(
    items: list[Item], seed: str, script: list[Reply]
) -> None:
    asked = len(walk(items, seed, script))
    assert min(FEWEST, len(items)) <= asked <= min(MOST, len(items))


@settings(max_examples=20, deadline=None)
@given(seed=seeds, script=st.lists(st.sampled_from(KNOWN), min_size=1, max_size=5))
def test_the_same_seed_and_the_same_replies_ask_the_same_questions(seed: str, script: list[Reply]) -> None:
    assert list(walk(POOL, seed, script)) == list(walk(POOL[::-1], seed, script))


def test_two_seeds_begin_differently() -> None:
    first = {item.key for n in range(20) if (item := next_item(POOL, {}, str(n)))}
    assert len(first) > 1


@settings(max_examples=50, deadline=None)
@given(replies=replies_to_pool)
def test_i_do_not_know_is_believed_as_a_wrong_answer_is(replies: dict[str, Reply]) -> None:
    guessed: dict[str, Reply] = {key: "wrong" if reply == "unknown" else reply for key, reply in replies.items()}
    assert believe(POOL, replies) == believe(POOL, guessed)


@settings(max_examples=50, deadline=None)
@given(replies=replies_to_pool, turned=st.sampled_from([item.key for item in POOL]))
def test_one_more_right_answer_never_says_less(replies: dict[str, Reply], turned: str) -> None:
    order = [Band.TO_DISCOVER, Band.ON_THE_WAY, Band.SOLID]
    worse = bands(read_results(POOL, replies | {turned: "wrong"}))
    better = bands(read_results(POOL, replies | {turned: "right"}))
    for code in CODES:
        if worse[code] == Band.TOO_LITTLE:
            assert better[code] == Band.TOO_LITTLE
        else:
            assert order.index(better[code]) >= order.index(worse[code])


def bands(results: list[Result]) -> dict[str, Band]:
    return {result.competency: result.band for result in results}


@settings(max_examples=50, deadline=None)
@given(replies=replies_to_pool)
def test_each_question_asked_stands_under_its_own_competency(replies: dict[str, Reply]) -> None:
    for result in read_results(POOL, replies):
        assert all(key.startswith(result.competency) for key in [*result.right, *result.wrong, *result.unknown])
    shown = sum(len(r.right) + len(r.wrong) + len(r.unknown) for r in read_results(POOL, replies))
    assert shown == len(replies)


@settings(deadline=None)
@given(difficulty=st.floats(-3, 3, allow_nan=False))
def test_no_question_teaches_less_than_nothing(difficulty: float) -> None:
    assert START.gain(difficulty) >= 0
    assert START.gain(0) >= START.gain(difficulty) - 1e-9  # the question half the people get teaches most


def test_the_chance_is_logistic() -> None:
    assert success(0, 0) == pytest.approx(0.5)
    assert success(1, 0) == pytest.approx(1 - success(0, 1))


def test_one_question_is_not_enough_to_say_a_word() -> None:
    assert bands(read_results(POOL, {"A1.1-4": "right"}))["A1.1"] == Band.TOO_LITTLE
    assert {result.band for result in read_results(POOL, {})} == {Band.TOO_LITTLE}


@pytest.mark.parametrize(("reply", "band"), [("right", Band.SOLID), ("unknown", Band.TO_DISCOVER)])
def test_answers_that_agree_end_with_a_word(reply: Reply, band: Band) -> None:
    replies: dict[str, Reply] = {item.key: reply for item in POOL if item.competency == "A1.1"}
    assert bands(read_results(POOL, replies))["A1.1"] == band


def test_it_stops_before_fifteen_when_nothing_more_is_learnt() -> None:
    settled = [Item(f"x-{n}", "A1.1", 0.0) for n in range(15)]
    replies = walk(settled, "graine", ["right"])
    gains = [believe(settled, replies)["A1.1"].gain(item.difficulty) for item in settled if item.key not in replies]
    assert len(replies) < MOST
    assert max(gains) < LITTLE
