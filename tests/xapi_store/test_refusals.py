"""What the specification forbids is refused, where it stands, with the requirement that forbids it."""

from typing import Any

import pytest

from tests.xapi_store.cast import ANSWERED, AWA, BRUNO, HOME, LESSON, MODULE, TEAM, VOIDED, say, say_all
from xapi_store.received import write_text
from xapi_store.spec.refusal import StatementRefused
from xapi_store.spec.statement import read_statement

SHA1 = "0" * 40
ATTACHMENT = say_all()["attachments"][0]
SUB = {"objectType": "SubStatement", "actor": AWA, "verb": ANSWERED, "object": LESSON}


def read(statement: dict[str, Any], version: str = "1") -> None:
    read_statement(write_text(statement), version)


def inside(**changes: Any) -> dict[str, Any]:
    """A statement about a SubStatement with these changes."""
    return say(object={**SUB, **changes})


def define(**definition: Any) -> dict[str, Any]:
    return say(object={**LESSON, "definition": definition})


REFUSED: list[tuple[str, str, dict[str, Any]]] = [
    # Data 2.2, formatting
    ("XAPI-00001", "$.result", {**say(), "result": None}),
    ("XAPI-00001", "$.object.definition.name[...]", define(name={"fr": None})),
    ("XAPI-00003", "$", say(actor=None)),
    ("XAPI-00003", "$", say(verb=None)),
    ("XAPI-00003", "$", say(object=None)),
    ("XAPI-00006", "$.result.score.raw", say(result={"score": {"raw": "18"}})),
    ("XAPI-00006", "$.result.success", say(result={"success": "true"})),
    ("XAPI-00006", "$.result.completion", say(result={"completion": 1})),
    ("XAPI-00006", "$.verb.id", say(verb={"id": 12})),
    ("XAPI-00010", "$", say(Actor=AWA)),
    ("XAPI-00010", "$", say(mood="good")),
    ("XAPI-00010", "$.result", say(result={"Success": True})),
    ("XAPI-00010", "$.actor", say(actor={**AWA, "age": 4})),
    ("XAPI-00010", "$.context", say(context={"contextAgents": []})),
    # Data 2.4.1, ids
    ("XAPI-00027", "$.id", say(id="A3B1C2D4-0000-4000-8000-00000000ABCDE")),
    ("XAPI-00027", "$.id", say(id="{A3B1C2D4-0000-4000-8000-00000000ABCD}")),
    ("XAPI-00027", "$.id", say(id="MA97B177-9383-4934-8543-0F91A7A02836")),
    ("XAPI-00006", "$.id", say(id=7)),
    # Data 2.4.2, actor
    ("XAPI-00034", "$.actor", say(actor={"objectType": "Agent", "name": "Awa"})),
    ("XAPI-00034", "$.actor", say(actor={**AWA, "mbox": "mailto:a@b.example"})),
    ("XAPI-00006", "$.actor.objectType", say(actor={**AWA, "objectType": "agent"})),
    ("XAPI-00010", "$.actor.member", say(actor={**AWA, "member": [BRUNO]})),
    ("XAPI-00036", "$.actor.member", say(actor={"objectType": "Group"})),
    ("XAPI-00036", "$.actor.member", say(actor={"objectType": "Group", "member": []})),
    ("XAPI-00037", "$.actor", say(actor={**TEAM, "mbox": "mailto:a@b.example", "openid": HOME})),
    ("XAPI-00006", "$.actor.member[0].objectType", say(actor={"objectType": "Group", "member": [TEAM]})),
    ("XAPI-00038", "$.actor.mbox", say(actor={"mbox": "bruno@house.example"})),
    ("XAPI-00038", "$.actor.mbox", say(actor={"mbox": "mailto:bruno"})),
    ("XAPI-00039", "$.actor.mbox_sha1sum", say(actor={"mbox_sha1sum": SHA1[1:]})),
    ("XAPI-00040", "$.actor.openid", say(actor={"openid": "bruno"})),
    ("XAPI-00043", "$.actor.account.homePage", say(actor={"account": {"homePage": "home", "name": "awa"}})),
    ("XAPI-00003", "$.actor.account", say(actor={"account": {"homePage": HOME}})),
    # Data 2.4.3, verb
    ("XAPI-00044", "$.verb.id", say(verb={"id": "answered"})),
    ("XAPI-00121", "$.verb.display", say(verb={**ANSWERED, "display": {"a12345678": "no"}})),
    # Data 2.4.4, object
    ("XAPI-00046", "$.object.objectType", say(object={**LESSON, "objectType": "activity"})),
    ("XAPI-00047", "$.object.id", say(object={"id": "lesson"})),
    ("XAPI-00003", "$.object", say(object={"objectType": "Activity"})),
    ("XAPI-00006", "$.object", say(object="lesson")),
    ("XAPI-00060", "$.object.definition.type", define(type="lesson")),
    ("XAPI-00061", "$.object.definition.moreInfo", define(moreInfo="here")),
    ("XAPI-00006", "$.object.definition.interactionType", define(interactionType="guess")),
    ("XAPI-00118", "$.object.definition.extensions", define(extensions={"x": 1})),
    ("XAPI-00010", "$.object.definition.steps", define(interactionType="choice", steps=[{"id": "a"}])),
    ("XAPI-00049", "$.object.definition.choices", define(interactionType="choice", choices=[{"id": "a"}] * 2)),
    ("XAPI-00049", "$.object.definition.correctResponsesPattern", define(correctResponsesPattern=["a"])),
    ("XAPI-00072", "$.object.id", say(object={"objectType": "StatementRef", "id": "no"})),
    ("XAPI-00068", "$.object.object", inside(object=SUB)),
    ("XAPI-00010", "$.object", inside(id="A3B1C2D4-0000-4000-8000-00000000ABCD")),
    ("XAPI-00034", "$.object.actor", inside(actor={})),
    ("XAPI-00022", "$.object.timestamp", inside(timestamp="yesterday")),
    ("XAPI-00047", "$.object.object.id", inside(object={"id": "lesson"})),
    ("XAPI-00017", "$.object.objectType", say(verb=VOIDED)),
    # Data 2.4.5, result
    ("XAPI-00080", "$.result.score.scaled", say(result={"score": {"scaled": 1.01}})),
    ("XAPI-00081", "$.result.score.raw", say(result={"score": {"raw": 2, "max": 1}})),
    ("XAPI-00081", "$.result.score.raw", say(result={"score": {"raw": 0, "min": 1}})),
    ("XAPI-00082", "$.result.score.max", say(result={"score": {"min": 1, "max": 1}})),
    # Data 2.4.6, context
    ("XAPI-00027", "$.context.registration", say(context={"registration": "no"})),
    ("XAPI-00006", "$.context.team.objectType", say(context={"team": AWA})),
    ("XAPI-00090", "$.context.language", say(context={"language": "français"})),
    ("XAPI-00088", "$.context.revision", say(object=AWA, context={"revision": "1"})),
    ("XAPI-00089", "$.context.platform", say(object=AWA, context={"platform": "p"})),
    ("XAPI-00089", "$.object.context.platform", inside(object=AWA, context={"platform": "p"})),
    ("XAPI-00010", "$.context.contextActivities", say(context={"contextActivities": {"parents": [MODULE]}})),
    ("XAPI-00118", "$.context.extensions", say(context={"extensions": {"": 1}})),
    # Data 2.4.7 to 2.4.11
    ("XAPI-00023", "$.stored", say(stored="01/011/2015")),
    ("XAPI-00098", "$.authority", say(authority={"objectType": "Group", "member": [AWA]})),
    ("XAPI-00098", "$.authority", say(authority={**TEAM, "openid": HOME})),
    ("XAPI-00101", "$.version", say(version="0.9")),
    ("XAPI-00101", "$.version", say(version="2.0.0")),
    ("XAPI-00102", "$.attachments[0].usageType", say(attachments=[{**ATTACHMENT, "usageType": "u"}])),
    ("XAPI-00104", "$.attachments[0].fileUrl", say(attachments=[{**ATTACHMENT, "fileUrl": "f"}])),
    ("XAPI-00105", "$.attachments[0].contentType", say(attachments=[{**ATTACHMENT, "contentType": "text"}])),
    ("XAPI-00106", "$.attachments[0].length", say(attachments=[{**ATTACHMENT, "length": -1}])),
    ("XAPI-00107", "$.attachments[0].sha2", say(attachments=[{**ATTACHMENT, "sha2": "z"}])),
]


