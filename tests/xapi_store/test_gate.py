"""Who may ask what, in which version, and how an answer looks."""

import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import StringIO
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tests.xapi_store.asking import MULTIPART, Asker, join
from tests.xapi_store.cast import AWA, HOME, LESSON, REGISTRATION, VOIDED, refer, say
from xapi_store.models import Credential, Statement

pytestmark = pytest.mark.django_db

STATE = {"activityId": LESSON["id"], "agent": AWA, "stateId": "s"}


@pytest.mark.parametrize(
    "authorization",
    ["", "Basic", "Basic !!!", "Basic bm9ib2R5", "Basic bm9ib2R5OnNlY3JldA==", "Bearer nobody.secret", "Digest x"],
)
def test_xapi_00334_whoever_has_no_credential_learns_nothing(authorization: str) -> None:
    answer = Asker().ask("GET", "statements", headers={"Authorization": authorization})
    assert answer.status_code == 401
    assert answer.json() == {"problem": "A valid key and secret are needed."}


def test_a_wrong_secret_and_a_closed_credential_answer_the_same() -> None:
    asker = Asker()
    wrong = asker.ask("GET", "statements", headers={"Authorization": f"Bearer {asker.credential.key}.wrong"})
    Credential.objects.update(expires_at=datetime.now(UTC) - timedelta(seconds=1))
    closed = asker.get()
    assert (wrong.status_code, wrong.content) == (closed.status_code, closed.content)


def test_a_bearer_token_opens_as_a_key_and_a_secret_do() -> None:
    asker = Asker()
    token = f"Bearer {asker.credential.key}.{asker.secret}"
    assert asker.ask("GET", "statements", headers={"Authorization": token}).status_code == 200


@pytest.mark.parametrize(
    ("scope", "allowed"),
    [
        ("statements/write", {"write"}),
        ("statements/read", {"read"}),
        ("statements/read/mine", {"read"}),
        ("state", {"state", "look"}),
        ("define", set()),
        ("profile", {"profile"}),
        ("all/read", {"read", "look"}),
        ("all", {"write", "read", "state", "look", "profile"}),
    ],
)
def test_a_scope_opens_what_it_names_and_nothing_else(scope: str, allowed: set[str]) -> None:
    asker = Asker(scope)
    answers = {
        "write": asker.post(say()),
        "read": asker.get(),
        "state": asker.put({}, "activities/state", **STATE),
        "look": asker.get("activities/state", activityId=LESSON["id"], agent=AWA),
        "profile": asker.post({}, "agents/profile", agent=AWA, profileId="p"),
    }
    assert {name for name, answer in answers.items() if answer.status_code != 403} == allowed


def test_a_credential_reads_what_it_wrote_when_that_is_its_scope() -> None:
    writer, other = Asker("statements/write", "statements/read/mine"), Asker()
    (mine,), (theirs,) = writer.say(say()), other.say(say())
    assert writer.find() == [mine]
    assert writer.get(statementId=theirs).status_code == 404
    assert other.find() == [theirs, mine]


def test_a_credential_keeps_to_its_activities_and_its_registration() -> None:
    asker = Asker(activity_prefix=f"{HOME}/", only_registration=REGISTRATION)
    here = {"registration": str(REGISTRATION)}
    assert asker.post(say(context=here)).status_code == 200
    assert asker.post(say()).status_code == 403
    assert asker.post(say(object={"id": "https://else.example/x"}, context=here)).status_code == 403
    assert asker.post(say(object=AWA, context=here)).status_code == 403
    assert asker.put({}, "activities/state", **STATE).status_code == 403
    assert asker.put({}, "activities/state", **STATE, **here).status_code == 204
    assert asker.post({}, "agents/profile", agent=AWA, profileId="p").status_code == 403


def test_a_credential_voids_what_it_wrote_and_only_all_voids_what_others_did() -> None:
    writer, other = Asker("statements/write"), Asker()
    (mine,), (theirs,), copied = writer.say(say()), other.say(say()), say(id=str(uuid4()))
    other.say(copied)
    assert writer.post(say(verb=VOIDED, object=refer(UUID(theirs)))).status_code == 403
    assert writer.post(say(verb=VOIDED, object=refer(uuid4()))).status_code == 403
    assert writer.post([copied, say(verb=VOIDED, object=refer(UUID(copied["id"])))]).status_code == 403
    assert not Statement.objects.filter(voided=True).exists()
    assert writer.post(say(verb=VOIDED, object=refer(UUID(mine)))).status_code == 200
    coming = say(id=str(uuid4()))
    assert writer.post([coming, say(verb=VOIDED, object=refer(UUID(coming["id"])))]).status_code == 200
    assert other.post(say(verb=VOIDED, object=refer(UUID(theirs)))).status_code == 200
    voided = Statement.objects.filter(voided=True).values_list("statement_id", flat=True)
    assert {str(each) for each in voided} == {mine, theirs, coming["id"]}


def test_what_comes_over_http_is_stored_on_the_word_of_its_credential() -> None:
    asker = Asker()
    asker.say(say(authority=AWA))
    assert Statement.objects.get().authority == asker.credential.authority


@pytest.mark.parametrize(
    ("asked", "told"), [("1.0", "1.0.3"), ("1.0.1", "1.0.3"), ("1.0.3", "1.0.3"), ("2.0", "2.0.0"), ("2.0.0", "2.0.0")]
)
def test_the_header_chooses_the_version(asked: str, told: str) -> None:
    answer = Asker(version=asked).get()
    assert (answer.status_code, answer.headers["X-Experience-API-Version"]) == (200, told)


