"""The Statement resource: store, give back, page through."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests.xapi_store.asking import Asker
from tests.xapi_store.cast import ANSWERED, AWA, BRUNO, HOME, LESSON, MODULE, TEAM, VOIDED, refer, say, say_all
from tests.xapi_store.test_recording import listening
from xapi_store.models import Activity, Statement
from xapi_store.signals import statement_recorded, statement_voided

pytestmark = pytest.mark.django_db


def test_a_statement_put_is_given_back() -> None:
    asker, statement = Asker(), say_all()
    assert asker.put(statement, statementId=statement["id"]).status_code == 204
    given = asker.get(statementId=statement["id"])
    assert given.status_code == 200
    assert given.json()["result"] == statement["result"]
    assert given.headers["Content-Type"] == "application/json"
    assert "Last-Modified" in given.headers


def test_the_id_of_the_address_is_the_one_of_the_statement() -> None:
    asker, statement_id = Asker(), str(uuid4())
    assert asker.put(say(), statementId=statement_id).status_code == 204
    assert asker.get(statementId=statement_id).json()["id"] == statement_id
    assert asker.put(say(id=str(uuid4())), statementId=statement_id).status_code == 400
    assert asker.put(say()).status_code == 400


def test_the_ids_come_back_in_the_order_of_the_statements() -> None:
    ids = [str(uuid4()) for _ in range(5)]
    asker = Asker()
    assert asker.say(*(say(id=one) for one in ids)) == ids
    assert asker.find() == ids[::-1]
    assert asker.find(ascending=True) == ids


def test_nobody_is_told_of_what_comes_over_http() -> None:
    asker = Asker()
    with listening(statement_recorded) as recorded, listening(statement_voided) as voided:
        (statement_id,) = asker.say(say())
        asker.say(say(verb=VOIDED, object={"objectType": "StatementRef", "id": statement_id}))
    assert recorded == voided == []
    assert Statement.objects.standing().count() == 1


def test_a_refusal_says_where_and_why() -> None:
    answer = Asker().post([say(), say(actor={"mbox": "bruno"})])
    assert answer.status_code == 400
    assert answer.json() == {
        "path": "$[1].actor.mbox",
        "problem": "is not mailto: followed by an e-mail address",
        "requirement": "XAPI-00038",
    }
    assert not Statement.objects.exists()


def test_another_statement_under_the_same_id_is_a_conflict_and_an_equal_one_is_not() -> None:
    asker, statement = Asker(), say(id=str(uuid4()))
    told = [statement, statement, {**statement, "actor": BRUNO}]
    assert [asker.post(one).status_code for one in told] == [200, 200, 409]
    assert asker.put({**statement, "actor": BRUNO}, statementId=statement["id"]).status_code == 409


@pytest.mark.parametrize(
    "body", [b"", b"[", b"{", b"[1]", b"null", b'"x"', b"\xff\xfe", b"[" * 50_000, b'[{"a":' * 9_999, b"[[[]]]"]
)
def test_a_body_that_is_no_statement_is_refused(body: bytes) -> None:
    assert Asker().post(body).status_code == 400


def test_more_statements_than_one_instant_holds_are_refused() -> None:
    assert Asker().post([say()] * 1025).status_code == 413


def test_an_empty_list_stores_nothing() -> None:
    assert Asker().post([]).json() == []


@pytest.mark.parametrize("content_type", ["text/plain", "multipart/form-data; boundary=x", "", "application/jsonp"])
def test_statements_are_sent_as_json_or_multipart(content_type: str) -> None:
    assert Asker().post(say(), content_type=content_type).status_code == 400


def test_xapi_00018_a_voided_statement_is_given_by_its_own_parameter_only() -> None:
    asker = Asker()
    (target,) = asker.say(say())
    (voiding,) = asker.say(say(verb=VOIDED, object={"objectType": "StatementRef", "id": target}))
    assert asker.get(statementId=target).status_code == 404
    assert asker.get(voidedStatementId=target).json()["id"] == target
    assert asker.get(voidedStatementId=voiding).status_code == 404
    assert asker.find() == [voiding]


@pytest.mark.parametrize(
    "parameters",
    [
        {"statementId": "no"},
        {"statementId": str(uuid4()), "voidedStatementId": str(uuid4())},
        {"statementId": str(uuid4()), "limit": "1"},
        {"agent": "awa"},
        {"agent": {"objectType": "Group", "member": [AWA]}},
        {"verb": "answered"},
        {"activity": "lesson"},
        {"registration": "no"},
        {"since": "yesterday"},
        {"limit": "-1"},
        {"limit": "1.5"},
        {"ascending": "yes"},
        {"format": "short"},
        {"cursor": "made-up"},
    ],
)
def test_xapi_00012_a_parameter_is_held_to_its_standard(parameters: dict[str, Any]) -> None:
    answer = Asker().get(**parameters)
    assert answer.status_code == 400
    assert answer.headers["X-Experience-API-Consistent-Through"]


def test_what_is_not_there_is_not_found() -> None:
    assert Asker().get(statementId=str(uuid4())).status_code == 404
    assert Asker().get(agent=AWA).json() == {"statements": [], "more": ""}


def test_since_is_exclusive_and_until_inclusive() -> None:
    asker = Asker()
    first, second, third = (asker.say(say())[0] for _ in range(3))
    stored = asker.get(statementId=second).json()["stored"]
    assert asker.find(since=stored) == [third]
    assert asker.find(until=stored) == [second, first]
    assert asker.find(since="1900-01-01T00:00:00Z", until="2200-01-01T00:00:00Z") == [third, second, first]


def test_pages_go_on_while_others_store(settings: Any) -> None:
    settings.XAPI_STORE = {**settings.XAPI_STORE, "MAX_PAGE": 3}
    asker = Asker()
    ids = asker.say(*(say() for _ in range(8)))
    page = asker.get(activity=LESSON["id"], limit="2").json()
    asker.say(say())
    rest = Client().get(page["more"], headers=asker.headers).json()
    assert [one["id"] for one in page["statements"] + rest["statements"]] == ids[:-5:-1]
    assert asker.find(ascending=True)[:8] == ids
    assert len(asker.get().json()["statements"]) == 3


def test_a_cursor_expires_politely(monkeypatch: pytest.MonkeyPatch) -> None:
    asker = Asker()
    asker.say(say(), say())
    more = asker.get(limit="1").json()["more"]
    monkeypatch.setattr("xapi_store.http.cursor._LASTS", -1)
    answer = Client().get(more, headers=asker.headers)
    assert (answer.status_code, answer.json()["problem"][:24]) == (400, "This page was offered mo")


def test_consistent_through_is_now_when_nobody_writes() -> None:
    before = datetime.now(UTC)
    through = datetime.fromisoformat(Asker().get().headers["X-Experience-API-Consistent-Through"])
    assert before - timedelta(seconds=5) <= through <= datetime.now(UTC)


def test_ids_keeps_what_identifies_and_nothing_else() -> None:
    asker = Asker()
    asker.say(say(actor={**AWA, "name": "Awa"}, context={"team": TEAM, "contextActivities": {"parent": [LESSON]}}))
    given = asker.get(format="ids").json()["statements"][0]
    assert given["actor"] == AWA
    assert given["verb"] == {"id": ANSWERED["id"]}
    assert given["object"] == {"id": LESSON["id"]}
    assert given["context"]["team"] == {"objectType": "Group", "member": [AWA, BRUNO]}
    assert given["context"]["contextActivities"] == {"parent": [{"id": LESSON["id"]}]}


def test_canonical_gives_the_merged_definition_in_one_language() -> None:
    asker = Asker()
    asker.say(say(), say(object={**LESSON, "definition": {"name": {"en-GB": "Lesson"}, "type": f"{HOME}/type"}}))
    whole = asker.get("activities", activityId=LESSON["id"]).json()
    assert whole["definition"] == {"name": {"fr": "Leçon", "en-GB": "Lesson"}, "type": f"{HOME}/type"}
    for wanted, tag in (("en", "en-GB"), ("fr-BE;q=0.9, en;q=0.1", "fr"), ("de", "fr"), ("*;q=x,,", "fr")):
        answer = asker.ask("GET", "statements", headers={"Accept-Language": wanted}, format="canonical")
        assert [[*one["object"]["definition"]["name"]] for one in answer.json()["statements"]] == [[tag], [tag]]


def test_a_credential_that_may_not_define_leaves_definitions_alone() -> None:
    Asker("statements/write").say(say())
    assert not Activity.objects.exists()
    assert Asker().get("activities", activityId=LESSON["id"]).json() == {"objectType": "Activity", "id": LESSON["id"]}


def test_an_agent_is_a_person_with_the_names_it_goes_by() -> None:
    asker = Asker()
    asker.say(say(actor={**AWA, "name": "Awa"}), say(actor={**AWA, "name": "Awa B."}))
    person = asker.get("agents", agent=AWA).json()
    assert person == {"objectType": "Person", "name": ["Awa B.", "Awa"], "account": [AWA["account"]]}
    assert asker.get("agents").status_code == asker.get("agents", agent={"mbox": "x"}).status_code == 400


def test_context_agents_come_with_version_2() -> None:
    statement = say(context={"contextAgents": [{"objectType": "contextAgent", "agent": BRUNO}]})
    assert Asker(version="1.0.3").post(statement).status_code == 400
    asker = Asker(version="2.0.0")
    ids = asker.say(statement)
    assert asker.find(agent=BRUNO, related_agents=True) == ids
    assert asker.find(agent=BRUNO) == []
    assert asker.get(statementId=ids[0]).json()["version"] == "2.0.0"


def test_a_reference_to_what_is_not_there_is_stored() -> None:
    assert Asker().post(say(object=refer(uuid4()))).status_code == 200


def test_a_lone_context_activity_of_a_substatement_is_listed_too() -> None:
    """XAPI-00096"""
    sub = {**say(context={"contextActivities": {"parent": MODULE}}), "objectType": "SubStatement"}
    asker = Asker()
    (statement_id,) = asker.say(say(object=sub))
    given = asker.get(statementId=statement_id).json()
    assert given["object"]["context"]["contextActivities"]["parent"] == [MODULE]