@pytest.mark.parametrize(("requirement", "path", "statement"), REFUSED, ids=lambda value: value if str(value) else "")
def test_what_is_forbidden_is_refused_where_it_stands(requirement: str, path: str, statement: dict[str, Any]) -> None:
    with pytest.raises(StatementRefused) as refusal:
        read(statement)
    assert (refusal.value.requirement, refusal.value.path) == (requirement, path)
    assert refusal.value.problem


ACCEPTED: list[dict[str, Any]] = [
    say(),
    say_all(),
    say(actor=TEAM),
    say(actor={"objectType": "Group", "mbox": "mailto:team@house.example"}),
    say(actor={"mbox_sha1sum": "A" * 40}),
    say(object=AWA),
    say(object=TEAM),
    inside(),
    say(object={"objectType": "StatementRef", "id": "a3b1c2d4-0000-1000-8000-00000000abcd"}),
    define(interactionType="likert", scale=[{"id": "l1", "description": {"fr": "Peu"}}]),
    define(interactionType="numeric", correctResponsesPattern=["4[:]5"]),
    say(result={"extensions": {"tag:house.example,2026:x": {"deep": [None, 1e300]}}}),
    say(verb={"id": "https://exemple.example/vérifié"}),
    say(authority={"objectType": "Group", "member": [AWA, BRUNO]}),
    say(version="1.0"[:3] + ".17"),
    say(result={"score": {"scaled": -1, "raw": -3.5}}),
]


