"""What our own code records is stored whole, once, and told to whoever listens."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.dispatch import Signal

from tests.xapi_store.cast import AWA, BRUNO, HOME, LESSON, MODULE, REGISTRATION, TEAM, VOIDED, refer, say, say_all
from xapi_store.keys import direct, key_of, related
from xapi_store.models import Authority, Link, Reference, Statement
from xapi_store.recording import StatementConflict, StatementRefused, record, record_many, void
from xapi_store.signals import statement_recorded, statement_voided

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)


@contextmanager
def listening(signal: Signal) -> Iterator[list[Statement]]:
    heard: list[Statement] = []

    def hear(statement: Statement, **_: Any) -> None:
        heard.append(statement)

    signal.connect(hear)
    yield heard
    signal.disconnect(hear)


def stored(recorded: Any) -> Statement:
    return Statement.objects.get(sid=recorded.statement.sid)


def test_a_statement_is_given_back_as_it_was_said() -> None:
    said = say_all()
    given = stored(record(said)).as_json()
    assert given["context"]["contextActivities"]["parent"] == [MODULE]  # XAPI-00096
    said["context"]["contextActivities"]["parent"] = [MODULE]
    assert {name: given[name] for name in said} == said


def test_numbers_durations_and_instants_keep_their_very_text() -> None:
    statement = say_all()
    text = stored(record(statement)).as_text().decode()
    for value in ('"max":20.0', '"raw":10', '"PT4H35M59.14S"', "10:00:00.123456789+01:00", "-00000000ABCD"):
        assert value in text


def test_the_store_sets_what_is_missing() -> None:
    before = datetime.now(UTC)
    given = stored(record(say())).as_json()
    assert before - timedelta(seconds=1) <= datetime.fromisoformat(given["stored"]) <= datetime.now(UTC)
    assert (given["timestamp"], given["version"]) == (given["stored"], "1.0.0")
    assert UUID(given["id"]).version == 4


def test_the_authority_is_ours_whatever_the_statement_says() -> None:
    given = stored(record(say(authority=BRUNO, stored="2001-01-01T00:00:00Z"))).as_json()
    assert given["authority"]["account"]["name"] == "faire-avec"
    assert not given["stored"].startswith("2001")
    assert stored(record(say(), authority=BRUNO)).as_json()["authority"] == BRUNO


def test_an_authority_that_is_no_agent_is_refused() -> None:
    with pytest.raises(StatementRefused, match=r"\$\.authority"):
        record(say(), authority={"name": "nobody"})
    assert not Statement.objects.exists()


def test_the_same_statement_twice_is_stored_once() -> None:
    statement_id = str(uuid4())
    with listening(statement_recorded) as heard:
        first = record(say(id=statement_id))
        second = record(say(id=statement_id.upper()))
    assert (first.is_new, second.is_new) == (True, False)
    assert second.statement == first.statement
    assert len(heard) == Statement.objects.count() == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"actor": TEAM}, {"actor": {**TEAM, "member": [BRUNO, AWA]}}),
        ({"actor": BRUNO}, {"actor": {**BRUNO, "mbox": "mailto:bruno@house.EXAMPLE"}}),
        ({"object": LESSON}, {"object": {"id": LESSON["id"]}}),
        ({}, {"verb": {"id": say()["verb"]["id"], "display": {"en": "answered"}}}),
        ({"timestamp": "2026-11-21T10:00:00Z"}, {"timestamp": "2026-11-21T11:00:00.000+01:00"}),
        ({"timestamp": "2026-11-21T10:00:00Z"}, {}),
        ({"version": "1.0.0"}, {"version": "1.0.3"}),
        (
            {"context": {"contextActivities": {"parent": MODULE}}},
            {"context": {"contextActivities": {"parent": [MODULE]}}},
        ),
        ({"context": {"registration": str(REGISTRATION)}}, {"context": {"registration": str(REGISTRATION).upper()}}),
        ({"result": {"duration": "PT1.123S"}}, {"result": {"duration": "PT1.12S"}}),
    ],
)
def test_what_the_specification_lets_differ_does_not_conflict(first: dict[str, Any], second: dict[str, Any]) -> None:
    """Data 2.3.1, exceptions to immutability."""
    statement_id = str(uuid4())
    record(say(id=statement_id, **first))
    assert not record(say(id=statement_id, **second)).is_new


@pytest.mark.parametrize(
    "change",
    [{"actor": BRUNO}, {"object": MODULE}, {"result": {"success": True}}, {"timestamp": "2026-11-20T10:00:00Z"}],
)
def test_another_statement_under_the_same_id_conflicts(change: dict[str, Any]) -> None:
    statement_id = uuid4()
    record(say(id=str(statement_id), timestamp="2026-11-21T10:00:00Z"))
    with pytest.raises(StatementConflict) as conflict:
        record(say(id=str(statement_id), **change))
    assert conflict.value.statement_id == statement_id


def test_what_came_out_of_the_store_may_go_in_again() -> None:
    given = stored(record(say_all())).as_json()
    assert not record(given).is_new


@pytest.mark.parametrize("value", [float("nan"), {1, 2}, uuid4(), NOW, "\ud800"])
def test_what_json_cannot_say_is_refused(value: object) -> None:
    with pytest.raises(StatementRefused):
        record(say(result={"response": value}))


def test_a_batch_with_one_bad_statement_stores_none() -> None:
    with pytest.raises(StatementRefused) as refusal:
        record_many([say(), say(verb={"id": "answered"})])
    assert refusal.value.path == "$[1].verb.id"
    assert not Statement.objects.exists()


def test_a_batch_keeps_its_order_and_knows_what_was_there() -> None:
    first, second, third = (say(id=str(uuid4())) for _ in range(3))
    record(second)
    recorded = record_many([first, second, third])
    assert [one.is_new for one in recorded] == [True, False, True]
    assert [str(one.statement.statement_id) for one in recorded] == [first["id"], second["id"], third["id"]]
    assert [str(one) for one in Statement.objects.in_order()] == [second["id"], first["id"], third["id"]]


def test_an_id_twice_in_a_batch_is_refused() -> None:
    statement = say(id=str(uuid4()))
    with pytest.raises(StatementRefused, match="same batch"):
        record_many([statement, statement])


def test_a_conflict_in_a_batch_stores_none_of_it() -> None:
    statement_id = str(uuid4())
    record(say(id=statement_id))
    with pytest.raises(StatementConflict):
        record_many([say(), say(id=statement_id, actor=BRUNO)])
    assert Statement.objects.count() == 1


def test_an_empty_batch_does_nothing() -> None:
    assert record_many([]) == []


def test_a_batch_of_hundreds_is_stored_with_its_links() -> None:
    recorded = record_many([say() for _ in range(700)])
    assert all(one.is_new for one in recorded)
    key = direct(key_of("activity", str(LESSON["id"])))
    assert Link.objects.filter(key=key).count() == 700


def test_links_say_who_is_named_and_how_closely() -> None:
    statement = stored(record(say_all()))
    keys = set(Link.objects.filter(sid=statement.sid).values_list("key", flat=True))
    awa = key_of("agent", f"account:{HOME}\nawa")
    bruno = key_of("agent", "mailto:bruno@house.example")
    lesson, module = (key_of("activity", str(activity["id"])) for activity in (LESSON, MODULE))
    assert keys == {direct(awa), related(bruno), direct(lesson), related(module)}


def test_a_receiver_that_raises_undoes_everything() -> None:
    def fail(**_: Any) -> None:
        raise RuntimeError("no")

    statement_recorded.connect(fail)
    try:
        with pytest.raises(RuntimeError), transaction.atomic():
            record(say_all())
    finally:
        statement_recorded.disconnect(fail)
    assert not Statement.objects.exists()
    assert not Link.objects.exists()
    assert not Authority.objects.exists()


def test_the_querysets_say_what_they_find() -> None:
    ours, theirs = record(say(context={"registration": str(REGISTRATION)})), record(say(), authority=BRUNO)
    assert Statement.objects.for_registration(REGISTRATION).get() == ours.statement
    assert Statement.objects.by_authority(BRUNO).get() == theirs.statement
    assert list(Statement.objects.standing().in_order()) == [ours.statement, theirs.statement]


def test_recording_takes_few_queries(django_assert_max_num_queries: Any) -> None:
    record(say_all())
    with django_assert_max_num_queries(12):
        record(say_all() | {"id": str(uuid4())})


def test_asking_for_an_authority_that_never_spoke_writes_nothing() -> None:
    assert not Statement.objects.by_authority(BRUNO).exists()
    assert not Authority.objects.exists()


def test_a_replay_meets_every_statement_in_order_by_pages() -> None:
    recorded = record_many([say() for _ in range(7)])
    replayed = list(Statement.objects.standing().replay(chunk=3))
    assert replayed == [one.statement for one in recorded]
    assert list(Statement.objects.all().replay(chunk=3, after=replayed[4].sid)) == replayed[5:]


def test_a_voided_statement_no_longer_stands_and_is_told_once() -> None:
    target = record(say())
    with listening(statement_voided) as heard, listening(statement_recorded) as recorded:
        voiding = void(target.statement.statement_id, actor=BRUNO, at=NOW)
        again = void(target.statement.statement_id, actor=AWA, at=NOW)
    assert heard == [target.statement]
    assert recorded == [voiding.statement]
    assert (voiding.is_new, again.is_new) == (True, False)
    assert again.statement == voiding.statement
    assert list(Statement.objects.standing()) == [voiding.statement]
    given = stored(voiding).as_json()
    assert (given["verb"]["id"], given["object"]) == (VOIDED["id"], refer(target.statement.statement_id))


def test_a_voiding_statement_recorded_by_hand_voids_too() -> None:
    target = record(say())
    with listening(statement_voided) as heard:
        record(say(verb=VOIDED, object=refer(target.statement.statement_id)))
    assert heard == [target.statement]
    assert stored(target).voided


def test_xapi_00016_a_voiding_statement_is_never_voided() -> None:
    voiding = void(record(say()).statement.statement_id, actor=BRUNO, at=NOW)
    with pytest.raises(StatementRefused, match="XAPI-00016"):
        void(voiding.statement.statement_id, actor=BRUNO, at=NOW)
    with listening(statement_voided) as heard:
        record(say(verb=VOIDED, object=refer(voiding.statement.statement_id)))
    assert heard == []
    assert not stored(voiding).voided


def test_a_statement_voided_before_it_comes_is_stored_voided_and_not_told() -> None:
    statement_id = uuid4()
    void(statement_id, actor=BRUNO, at=NOW)
    with listening(statement_recorded) as heard:
        late = record(say(id=str(statement_id)))
    assert late.is_new
    assert stored(late).voided
    assert heard == []


def test_a_reference_that_does_not_void_leaves_its_target_standing() -> None:
    target = record(say())
    record(say(object=refer(target.statement.statement_id)))
    assert Reference.objects.get().target == target.statement.statement_id
    assert not stored(target).voided


def test_a_whole_text_is_kept_compressed() -> None:
    statement = stored(record(say_all()))
    assert len(statement.payload) < len(json.dumps(say_all()))
