"""Laws that hold for any statement, and for anything that is not one."""

import copy
import json
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.xapi_store.asking import Asker
from tests.xapi_store.cast import AWA, BRUNO, HOME, LESSON, MODULE, TEAM, refer, say, say_all
from xapi_store.payload import give, pack, unpack
from xapi_store.received import receive, write_text
from xapi_store.sid import first_at, make_sids, stored_at
from xapi_store.spec.refusal import StatementRefused
from xapi_store.spec.timestamp import read_timestamp, write_timestamp

pytestmark = pytest.mark.django_db

ASCII = st.characters(max_codepoint=127)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
EXTENSIONS = st.dictionaries(st.sampled_from([f"{HOME}/x", f"{HOME}/é", "tag:x,2026:y"]), VALUES, max_size=2)
# Through UTC: a local time that a change of clocks leaves out is not an instant.
INSTANTS = st.tuples(st.datetimes(datetime(2, 1, 1), datetime(9998, 1, 1)), st.timezones()).map(  # noqa: DTZ001
    lambda pair: pair[0].replace(tzinfo=UTC).astimezone(pair[1])
)
ACTORS = st.sampled_from([AWA, BRUNO, TEAM])
TARGETS = st.sampled_from([LESSON, AWA, TEAM, refer(uuid4())])
SCORES = st.fixed_dictionaries({}, optional={"scaled": st.floats(-1, 1), "raw": st.integers(0, 20), "max": st.just(20)})
RESULTS = st.fixed_dictionaries(
    {},
    optional={
        "score": SCORES,
        "success": st.booleans(),
        "response": TEXT,
        "duration": st.sampled_from(["PT1S", "P4W", "PT0.123456S"]),
        "extensions": EXTENSIONS,
    },
)
CONTEXTS = st.fixed_dictionaries(
    {},
    optional={
        "registration": st.uuids().map(str),
        "instructor": ACTORS,
        "team": st.just(TEAM),
        "contextActivities": st.fixed_dictionaries(
            {}, optional={"parent": st.just([MODULE]), "other": st.just([LESSON])}
        ),
        "extensions": EXTENSIONS,
    },
)
STATEMENTS = st.fixed_dictionaries(
    {"actor": ACTORS, "verb": st.just(say()["verb"]), "object": TARGETS},
    optional={
        "id": st.uuids().map(str),
        "result": RESULTS,
        "context": CONTEXTS,
        "timestamp": INSTANTS.map(lambda moment: moment.isoformat()).filter(read_timestamp),
    },
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a JSON value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, part in inner for place in places(part, (*path, key)))]


@given(STATEMENTS, st.datetimes().map(lambda moment: moment.isoformat()).filter(read_timestamp))
def test_a_valid_statement_comes_back_with_the_same_values(statement: dict[str, Any], instant: str) -> None:
    received = receive(write_text(statement))
    stored = read_timestamp(instant)
    assert stored is not None
    kept = unpack(pack(received.kept(stored)))
    given_back = json.loads(give(kept, stored, b'{"mbox":"mailto:a@b.example"}'))
    assert {name: given_back[name] for name in statement} == statement
    assert set(given_back) == {*statement, "id", "timestamp", "version", "stored", "authority"}


