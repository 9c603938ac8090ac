"""A choice leads to a named exchange, always or according to where things stand; what leads nowhere is said."""

from dataclasses import replace as replaced
from typing import Any
from uuid import uuid4

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.activities.dialogue import exploring
from modules.activities.dialogue.branching import following
from modules.activities.dialogue.drawing import draw
from modules.activities.dialogue.exploring import explore, find_faults
from modules.activities.dialogue.scoring import advance, is_over, open_state, points, replay
from modules.comparing import Snapshot, compare
from modules.loading.schema import Choice, Dialogue, Exchange
from tests.modules.test_dialogue_scoring import COLD, GOOD, LAST, PLAIN, TAKEN, choice
from tests.modules.written import FOLDERS, Written

KEY = uuid4()


def script(*exchanges: Exchange) -> Dialogue:
    return msgspec.structs.replace(PLAIN, exchanges=list(exchanges), mastery=1)


def exchange(*choices: Choice, **facts: Any) -> Exchange:
    return Exchange(line="…", dilemma="…", choices=list(choices), **facts)


def leading(then: list[str], **facts: Any) -> Choice:
    return choice("with", then=then, **facts)


BRANCHED = script(
    exchange(leading(["trust<2: souffler", "suite"], trust=-1), leading(["trust<2: souffler", "suite"], trust=1)),
    exchange(GOOD, TAKEN, key="souffler"),
    exchange(leading(["fin"]), COLD, key="suite", pivot=True),
    exchange(LAST, TAKEN),
)


def test_trust_decides_which_exchange_comes() -> None:
    assert replay(BRANCHED, [0]).following == 1
    assert replay(BRANCHED, [1]).following == 2
    assert replay(BRANCHED, [1, 1, 0]).at == (0, 2, 3)


def test_a_choice_may_end_the_conversation_before_the_last_exchange() -> None:
    state = replay(BRANCHED, [1, 0])
    assert is_over(BRANCHED, state)
    assert not state.broken_off


def test_nothing_is_said_after_the_end_whatever_choices_follow() -> None:
    assert replay(BRANCHED, [1, 0, 1, 1]) == replay(BRANCHED, [1, 0])


@pytest.mark.parametrize(
    ("condition", "suits"),
    [
        *(("trust<3", True), ("trust<2", False), ("trust>=2", True), ("time<10", False), ("exposed>=1", False)),
        *(("hand=person", True), ("hand=you", False)),
    ],
)
def test_each_variable_is_compared_as_it_is_written(condition: str, suits: bool) -> None:
    told = leading([f"{condition}: loin"])
    dialogue = script(exchange(told, TAKEN), exchange(GOOD, TAKEN), exchange(LAST, TAKEN, key="loin"))
    assert following(dialogue, 0, told, open_state(dialogue)) == (2 if suits else 1)


@pytest.mark.parametrize("wrong", ["trust: loin", "trust<x: loin", "mood<2: loin", "trust<2:", "Loin", "trust=2: loin"])
def test_a_branch_that_cannot_be_read_is_refused_with_its_place(wrong: str) -> None:
    written = msgspec.to_builtins(BRANCHED)
    written["exchanges"][0]["choices"][0]["then"] = [wrong]
    with pytest.raises(msgspec.ValidationError, match=r"choices\[0\].then\[0\]"):
        msgspec.convert(written, Dialogue)


def test_a_pivot_gone_round_is_not_missed_and_one_not_gone_to_is() -> None:
    round_it = script(
        exchange(leading(["apres"]), TAKEN, pivot=True),
        exchange(GOOD, TAKEN, pivot=True),
        exchange(LAST, TAKEN, key="apres"),
    )
    assert points(round_it, replay(round_it, [0, 0])) > points(round_it, replay(round_it, [0]))


def test_what_leads_nowhere_is_said_in_french_by_its_name() -> None:
    twice = script(exchange(GOOD, TAKEN, key="ici"), exchange(leading(["la"]), TAKEN, key="ici"), exchange(LAST, TAKEN))
    assert find_faults(twice) == [
        "deux échanges se nomment «\u00a0ici\u00a0»\u00a0: un nom mène à un seul.",
        "l’échange 2 mène à «\u00a0la\u00a0», et aucun échange ne se nomme ainsi.",
    ]
    back = script(exchange(GOOD, TAKEN, key="debut"), exchange(leading(["debut"]), TAKEN))
    assert find_faults(back) == [
        "l’échange 2 revient à «\u00a0debut\u00a0»\u00a0: une conversation ne va que vers l’avant."
    ]