@pytest.mark.parametrize("statement", ACCEPTED)
def test_what_is_allowed_is_accepted(statement: dict[str, Any]) -> None:
    read(statement)


@pytest.mark.parametrize(
    "timestamp",
    ["2026-11-21T10:00:00Z", "2026-11-21T10:00Z", "2026-11-21 10:00:00.5+0530", "20261121T100000Z", "2026-11-21",
     "2016-12-31T23:59:60Z", "2026-11-21T10:00:00", "2026-11-21t10:00:00z"],
)  # fmt: skip
def test_a_timestamp_takes_every_form_of_iso_8601(timestamp: str) -> None:
    read(say(timestamp=timestamp))


@pytest.mark.parametrize(
    "timestamp",
    ["", "now", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-11-21T25:00:00Z", "2026-11-21T10:00:00-00:00",
     "2026-11-21T10:00:00-00", "2026-11-21T10:00:00+05:99", "0000-01-01T00:00:00Z", "２026-11-21T10:00:00Z"],
)  # fmt: skip
def test_xapi_00123_a_timestamp_is_a_real_instant(timestamp: str) -> None:
    with pytest.raises(StatementRefused, match="XAPI-00022"):
        read(say(timestamp=timestamp))


@pytest.mark.parametrize("duration", ["PT0S", "P1Y2M3DT4H5M6.78S", "P4W", "P0.5D", "PT1,5H", "P1DT1S"])
def test_a_duration_has_designators(duration: str) -> None:
    read(say(result={"duration": duration}))


@pytest.mark.parametrize("duration", ["P", "PT", "P1", "P4W1D", "1H", "P1.5DT1H", "P1DT", "PA1H", "P1H", "P-1D", ""])
def test_xapi_00124_anything_else_is_no_duration(duration: str) -> None:
    with pytest.raises(StatementRefused, match="XAPI-00124"):
        read(say(result={"duration": duration}))


def test_context_agents_and_groups_belong_to_version_2() -> None:
    context = {
        "contextAgents": [{"objectType": "contextAgent", "agent": AWA, "relevantTypes": [HOME]}],
        "contextGroups": [{"objectType": "contextGroup", "group": TEAM}],
    }
    read(say(context=context, version="2.0.0"), version="2")
    with pytest.raises(StatementRefused):
        read(inside(context=context))


def test_a_context_agent_without_relevant_types_leaves_them_out() -> None:
    named = {"objectType": "contextAgent", "agent": AWA, "relevantTypes": []}
    with pytest.raises(StatementRefused, match="relevantTypes"):
        read(say(context={"contextAgents": [named]}), version="2")


@pytest.mark.parametrize(
    "text", [b"", b"{", b"[]", b"null", b"\xff", b'{"actor": NaN}', b"[" * 100_000, b'{"a":' * 99_999]
)
def test_what_is_not_json_is_refused(text: bytes) -> None:
    with pytest.raises(StatementRefused):
        read_statement(text, "1")
