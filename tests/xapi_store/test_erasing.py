"""What one person said freely can be erased; nothing else moves, and it is noted."""

import json
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import TestCase

from tests.xapi_store.asking import Asker
from tests.xapi_store.cast import AWA, BRUNO, HOME, LESSON, REGISTRATION, TEAM, say
from tests.xapi_store.test_attachments import CONTENT, describe, part, send
from xapi_store.attachments import read_content
from xapi_store.models import AuditEntry, Deed, Document, Link, Statement
from xapi_store.recording import record

pytestmark = pytest.mark.django_db
SAID = "J’ai appelé la mairie avec elle."
ANSWER = {"response": SAID, "score": {"scaled": 0.50}, "success": True}
STATE = {"activityId": LESSON["id"], "stateId": "place"}


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    attachments = {**settings.STORAGES["attachments"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "attachments": attachments}


def erase(actor: dict[str, Any] = AWA) -> str:
    told = StringIO()
    call_command("lrs", "erase", actor=json.dumps(actor), by="Équipe du site", stdout=told)
    return told.getvalue()


def text_of(statement: Statement) -> str:
    return Statement.objects.get(pk=statement.pk).as_text().decode()


def test_the_answer_goes_and_every_other_byte_stays() -> None:
    statement = record(say(result=ANSWER, context={"registration": str(REGISTRATION)})).statement
    before = text_of(statement)
    assert "1 answers" in erase()
    assert text_of(statement) == before.replace(f'"response":"{SAID}",', "")
    assert "0 answers" in erase()


def test_counts_links_and_searches_stay_true() -> None:
    asker = Asker()
    asker.say(*(say(result=ANSWER) for _ in range(3)), say(actor=BRUNO, result=ANSWER))
    found = {"agent": AWA}, {"verb": say()["verb"]["id"]}, {"activity": LESSON["id"]}
    before = [asker.find(**each) for each in found], Link.objects.count()
    erase()
    assert ([asker.find(**each) for each in found], Link.objects.count()) == before


def test_what_others_said_stays() -> None:
    theirs = record(say(actor=BRUNO, result=ANSWER)).statement
    about_her = record(say(actor=BRUNO, object=AWA, result=ANSWER)).statement
    erase()
    assert SAID in text_of(theirs)
    assert SAID in text_of(about_her)


@pytest.mark.parametrize(
    "told",
    [
        say(actor=TEAM, result=ANSWER),
        say(actor=BRUNO, object={"objectType": "SubStatement", **say(result=ANSWER)}),
        say(object={"objectType": "SubStatement", **say(actor=BRUNO, result=ANSWER)}),
    ],
)
def test_what_she_said_with_others_or_inside_another_statement_goes(told: dict[str, Any]) -> None:
    statement = record(told).statement
    erase()
    assert SAID not in text_of(statement)
    assert '"scaled":0.5' in text_of(statement)


def test_a_client_that_sends_the_same_again_is_told_it_is_there_and_brings_nothing_back() -> None:
    asker, again = Asker(), say(id=str(uuid4()), result=ANSWER)
    asker.say(again)
    erase()
    assert asker.post(again).status_code == 200
    assert SAID not in Statement.objects.get().as_text().decode()


def test_her_documents_go_and_those_of_others_and_of_activities_stay() -> None:
    asker = Asker()
    for agent in (AWA, BRUNO):
        asker.put({"at": 3}, "activities/state", **STATE, agent=agent)
        asker.post({"at": 3}, "agents/profile", agent=agent, profileId="p")
    asker.post({"at": 3}, "activities/profile", activityId=LESSON["id"], profileId="p")
    assert "2 documents" in erase()
    assert Document.objects.count() == 3
    assert asker.get("activities/state", **STATE, agent=AWA).status_code == 404
    assert asker.get("activities/state", **STATE, agent=BRUNO).status_code == 200


def test_the_bytes_she_sent_go_unless_somebody_else_sent_the_same() -> None:
    asker, hers, shared = Asker(), b"hers alone", CONTENT
    send(asker, say(attachments=[describe(hers), describe(shared)]), part(hers), part(shared))
    send(asker, say(actor=BRUNO, attachments=[describe(shared)]), part(shared))
    with TestCase.captureOnCommitCallbacks(execute=True):
        assert "1 attachments" in erase()
    hashes = {sha2: read_content(sha2) for sha2 in (describe(hers)["sha2"], describe(shared)["sha2"])}
    assert list(hashes.values()) == [None, shared]
    assert asker.get(attachments=True).status_code == 200


def test_many_statements_are_gone_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xapi_store.erasing._CHUNK", 2)
    for number in range(5):
        record(say(result=ANSWER, object={"id": f"{HOME}/{number}"}))
    assert erase().startswith("5 statements of this actor; 5 answers")


def test_it_is_noted_by_whom_and_how_much_and_names_nobody() -> None:
    record(say(result=ANSWER))
    erase()
    entry = AuditEntry.objects.get()
    assert (entry.deed, entry.by, entry.details["responses"]) == (Deed.ERASED, "Équipe du site", 1)
    assert AWA["account"]["name"] not in json.dumps(entry.details)


@pytest.mark.parametrize(
    "actor", ["{", "[]", '{"name": "Awa"}', '{"objectType": "Group", "member": [' + json.dumps(AWA) + "]}"]
)
def test_what_is_no_actor_is_refused_and_nothing_is_noted(actor: str) -> None:
    with pytest.raises(CommandError, match="--actor"):
        call_command("lrs", "erase", actor=actor)
    assert not AuditEntry.objects.exists()


def test_the_trail_is_written_once() -> None:
    entry = AuditEntry.objects.note(Deed.PURGED, "somebody")
    for change in (entry.save, entry.delete):
        with pytest.raises(TypeError, match="written once"):
            change()
    with pytest.raises(IntegrityError, match="written once"), transaction.atomic():
        AuditEntry.objects.filter(pk=entry.pk).update(by="somebody else")
    if connection.vendor == "postgresql":  # SQLite empties its tables row by row between tests
        with pytest.raises(IntegrityError, match="written once"), transaction.atomic():
            AuditEntry.objects.filter(pk=entry.pk).delete()
