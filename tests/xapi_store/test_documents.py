"""State, activity profile, agent profile: stored, merged, deleted, each under its precondition."""

from typing import Any

import pytest

from tests.xapi_store.asking import Asker
from tests.xapi_store.cast import AWA, BRUNO, LESSON, MODULE, REGISTRATION
from xapi_store.models import Document

pytestmark = pytest.mark.django_db

STATE = {"activityId": LESSON["id"], "agent": AWA, "stateId": "bookmark"}
ACTIVITY_PROFILE = {"activityId": LESSON["id"], "profileId": "p"}
AGENT_PROFILE = {"agent": AWA, "profileId": "p"}
RESOURCES = [("activities/state", STATE), ("activities/profile", ACTIVITY_PROFILE), ("agents/profile", AGENT_PROFILE)]
ANY = {"If-None-Match": "*"}

each_resource = pytest.mark.parametrize(("path", "where"), RESOURCES, ids=[path for path, _ in RESOURCES])


@each_resource
def test_a_document_is_given_back_byte_by_byte(path: str, where: dict[str, Any]) -> None:
    asker, content = Asker(), b"\x00\xff any bytes"
    assert asker.put(content, path, content_type="image/x-any", headers=ANY, **where).status_code == 204
    given = asker.get(path, **where)
    assert (given.content, given.headers["Content-Type"]) == (content, "image/x-any")
    assert given.headers["ETag"].strip('"').isalnum()
    assert len(given.headers["ETag"]) == 42  # SHA-1 in quotes: XAPI-00322
    assert "Last-Modified" in given.headers


@each_resource
def test_a_post_merges_one_level_deep(path: str, where: dict[str, Any]) -> None:
    """XAPI-00183, XAPI-00184"""
    asker = Asker()
    asker.post({"x": {"deep": 1}, "y": 2}, path, **where)
    assert asker.post({"x": {"new": 1}, "z": 3}, path, **where).status_code == 204
    assert asker.get(path, **where).json() == {"x": {"new": 1}, "y": 2, "z": 3}


@each_resource
@pytest.mark.parametrize(
    ("body", "content_type"), [(b"[1]", "application/json"), (b"{", "application/json"), (b"x", "text/plain")]
)
def test_what_cannot_be_merged_is_refused_and_changes_nothing(
    path: str, where: dict[str, Any], body: bytes, content_type: str
) -> None:
    asker = Asker()
    asker.post({"x": 1}, path, **where)
    assert asker.post(body, path, content_type=content_type, **where).status_code == 400
    assert asker.get(path, **where).json() == {"x": 1}


@each_resource
def test_a_document_of_another_type_is_not_merged_into(path: str, where: dict[str, Any]) -> None:
    asker = Asker()
    asker.put(b"x", path, content_type="text/plain", headers=ANY, **where)
    assert asker.post({"x": 1}, path, **where).status_code == 400
    assert asker.get(path, **where).content == b"x"


@each_resource
@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_only_who_has_seen_a_document_changes_it(path: str, where: dict[str, Any], method: str) -> None:
    """Communication 3.1"""
    asker = Asker()
    asker.post({"x": 1}, path, **where)
    tag = asker.get(path, **where).headers["ETag"]
    assert asker.ask(method, path, {"x": 2}, headers={"If-Match": '"other"'}, **where).status_code == 412
    assert asker.ask(method, path, {"x": 2}, headers=ANY, **where).status_code == 412
    assert asker.get(path, **where).json() == {"x": 1}
    assert asker.ask(method, path, {"x": 2}, headers={"If-Match": tag}, **where).status_code == 204
    assert asker.ask(method, path, {"x": 3}, headers={"If-Match": tag}, **where).status_code == (
        204 if method == "DELETE" else 412
    )


@each_resource
def test_a_document_is_not_replaced_blindly(path: str, where: dict[str, Any]) -> None:
    """In version 1.0 a state may be; a profile may not even be stored blindly."""
    old, new = Asker(version="1.0.3"), Asker(version="2.0.0")
    is_state = path.endswith("state")
    assert old.put({"x": 1}, path, **where).status_code == (204 if is_state else 400)
    assert new.put({"x": 1}, path, **{**where, "agent": BRUNO} if "agent" in where else where).status_code == 204
    old.post({"x": 1}, path, **where)
    assert new.put({"x": 2}, path, **where).status_code == 409
    assert old.put({"x": 2}, path, **where).status_code == (204 if is_state else 409)


@each_resource
def test_what_is_not_there_is_not_found_and_needs_its_parameters(path: str, where: dict[str, Any]) -> None:
    asker = Asker()
    assert asker.get(path, **where).status_code == 404
    for name in where:
        others = {other: value for other, value in where.items() if other != name}
        assert asker.put({}, path, headers=ANY, **others).status_code == 400
    assert asker.put({}, path, headers=ANY, **where, mood="good").status_code == 400
    assert not Document.objects.exists()


@each_resource
def test_the_ids_of_many_are_listed_since(path: str, where: dict[str, Any]) -> None:
    asker = Asker()
    name = next(name for name in where if name.endswith("Id") and name != "activityId")
    around = {other: value for other, value in where.items() if other != name}
    for one in ("a", "b"):
        asker.post({}, path, **around, **{name: one})
    assert asker.get(path, **around).json() == ["a", "b"]
    since = Document.objects.order_by("id").first().updated_at.isoformat()
    assert asker.get(path, **around, since=since).json() == ["b"]
    assert asker.get(path, **around, since="no").status_code == 400


def test_a_state_belongs_to_one_agent_activity_and_registration() -> None:
    asker, here = Asker(), {"registration": str(REGISTRATION)}
    asker.put({"in": "registration"}, "activities/state", **STATE, **here)
    assert asker.get("activities/state", **STATE).status_code == 404
    asker.put({"in": "none"}, "activities/state", **STATE)
    assert asker.get("activities/state", **STATE, **here).json() == {"in": "registration"}
    for other in ({"agent": BRUNO}, {"activityId": MODULE["id"]}, {"stateId": "other"}):
        assert asker.get("activities/state", **{**STATE, **other}).status_code == 404


def test_all_states_of_a_context_are_deleted_at_once() -> None:
    asker, here = Asker(), {"registration": str(REGISTRATION)}
    around = {"activityId": LESSON["id"], "agent": AWA}
    for state in ("a", "b"):
        asker.put({}, "activities/state", **around, **here, stateId=state)
    asker.put({}, "activities/state", **around, stateId="c")
    assert asker.ask("DELETE", "activities/state", **around, **here).status_code == 204
    assert asker.get("activities/state", **around).json() == ["c"]