NUMBERS = st.from_regex(r"-?(0|[1-9][0-9]{0,30})(\.[0-9]{1,25})?([eE][+-]?[0-9]{1,2})?", fullmatch=True, alphabet=ASCII)
_DURATION = r"P([0-9]{1,3}W|[0-9]{1,2}Y[0-9]{1,2}M|[0-9]{1,4}DT[0-9]{1,3}H[0-9]{1,9}M[0-9]{1,2}(\.[0-9]{1,9})?S)"
DURATIONS = st.from_regex(_DURATION, fullmatch=True, alphabet=ASCII)
FRACTIONS = st.from_regex(r"[0-9]{1,12}", fullmatch=True, alphabet=ASCII)
ZONES = st.sampled_from(["Z", "+01:00", "-05:30", "+0100", "+01"])


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(NUMBERS, DURATIONS, FRACTIONS, ZONES)
def test_over_http_every_value_comes_back_in_its_own_letters(
    number: str, duration: str, fraction: str, zone: str
) -> None:
    """Numbers, durations, timestamps (Data 2.3.1, immutable): a client may have meant something by a last zero."""
    asker, statement_id = Asker(), str(uuid4())
    result = b'{"score":{"raw":%b},"duration":"%b"}' % (number.encode(), duration.encode())
    timestamp = f"2026-11-21T10:00:00.{fraction}{zone}".encode()
    rest = write_text(say(id=statement_id))[:-1]
    answer = asker.post(rest + b',"result":%b,"timestamp":"%b"}' % (result, timestamp))
    assert answer.status_code == 200, answer.content
    given_back = asker.get(statementId=statement_id).content
    assert b'"result":' + result in given_back
    assert b'"timestamp":"' + timestamp + b'"' in given_back


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_over_http_a_mutated_statement_is_stored_or_refused(data: st.DataObject) -> None:
    answer = Asker().post(mutate(data))
    assert answer.status_code in {200, 400, 409}, answer.content
    assert answer.status_code != 400 or answer.json()["problem"]


@given(STATEMENTS)
def test_the_order_of_properties_changes_nothing(statement: dict[str, Any]) -> None:
    turned = dict(reversed(statement.items()))
    assert receive(write_text(statement)).digest == receive(json.dumps(turned, indent=1).encode()).digest


@settings(max_examples=400)
@given(st.data())
def test_a_mutated_statement_is_read_or_refused_and_nothing_else(data: st.DataObject) -> None:
    read_or_refuse(write_text(mutate(data)))


def mutate(data: st.DataObject) -> dict[str, Any]:
    """A valid statement with one value, anywhere, replaced by any other."""
    statement = copy.deepcopy(data.draw(st.sampled_from([say_all(), say(object=TEAM), say(object=refer(uuid4()))])))
    *way, last = data.draw(st.sampled_from(places(statement)[1:]))
    holder: Any = statement
    for step in way:
        holder = holder[step]
    holder[last] = data.draw(VALUES | st.sampled_from(["", "mailto:", "http:", {}, [], [[]], "2026", "\x00"]))
    return statement


@given(st.binary(max_size=60) | VALUES.map(lambda value: json.dumps(value).encode()))
def test_any_bytes_are_read_or_refused_and_nothing_else(text: bytes) -> None:
    read_or_refuse(text)


@settings(max_examples=200)
@given(st.integers(0), st.binary(min_size=1, max_size=3))
def test_any_broken_text_is_read_or_refused_and_nothing_else(position: int, noise: bytes) -> None:
    text = write_text(say_all())
    position %= len(text)
    read_or_refuse(text[:position] + noise + text[position + len(noise) :])


def test_half_a_surrogate_pair_is_read_or_refused_and_nothing_else() -> None:
    for place in (
        '"name":"\\ud800"',
        '"mbox":"mailto:\\ud800@b.example"',
        '"account":{"homePage":"http://a","name":"\\ud800"}',
    ):
        read_or_refuse(b'{"actor":{%b},"verb":{"id":"http://a/b"},"object":{"id":"http://a/b"}}' % place.encode())


def read_or_refuse(text: bytes) -> None:
    try:
        received = receive(text)
    except StatementRefused:
        return
    json.loads(received.kept(datetime(2026, 11, 21, tzinfo=UTC)))


@given(
    st.integers(0, 2**52 // 1_000_001).map(lambda second: datetime.fromtimestamp(second + 1e-6, UTC)),
    st.integers(1, 1024),
)
def test_sids_grow_and_hold_their_instant(moment: Any, count: int) -> None:
    sids = make_sids(count, moment)
    assert sids == sorted(set(sids))
    assert {stored_at(sid) for sid in sids} == {moment}
    assert first_at(moment) <= sids[0] < 2**63


@given(INSTANTS)
def test_a_written_instant_is_read_as_the_same_instant(moment: Any) -> None:
    assert read_timestamp(write_timestamp(moment)) == moment
