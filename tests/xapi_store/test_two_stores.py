"""Two instances of our own store: what one forwards, the other has, read there by a client that is not ours."""

import threading
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from tincan import RemoteLRS

from tests.xapi_store.cast import say
from tests.xapi_store.serving import Serving
from tests.xapi_store.test_forwarding import seen_from_now
from xapi_store.forwarding import forward, forwarding_lag
from xapi_store.models import ForwardingTarget, Statement
from xapi_store.recording import record_many

pytestmark = [pytest.mark.django_db, pytest.mark.long]

REGISTRATIONS = [uuid4() for _ in range(5)]
TRIES = 400


@pytest.fixture(autouse=True)
def _settings(settings: Any) -> None:
    settings.XAPI_STORE = {**settings.XAPI_STORE, "FORWARDING_PRIVATE": True}


@pytest.fixture
def there(tmp_path: Path) -> Iterator[Serving]:
    """A store of its own: another database, other processes."""
    other = Serving(tmp_path, f"sqlite:///{tmp_path / 'there.sqlite3'}")
    other.manage("migrate", "--verbosity", "0")
    try:
        other.start()
        yield other
    finally:
        other.stop()


def aim_at(there: Serving, pair: str) -> ForwardingTarget:
    key, secret = pair.split(":")
    target = ForwardingTarget(name="there", endpoint=f"http://127.0.0.1:{there.port}/xapi/", key=key)
    target.set_secret(secret)
    target.save()
    return target


def tell(numbers: range) -> None:
    record_many(
        [
            say(context={"registration": str(REGISTRATIONS[number % 5])}, result={"score": {"raw": number}})
            for number in numbers
        ]
    )


def send_all(target: ForwardingTarget) -> int:
    """Until nothing waits, whatever happens at the other end; how many sendings failed on the way."""
    failed = 0
    for _ in range(TRIES):
        forward(seen_from_now(target))
        now = ForwardingTarget.objects.get(pk=target.pk)
        failed += now.failures > 0
        if now.sent == Statement.objects.count():
            return failed
    raise AssertionError(forwarding_lag())


def ids_there(client: RemoteLRS, registration: UUID) -> list[str]:
    """In the order in which they were stored there."""
    query = {"registration": registration, "ascending": "true", "limit": 20}  # it would write "True"
    answer = client.query_statements(query)
    found: list[str] = []
    for _ in count():
        assert answer.success, answer.data
        found += [str(statement.id) for statement in answer.content.statements]
        if not answer.content.more:
            return found
        answer = client.more_statements(answer.content)
    raise AssertionError


def ids_here(registration: UUID) -> list[str]:
    rows = Statement.objects.in_order()
    return [str(each.statement_id) for each in rows if each.as_json()["context"]["registration"] == str(registration)]


def test_all_arrives_once_and_in_order_though_the_other_store_is_killed_and_comes_back(there: Serving) -> None:
    pair = there.manage("lrs_credential", "create", "--name", "here", "--scope", "all", "--rate-limit", "0").split()[-1]
    target, ended = aim_at(there, pair), threading.Event()
    tell(range(300))

    def shoot() -> None:
        while not ended.wait(0.3):
            there.shoot()

    hunter = threading.Thread(target=shoot)
    hunter.start()
    send_all(target)
    ended.set()
    hunter.join()
    there.stop()
    tell(range(300, 400))
    assert forward(seen_from_now(target)) is False
    assert ForwardingTarget.objects.get(pk=target.pk).failures == 1
    there.start()
    send_all(target)
    key, secret = pair.split(":")
    client = RemoteLRS(
        endpoint=f"http://127.0.0.1:{there.port}/xapi/1.0.3/", username=key, password=secret, version="1.0.3"
    )
    for registration in REGISTRATIONS:
        assert ids_there(client, registration) == ids_here(registration)
    assert sum(len(ids_here(registration)) for registration in REGISTRATIONS) == 400
