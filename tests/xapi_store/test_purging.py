"""What is older than an age goes, exactly what the dry run said, and nothing else."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import TestCase
from django.utils import timezone

from tests.xapi_store.asking import Asker
from tests.xapi_store.cast import AWA, BRUNO, LESSON, REGISTRATION, refer, say
from tests.xapi_store.test_attachments import CONTENT, describe, part, send
from xapi_store import storing
from xapi_store.attachments import read_content
from xapi_store.models import (
    AuditEntry,
    Deed,
    Document,
    ForwardingTarget,
    Link,
    Reference,
    ReferenceLink,
    Statement,
)
from xapi_store.recording import record

pytestmark = pytest.mark.django_db
LONG_AGO = datetime(2020, 5, 4, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    attachments = {**settings.STORAGES["attachments"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "attachments": attachments}


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Two old statements and an old document, three new statements and a new document."""
    asker, old = Asker(), b"old"
    with monkeypatch.context() as then:
        then.setattr(storing, "enter_as_writer", lambda: LONG_AGO)
        first = send(asker, say(attachments=[describe(old), describe(CONTENT)]), part(old), part(CONTENT)).json()[0]
        second = record(say(actor=BRUNO, context={"registration": str(REGISTRATION)})).statement
    asker.put({}, "activities/state", activityId=LESSON["id"], agent=AWA, stateId="old")
    Document.objects.update(updated_at=LONG_AGO)
    asker.put({}, "activities/state", activityId=LESSON["id"], agent=AWA, stateId="new")
    send(asker, say(attachments=[describe(CONTENT)]), part(CONTENT))
    referring = record(say(actor=BRUNO, object=refer(second.statement_id))).statement
    record(say(object=refer(referring.statement_id)))
    return {"asker": asker, "old": {first, str(second)}, "bytes": describe(old)["sha2"]}


def lrs_purge(**options: Any) -> list[str]:
    told = StringIO()
    with TestCase.captureOnCommitCallbacks(execute=True):
        call_command("lrs", "purge", older_than=timezone.now() - timedelta(days=365), stdout=told, **options)
    return told.getvalue().splitlines()


def counts() -> dict[str, int]:
    models = (Statement, Link, Reference, ReferenceLink, Document, AuditEntry)
    return {model.__name__: model.objects.count() for model in models}


def test_a_dry_run_says_exactly_what_goes_and_changes_nothing(store: dict[str, Any]) -> None:
    before = counts()
    dry = lrs_purge(dry_run=True)
    assert counts() == before
    assert dry[0].startswith("2 statements, 1 documents and 1 attachments (3 bytes) would go")
    assert dry[1] == "stored from 2020-05-04T10:00:00+00:00 to 2020-05-04T10:00:00+00:00"
    real = lrs_purge()
    assert [line.split(" would go")[0].split(" purged")[0] for line in dry] == [
        line.split(" purged")[0] for line in real
    ]
    after = counts()
    assert (before["Statement"] - after["Statement"], before["Document"] - after["Document"]) == (2, 1)


def test_what_goes_leaves_nothing_behind_and_the_rest_is_found_as_before(store: dict[str, Any]) -> None:
    asker = store["asker"]
    wanted = [each for each in asker.find() if each not in store["old"]]
    lrs_purge()
    assert asker.find() == wanted
    kept = set(Statement.objects.order_by("sid").values_list("sid", flat=True))
    for model, name in ((Link, "sid"), (Reference, "sid"), (ReferenceLink, "sid"), (ReferenceLink, "source")):
        assert set(model.objects.order_by().values_list(name, flat=True)) <= kept
    assert asker.find(agent=AWA, activity=LESSON["id"]) == [wanted[2]]
    assert (read_content(store["bytes"]), read_content(describe(CONTENT)["sha2"])) == (None, CONTENT)


def test_it_goes_by_pieces_and_is_noted_before_and_after(
    store: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xapi_store.purging._CHUNK", 1)
    monkeypatch.setattr("xapi_store.purging._PAIRS", 2)
    lrs_purge(by="Équipe du site")
    entries = [(entry.deed, entry.by, entry.details["statements"]) for entry in AuditEntry.objects.all()]
    assert entries == [(Deed.PURGED, "Équipe du site", 2), (Deed.PURGE_STARTED, "Équipe du site", 2)]


def test_what_has_not_been_forwarded_stays(store: dict[str, Any]) -> None:
    target = ForwardingTarget.objects.create(name="Région", endpoint="https://lrs.example")
    with pytest.raises(CommandError, match="forwarded to Région"):
        lrs_purge()
    assert counts()["AuditEntry"] == 0
    target.cursor = Statement.objects.in_order().last().sid
    target.save()
    lrs_purge()
    assert Statement.objects.count() == 3


@pytest.mark.parametrize("age", ["", "0d", "3 years", "2999-01-01T00:00:00Z", "-5d"])
def test_an_age_that_is_none_is_refused(age: str) -> None:
    with pytest.raises(CommandError, match="older-than"):
        call_command("lrs", "purge", f"--older-than={age}", "--dry-run")


@pytest.mark.parametrize("age", ["730d", "2021-01-01T00:00:00Z"])
def test_an_age_is_days_or_a_moment(age: str, store: dict[str, Any]) -> None:
    told = StringIO()
    call_command("lrs", "purge", f"--older-than={age}", "--dry-run", stdout=told)
    assert told.getvalue().startswith("2 statements")
