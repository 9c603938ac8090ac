"""Many clients at once, over real connections to two web workers."""

import json
import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.xapi_store.asking import Asker
from tests.xapi_store.cast import AWA, BRUNO, HOME, LESSON, TEAM, say
from tests.xapi_store.serving import Serving, Visitor
from xapi_store.models import Statement

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.fixture
def visitor(tmp_path: Path) -> Iterator[Visitor]:
    serving = Serving(tmp_path)
    try:
        serving.start()
        asker = Asker("all")
        yield Visitor(serving.port, asker.credential, asker.secret)
    finally:
        serving.stop()


def together(*deeds: Callable[[], Any]) -> list[Any]:
    with ThreadPoolExecutor(len(deeds)) as pool:
        return [future.result() for future in [pool.submit(deed) for deed in deeds]]


def test_many_clients_at_once_lose_nothing_and_meet_no_error(visitor: Visitor) -> None:
    check_overlapping_batches(visitor)
    check_one_id_for_two(visitor)
    check_counted_documents(visitor)


def check_overlapping_batches(visitor: Visitor) -> None:
    """Eight writers, the same agents, verbs and activities in other orders, half of the ids in common."""
    activities = [{"id": f"{HOME}/a/{n}", "definition": {"name": {"fr": f"A{n}"}}} for n in range(12)]
    verbs = [{"id": f"{HOME}/v/{n}"} for n in range(4)]
    pool = [
        say(id=str(uuid4()), actor=random.choice([AWA, BRUNO, TEAM]), object=activities[n % 12], verb=verbs[n % 4])
        for n in range(400)
    ]
    answers: list[int] = []
    told: set[str] = set()

    def write() -> None:
        for _ in range(6):
            batch = random.sample(pool, 50)
            told.update(each["id"] for each in batch)
            answers.append(visitor.ask("POST", "statements", batch)[0])

    together(*[write] * 8)
    assert set(answers) == {200}
    stored = {str(each) for each in Statement.objects.values_list("statement_id", flat=True)}
    assert stored == told
    assert Statement.objects.count() == len(told)


def check_one_id_for_two(visitor: Visitor) -> None:
    """XAPI-00142 and its neighbours: the same again is accepted, another under its id is a conflict."""
    for _ in range(20):
        same, other = say(id=str(uuid4())), say(id=str(uuid4()))
        equal = together(*[lambda same=same: put(visitor, same["id"], same)] * 2)
        rivals = [say(id=other["id"], actor=AWA), say(id=other["id"], actor=BRUNO)]
        different = together(*[lambda rival=rival: put(visitor, rival["id"], rival) for rival in rivals])
        assert (sorted(equal), sorted(different)) == ([204, 204], [204, 409])
        for statement_id in (same["id"], other["id"]):
            assert Statement.objects.filter(statement_id=statement_id).count() == 1


def put(visitor: Visitor, statement_id: str, statement: dict[str, Any]) -> int:
    return visitor.ask("PUT", "statements", statement, statementId=statement_id)[0]


def check_counted_documents(visitor: Visitor) -> None:
    """Each adds one to what it has seen; who has seen an older one looks again: no addition is lost."""
    where = {"activityId": LESSON["id"], "agent": AWA, "stateId": "count"}
    turns = 10

    def add() -> None:
        for _ in range(turns):
            while add_one(visitor, where) == 412:
                pass

    together(*[add] * 4)
    assert json.loads(visitor.ask("GET", "activities/state", **where)[2]) == {"count": 4 * turns}


def add_one(visitor: Visitor, where: dict[str, Any]) -> int:
    status, headers, body = visitor.ask("GET", "activities/state", **where)
    count = json.loads(body)["count"] if status == 200 else 0
    seen = {"If-Match": headers["ETag"]} if status == 200 else {"If-None-Match": "*"}
    status = visitor.ask("PUT", "activities/state", {"count": count + 1}, headers=seen, **where)[0]
    assert status in {204, 412}
    return status
