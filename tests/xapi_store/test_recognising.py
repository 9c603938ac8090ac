"""A statement that is recognised by its parts is one that would be read as a whole, and tells the same."""

import copy
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.xapi_store.cast import AWA, BRUNO, LESSON, MODULE, TEAM, VOIDED, refer, say, say_all
from tests.xapi_store.test_laws import STATEMENTS, VALUES, mutate, places
from xapi_store.received import Received, read_whole, recognise, write_text
from xapi_store.spec.refusal import StatementRefused

pytestmark = pytest.mark.django_db

NUMBER = UUID("6f9619ff-8b86-4011-b42d-00cf4fc964ff")
VERSIONS = st.sampled_from(["1", "2"])
TWICE = "§"


def read_or_none(text: bytes, version: str) -> Received | None:
    try:
        return read_whole(text, version, NUMBER)
    except StatementRefused:
        return None


def agree(text: bytes, version: str) -> None:
    """Twice: the second time, what is remembered answers."""
    whole = read_or_none(text, version)
    for _ in range(2):
        recognised = recognise(text, version, NUMBER)
        assert recognised is None or recognised == whole


@settings(max_examples=100)
@given(STATEMENTS, VERSIONS)
def test_of_a_valid_statement_both_say_the_same(statement: dict[str, Any], version: str) -> None:
    agree(write_text(statement), version)


@settings(max_examples=200)
@given(st.data(), VERSIONS)
def test_of_a_mutated_statement_both_say_the_same(data: st.DataObject, version: str) -> None:
    agree(write_text(mutate(data)), version)


@settings(max_examples=200)
@given(st.data(), VERSIONS, st.booleans())
def test_of_a_statement_that_says_a_name_twice_both_say_the_same(
    data: st.DataObject, version: str, hidden: bool
) -> None:
    """msgspec gives the last value of a name: the first must not pass unseen, nor under a name written otherwise."""
    statement = copy.deepcopy(data.draw(st.sampled_from([say_all(), say(object=TEAM)])))
    inner = [place for place in places(statement)[1:] if isinstance(place[-1], str)]
    *way, name = data.draw(st.sampled_from(inner))
    holder: Any = statement
    for step in way:
        holder = holder[step]
    values = dict(holder)
    holder.clear()
    holder.update({name + TWICE: data.draw(VALUES | st.just(values[name])), **values})
    escaped = f'\\u{ord(name[0]):04x}{name[1:]}"' if hidden else f'{name}"'
    agree(write_text(statement).replace(f'{name}{TWICE}"'.encode(), escaped.encode()), version)


@settings(max_examples=200)
@given(st.integers(0), st.binary(min_size=1, max_size=3), VERSIONS)
def test_of_a_broken_text_both_say_the_same(position: int, noise: bytes, version: str) -> None:
    text = write_text(say_all())
    position %= len(text)
    agree(text[:position] + noise + text[position + len(noise) :], version)


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"object": BRUNO},
        {"actor": TEAM, "id": str(uuid4()), "version": "1.0.3", "timestamp": "2026-11-21T10:00:00Z"},
        {"context": {"instructor": AWA, "contextActivities": {"parent": [MODULE, LESSON]}, "revision": "1.0"}},
        {
            "result": {
                "score": {"min": 0, "max": 20, "raw": 4},
                "duration": "PT4S",
                "extensions": {"tag:x,2026:y": None},
            }
        },
    ],
)
def test_usual_statements_are_recognised(said: dict[str, Any]) -> None:
    text = write_text(say(**said))
    assert recognise(text, "1", NUMBER) == read_whole(text, "1", NUMBER)


@pytest.mark.parametrize(
    "said",
    [
        {"object": refer(uuid4())},
        {"verb": VOIDED, "object": refer(uuid4())},
        {"verb": VOIDED},
        {"object": {"objectType": "SubStatement", **say()}},
        {"context": {"contextActivities": {"parent": MODULE}}},
        {"stored": "2026-11-21T10:00:00Z"},
        {"object": TEAM, "context": {"platform": "here"}},
        {"timestamp": "2026-13-21T10:00:00Z"},
        {"version": "2.0.0"},
        {"actor": {**AWA, "name": "a" * 3000}},
    ],
)
def test_unusual_ones_are_left_to_be_read_as_a_whole(said: dict[str, Any]) -> None:
    assert recognise(write_text(say(**said)), "1", NUMBER) is None