@pytest.mark.parametrize("asked", [None, "", "0.95", "1", "1.1.0", "2.1.0", "3.0.0"])
def test_xapi_00331_a_request_says_a_version_that_is_known(asked: str | None) -> None:
    assert Asker(version=asked).get().status_code == 400
    assert Asker(version=asked).get("1.0.3/statements").headers["X-Experience-API-Version"] == "1.0.3"
    assert Asker(version=asked).get("about").json() == {"version": ["1.0.3", "2.0.0"]}


def test_xapi_00324_an_unknown_or_repeated_parameter_is_refused() -> None:
    asker = Asker()
    assert asker.get(statementid=str(uuid4())).status_code == 400
    assert Client().get("/xapi/statements?limit=1&limit=2", headers=asker.headers).status_code == 400


def test_a_method_without_meaning_is_refused_by_its_name() -> None:
    answer = Asker().ask("DELETE", "statements")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, PUT, POST")


def test_head_answers_as_get_without_a_body() -> None:
    asker = Asker()
    get, head = asker.get(), asker.ask("HEAD", "statements")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Length"] == str(len(get.content))


def test_a_page_elsewhere_may_ask_with_a_credential() -> None:
    preflight = Client().options("/xapi/statements")
    assert preflight.status_code == 204
    assert "Authorization" in preflight.headers["Access-Control-Allow-Headers"]
    assert Asker().get().headers["Access-Control-Allow-Origin"] == "*"


def test_a_body_that_is_too_long_is_refused(settings: Any) -> None:
    settings.XAPI_STORE = {**settings.XAPI_STORE, "MAX_BODY": 10}
    assert Asker().post(say()).status_code == 413
    assert Asker().put({"long": "enough"}, "activities/state", **STATE).status_code == 413


def test_a_batch_that_is_too_long_is_refused_whole(settings: Any) -> None:
    settings.XAPI_STORE = {**settings.XAPI_STORE, "MAX_BATCH": 2}
    assert Asker().post([say(), say()]).status_code == 200
    assert Asker().post([say(), say(), say()]).status_code == 413
    assert Statement.objects.count() == 2


def test_an_attachment_that_is_too_long_is_refused(settings: Any) -> None:
    settings.XAPI_STORE = {**settings.XAPI_STORE, "MAX_ATTACHMENT": 3}
    statuses = []
    for content in (b"abc", b"abcd"):
        sha2 = sha256(content).hexdigest()
        kind = {"usageType": f"{HOME}/usage", "display": {"fr": "x"}, "contentType": "text/plain"}
        told = say(attachments=[{**kind, "length": len(content), "sha2": sha2}])
        body = join(
            ({"Content-Type": "application/json"}, json.dumps(told).encode()),
            ({"Content-Transfer-Encoding": "binary", "X-Experience-API-Hash": sha2}, content),
        )
        statuses.append(Asker().ask("POST", "statements", body, MULTIPART).status_code)
    assert statuses == [200, 413]


@pytest.mark.parametrize("length", ["²", "-1", "9" * 5000])
def test_a_length_that_is_no_length_is_refused(length: str) -> None:
    assert Asker().ask("POST", "statements", say(), headers={"Content-Length": length}).status_code in {400, 413}


def test_the_alternate_syntax_says_everything_in_a_form() -> None:
    asker, statement_id = Asker(version=None), str(uuid4())
    form = {"statementId": statement_id, "content": say(), "X-Experience-API-Version": "1.0.3"}
    answer = ask_by_form(asker, "PUT", **form)
    assert answer.status_code == 204
    found = ask_by_form(asker, "GET", statementId=statement_id, **{"X-Experience-API-Version": "1.0.3"})
    assert found.json()["id"] == statement_id


@pytest.mark.parametrize(
    ("method", "form", "more"),
    [("PUT", {"statementId": str(uuid4())}, {}), ("GET", {}, {"limit": "1"}), ("GET", {"limit": "x"}, {})],
)
def test_an_alternate_syntax_that_is_not_kept_is_refused(
    method: str, form: dict[str, str], more: dict[str, str]
) -> None:
    assert ask_by_form(Asker(), method, more, **form).status_code == 400


def test_version_2_has_no_alternate_syntax() -> None:
    assert ask_by_form(Asker(version="2.0.0"), "GET").status_code == 400


def ask_by_form(asker: Asker, method: str, more: dict[str, str] | None = None, **form: object) -> Any:
    body = urlencode({name: value if isinstance(value, str) else json.dumps(value) for name, value in form.items()})
    return asker.ask(
        "POST", "statements", body.encode(), "application/x-www-form-urlencoded", method=method, **(more or {})
    )


def test_the_command_opens_a_credential_and_tells_its_secret_once() -> None:
    told = StringIO()
    call_command("lrs_credential", "create", name="H5P", scope=["statements/write"], stdout=told)
    key, secret = told.getvalue().strip().split(":")
    credential = Credential.objects.get()
    assert credential.key == key
    assert credential.accepts(secret)
    assert secret not in str(Credential.objects.values())
    with pytest.raises(CommandError, match="already"):
        call_command("lrs_credential", "create", name="H5P", scope=["all"])


def test_the_command_lists_and_closes() -> None:
    asker, told = Asker(), StringIO()
    assert asker.get().status_code == 200
    call_command("lrs_credential", "list", stdout=told)
    assert asker.credential.key in told.getvalue()
    call_command("lrs_credential", "close", name=asker.credential.name)
    assert asker.get().status_code == 401
    with pytest.raises(CommandError):
        call_command("lrs_credential", "close", name="nobody")
