"""Several writers at once: nothing twice, nothing lost, no deadlock."""

import json
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Event
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction

from tests.xapi_store.cast import AWA, BRUNO, refer, say
from xapi_store.consistency import consistent_through
from xapi_store.documents import Precondition, PreconditionFailed, put_document
from xapi_store.models import Activity, Document, Link, ReferenceLink, Statement
from xapi_store.models.document import DocumentKind
from xapi_store.recording import StatementConflict, record, record_many, void

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def together(*deeds: Callable[[], Any]) -> list[Any]:
    def run(deed: Callable[[], Any]) -> Any:
        try:
            return deed()
        except StatementConflict as conflict:
            return conflict
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def test_one_of_two_equal_statements_is_new() -> None:
    for _ in range(5):
        statement = say(id=str(uuid4()))
        outcomes = together(*[lambda statement=statement: record(statement).is_new] * 4)
        assert sorted(outcomes) == [False, False, False, True]


def test_two_different_statements_under_one_id_store_one() -> None:
    for _ in range(5):
        statement_id = str(uuid4())
        outcomes = together(
            lambda statement_id=statement_id: record(say(id=statement_id, actor=AWA)).is_new,
            lambda statement_id=statement_id: record(say(id=statement_id, actor=BRUNO)).is_new,
        )
        assert [type(outcome) for outcome in outcomes].count(StatementConflict) == 1
        assert True in outcomes
    assert Statement.objects.count() == 5


def test_eight_overlapping_batches_in_any_order_are_all_stored() -> None:
    """The same agents, verbs and activities in other orders: nobody waits for who waits for him."""
    activities = [{"id": f"https://house.example/a/{n}", "definition": {"name": {"fr": "A"}}} for n in range(7)]
    verbs = [{"id": f"https://house.example/v/{n}"} for n in range(3)]
    statements = [
        say(id=str(uuid4()), actor=[AWA, BRUNO][n % 2], verb=verbs[n % 3], object=activities[n % 7]) for n in range(60)
    ]
    orders = [random.sample(statements, 50) for _ in range(8)]
    outcomes = together(*(lambda order=order: record_many(order) for order in orders))
    expected = {statement["id"] for order in orders for statement in order}
    assert {str(statement) for statement in Statement.objects.order_by("sid")} == expected
    assert Link.objects.count() == 2 * len(expected)
    assert sum(one.is_new for outcome in outcomes for one in outcome) == len(expected)


def test_documents_counted_by_several_at_once_lose_no_addition() -> None:
    where = {"kind": DocumentKind.STATE, "activity": 1, "agent": 2, "registration": 0, "document_id": "count"}

    def add_one() -> bool:
        seen = Document.objects.filter(**where).first()
        precondition = Precondition(match=seen.tag) if seen else Precondition(none_match="*")
        count = int(bytes(seen.content)) if seen else 0
        try:
            put_document(where, str(count + 1).encode(), "text/plain", precondition)
        except PreconditionFailed:
            return False
        return True

    def add_five() -> None:
        for _ in range(5):
            while not add_one():
                pass

    together(*[add_five] * 4)
    assert bytes(Document.objects.get().content) == b"20"


def test_a_statement_and_its_voiding_at_once_leave_it_voided() -> None:
    for _ in range(5):
        statement_id = uuid4()
        together(
            lambda statement_id=statement_id: record(say(id=str(statement_id))),
            lambda statement_id=statement_id: void(statement_id, actor=BRUNO, at=datetime.now(UTC)),
        )
        assert Statement.objects.get(statement_id=statement_id).voided


def test_a_statement_and_what_refers_to_it_at_once_are_linked() -> None:
    for _ in range(5):
        statement_id = uuid4()
        _, referring = together(
            lambda statement_id=statement_id: record(say(id=str(statement_id))).statement,
            lambda statement_id=statement_id: record(say(object=refer(statement_id))).statement,
        )
        assert ReferenceLink.objects.filter(sid=referring.sid).exists()


def test_consistent_through_stops_before_a_writer_at_work() -> None:
    stored, seen = Event(), Event()

    def write() -> Statement:
        with transaction.atomic():
            statement = record(say()).statement
            stored.set()
            seen.wait(10)
        return statement

    def look() -> datetime:
        stored.wait(10)
        try:
            return consistent_through()
        finally:
            seen.set()

    statement, through = together(write, look)
    assert through < statement.stored < consistent_through()


def test_new_words_for_the_same_activities_in_any_order_lock_nobody_out() -> None:
    def define(name: str) -> dict[str, Any]:
        return {"definition": {"name": {f"x-{name}": name}}}

    def batch(name: str) -> list[dict[str, Any]]:
        activities = [{"id": f"https://house.example/a/{number}", **define(name)} for number in range(20)]
        referring = [say(object=refer(uuid4()))]
        return [say(object=activity) for activity in random.sample(activities, 20)] + referring

    outcomes = together(*(lambda name=name: record_many(batch(name)) for name in "abcd"))
    assert all(isinstance(outcome, list) for outcome in outcomes)
    definitions = [json.loads(activity.definition) for activity in Activity.objects.order_by("key")]
    assert [sorted(definition["name"]) for definition in definitions] == [["x-a", "x-b", "x-c", "x-d"]] * 20