def test_an_exchange_to_which_nothing_leads_and_a_dead_end_are_said() -> None:
    away = leading(["loin"])
    lost = script(exchange(away, away), exchange(GOOD, TAKEN), exchange(LAST, GOOD, key="loin"))
    assert [fault for fault in find_faults(lost) if "échange 2" in fault]
    closed = script(
        exchange(leading(["mur"]), leading(["loin"])),
        exchange(choice("with", trust=-4), choice("with", trust=-4), key="mur"),
        exchange(LAST, GOOD, key="loin"),
    )
    dead = "l’échange 2 est sans issue\u00a0: quoi que l’on dise, la confiance ou le temps manque."
    assert find_faults(closed) == [dead]
    assert find_faults(BRANCHED) == []


NAMES = ["un", "deux", "trois", "fin"]
WAYS = [f"{condition}{name}" for name in NAMES for condition in ("", "trust<2: ", "time<8: ", "hand=you: ")]
THEN = st.lists(st.sampled_from(WAYS), max_size=2)
CHOICES = st.builds(
    lambda trust, minutes, then, hand: choice("with", trust=trust, minutes=minutes, then=then, hand=hand),
    st.integers(-2, 2), st.integers(0, 6), THEN, st.sampled_from(["", "you"]),
)  # fmt: skip


@given(st.lists(CHOICES, min_size=8, max_size=8))
def test_every_conversation_ends_and_what_is_explored_is_what_is_lived(choices: list[Choice]) -> None:
    keys: list[Any] = [msgspec.UNSET, "un", "deux", "trois"]
    dialogue = script(*(exchange(*choices[2 * n : 2 * n + 2], key=keys[n]) for n in range(4)))
    lived: set[tuple[int, int, int | None]] = set()
    visited: set[int] = set()
    waiting = [open_state(dialogue)]
    while waiting:
        state = waiting.pop()
        visited.add(state.following or 0)
        for index in range(2):
            after = advance(dialogue, state, index)
            if not is_over(dialogue, after):
                lived.add((state.following or 0, index, after.following))
                waiting.append(after)
    explored = explore(dialogue)
    found = {(n, i, t) for n, row in enumerate(explored.targets) for i, those in enumerate(row) for t in those}
    assert found == lived
    assert {n for n, is_reached in enumerate(explored.reached) if is_reached} == visited


def test_more_conversations_than_one_looks_at_are_walked_without_their_score(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exploring, "MOST_STATES", 2)
    rough = explore(BRANCHED)
    monkeypatch.undo()
    assert rough == replaced(explore(BRANCHED), best=None, best_path=[])


def test_the_graph_draws_each_branch_and_says_it() -> None:
    drawing = draw(BRANCHED)
    assert [each.leads for each in drawing.exchanges[0].choices] == ["mène à l’échange 2", "mène à l’échange 3"]
    assert drawing.exchanges[2].choices[0].leads == "mène à la fin"
    branches = [line for line in drawing.lines if line.kind == "line fa-branch"]
    assert len(branches) == 1


def test_a_branch_is_part_of_what_a_minor_edition_never_changes() -> None:
    other = msgspec.convert(msgspec.to_builtins(BRANCHED), Dialogue)
    other.exchanges[0].choices[0].then = ["suite"]
    before, after = (Snapshot({KEY: each}, {}) for each in (BRANCHED, other))
    assert not compare(before, after).may_be_minor


SAMIRA = next(each for one in map(Written, FOLDERS) for each in one.activities if each.key == "samira")


def test_a_house_dialogue_has_a_branch_that_lost_trust_opens() -> None:
    assert isinstance(SAMIRA, Dialogue)
    names = [each.key for each in SAMIRA.exchanges]
    place = names.index("souffler")
    assert place in replay(SAMIRA, [0, 1, 1, 0, 0, 0, 0]).at
    assert place not in replay(SAMIRA, explore(SAMIRA).best_path).at
