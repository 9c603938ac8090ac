"""How long a credential opens, how often, and what is kept of its use."""

import base64
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from tests.xapi_store.asking import Asker
from tests.xapi_store.cast import say
from xapi_store.http import rate
from xapi_store.http.refused import Refused
from xapi_store.models import Credential

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 22, 12, 0, 15, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Stands still at a quarter past noon and moves when told."""

    class Clock:
        now = NOON.timestamp()

        def time(self) -> float:
            return self.now

    stopped = Clock()
    monkeypatch.setattr(rate, "time", stopped)
    return stopped


def test_beyond_its_limit_a_credential_waits_for_the_next_minute(clock: Any) -> None:
    asker, other = Asker(rate_limit=3), Asker(rate_limit=3)
    assert [asker.get().status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    refused = asker.post(say())
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "45")
    assert "3 requests" in refused.json()["problem"]
    assert other.get().status_code == 200
    clock.now += 45
    assert asker.get().status_code == 200


def test_processes_take_shares_of_a_large_limit_and_never_exceed_it(clock: Any, monkeypatch: Any) -> None:
    credential, here, there = Credential(pk=1, rate_limit=5000), {}, {}
    answered = 0
    for one in range(6000):
        monkeypatch.setattr(rate, "_left", there if one % 3 else here)
        with suppress(Refused):
            rate.count_request(credential)
            answered += 1
    assert answered == 5000


def test_the_cache_is_asked_once_a_share(clock: Any, monkeypatch: Any) -> None:
    asked: list[int] = []
    monkeypatch.setattr(rate, "_left", {})
    monkeypatch.setattr(rate, "_count", lambda _, share: asked.append(share) or sum(asked))
    for _ in range(100):
        rate.count_request(Credential(pk=1, rate_limit=20_000))
    assert asked == [20] * 5


def test_the_limit_of_the_store_holds_for_who_has_none_of_its_own(clock: Any, settings: Any) -> None:
    settings.XAPI_STORE = {**settings.XAPI_STORE, "RATE_LIMIT": 1}
    asker, unlimited = Asker(), Asker(rate_limit=0)
    assert [asker.get().status_code for _ in range(2)] == [200, 429]
    assert [unlimited.get().status_code for _ in range(3)] == [200, 200, 200]


def test_a_wrong_secret_uses_up_nobodys_limit(clock: Any) -> None:
    asker = Asker(rate_limit=1)
    wrong = base64.b64encode(f"{asker.credential.key}:wrong".encode()).decode()
    for _ in range(3):
        assert asker.ask("GET", "statements", headers={"Authorization": f"Basic {wrong}"}).status_code == 401
    assert asker.get().status_code == 200


def test_a_cache_that_keeps_nothing_keeps_nobody_out(clock: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "add", lambda *_: False)
    asker = Asker(rate_limit=1)
    assert [asker.get().status_code for _ in range(3)] == [200, 200, 200]


def test_a_credential_opens_until_it_expires_and_no_longer() -> None:
    assert Asker(expires_at=timezone.now() + timedelta(minutes=1)).get().status_code == 200
    assert Asker(expires_at=timezone.now()).get().status_code == 401


def test_the_last_use_is_written_once_an_hour() -> None:
    asker = Asker()
    before = timezone.now()
    asker.get()
    first = Credential.objects.get().last_used_at
    asker.get()
    assert first is not None
    assert first >= before
    assert Credential.objects.get().last_used_at == first
    Credential.objects.update(last_used_at=first - timedelta(hours=2))
    asker.get()
    assert Credential.objects.get().last_used_at > first


def test_who_is_refused_leaves_no_last_use() -> None:
    asker = Asker()
    Client().get("/xapi/statements", headers={**asker.headers, "Authorization": f"Bearer {asker.credential.key}.no"})
    assert Credential.objects.get().last_used_at is None


def test_the_command_sets_a_limit() -> None:
    call_command("lrs_credential", "create", name="H5P", scope=["all"], rate_limit=5)
    assert Credential.objects.get().rate_limit == 5
