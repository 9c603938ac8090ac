"""Whatever is asked, in whatever way, the store answers: never by an error of its own."""

import json
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.xapi_store.asking import MULTIPART, Asker
from tests.xapi_store.cast import AWA, HOME, LESSON, REGISTRATION, say, say_all

pytestmark = pytest.mark.django_db

PATHS = ["statements", "activities", "activities/state", "activities/profile", "agents", "agents/profile", "about"]
NAMES = [
    "statementId", "voidedStatementId", "agent", "verb", "activity", "registration", "related_activities", "cursor",
    "related_agents", "since", "until", "limit", "format", "attachments", "ascending", "activityId", "stateId",
    "profileId", "method", "unknown",
]  # fmt: skip
VALUES = [
    "", "\x00", "true", "0", "999999999", "99999999999999999999", "-1", "ids", "canonical", "null", "[]", "{}",
    "é\ud7ff",
    "2026-11-21T10:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "1800-01-01T00:00:00Z",
    "PUT", "GET", HOME, LESSON["id"], str(REGISTRATION), json.dumps(AWA), "[" * 5000, "x" * 600, "mailto:a@b.example",
]  # fmt: skip
BODIES = [
    b"", b"{}", b"[]", b"null", b"\xff", b"[" * 5000, json.dumps(say()).encode(), json.dumps([say(), say()]).encode(),
    json.dumps(say_all()).encode(), b"content=%7B%7D&statementId=x", b"--parting\r\n\r\n{}\r\n--parting--",
    json.dumps(say(object={"objectType": "StatementRef", "id": str(REGISTRATION)})).encode(),
    json.dumps(say(actor={"account": {"homePage": HOME, "name": "\x00\ud800"}})).encode(),
]  # fmt: skip
TYPES = ["application/json", MULTIPART, "application/x-www-form-urlencoded", "multipart/mixed", "", "x" * 300, "text/é"]
HEADERS = st.fixed_dictionaries(
    {},
    optional={
        "X-Experience-API-Version": st.sampled_from(["1.0.3", "2.0.0", "", "é", "1.0.99999999999"]),
        "Accept-Language": st.sampled_from(["fr", "*;q=9e99", ",,;;q=,", "en" * 500]),
        "If-Match": st.sampled_from(["*", '"x"', ",", "é"]),
        "If-None-Match": st.sampled_from(["*", '"x"']),
        "Authorization": st.sampled_from(["Basic", "Basic é", "Basic AAAA", "Bearer .", "Basic OjpcMA=="]),
    },
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    method=st.sampled_from(["GET", "PUT", "POST", "DELETE", "HEAD", "OPTIONS", "PATCH"]),
    path=st.sampled_from(PATHS),
    parameters=st.dictionaries(st.sampled_from(NAMES), st.sampled_from(VALUES) | st.text(max_size=5), max_size=5),
    body=st.sampled_from(BODIES),
    content_type=st.sampled_from(TYPES),
    headers=HEADERS,
)
def test_every_request_is_answered(
    method: str, path: str, parameters: dict[str, Any], body: bytes, content_type: str, headers: dict[str, str]
) -> None:
    asker = Asker()
    query = "&".join(f"{name}={quote(value, errors='replace')}" for name, value in parameters.items())
    answer = Client(raise_request_exception=True).generic(
        method, f"/xapi/{path}?{query}", body, content_type, headers={**asker.headers, **headers}
    )
    assert answer.status_code < 500
