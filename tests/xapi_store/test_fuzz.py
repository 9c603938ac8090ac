"""Whatever is asked, in whatever way, the store answers: never by an error of its own."""

import json
import random
from collections import Counter
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from tests.xapi_store.asking import MULTIPART, Asker, join
from tests.xapi_store.cast import AWA, HOME, LESSON, REGISTRATION, VOIDED, refer, say, say_all

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
    json.dumps(say_all()).encode(), b'{"a":1}',
    join(({"Content-Type": "application/json"}, json.dumps(say()).encode())),
    json.dumps(say(verb=VOIDED, object=refer(REGISTRATION))).encode(), json.dumps(say(id=str(REGISTRATION))).encode(),
    join(
        ({"Content-Type": "application/json"}, json.dumps(say()).encode()),
        ({"Content-Transfer-Encoding": "binary", "X-Experience-API-Hash": "0" * 64}, b"x"),
    ), b"content=%7B%7D&statementId=x", b"--parting\r\n\r\n{}\r\n--parting--",
    json.dumps(say(object={"objectType": "StatementRef", "id": str(REGISTRATION)})).encode(),
    json.dumps(say(actor={"account": {"homePage": HOME, "name": "\x00\ud800"}})).encode(),
]  # fmt: skip
STATE = {"activityId": LESSON["id"], "agent": json.dumps(AWA), "stateId": "s"}
FITTING: list[dict[str, str]] = [
    {}, {"statementId": str(REGISTRATION)}, {"statementId": "A3B1C2D4-0000-4000-8000-00000000ABCD"},
    {"voidedStatementId": str(REGISTRATION)}, {"agent": json.dumps(AWA)}, {"activityId": LESSON["id"]}, STATE,
    {**STATE, "registration": str(REGISTRATION)}, {"activityId": LESSON["id"], "agent": json.dumps(AWA)},
    {"activityId": LESSON["id"], "profileId": "p"}, {"agent": json.dumps(AWA), "profileId": "p"}, {"method": "PUT"},
    {"agent": json.dumps(AWA), "related_agents": "true", "limit": "1"}, {"attachments": "true", "format": "canonical"},
    {"activity": LESSON["id"], "related_activities": "true", "ascending": "true", "format": "ids"},
]  # fmt: skip
TYPES = [
    "application/json",
    "application/json",
    "application/json",
    MULTIPART,
    "application/x-www-form-urlencoded",
    "multipart/mixed",
    "",
    "x" * 300,
    "text/é",
]
HEADERS = {
    "X-Experience-API-Version": ["1.0.3", "1.0.3", "2.0.0", "2.0.0", "", "é", "1.0.99999999999"],
    "Accept-Language": ["fr", "*;q=9e99", ",,;;q=,", "en" * 500],
    "If-Match": ["*", '"x"', ",", "é"],
    "If-None-Match": ["*", '"x"'],
    "Authorization": ["Basic", "Basic é", "Basic AAAA", "Bearer .", "Basic OjpcMA=="],
    "Content-Length": ["-1", "x", "99999999999", "²", "9" * 5000],
}
METHODS = ["GET", "GET", "PUT", "POST", "POST", "DELETE", "HEAD", "OPTIONS", "PATCH", "é"]


def draw_request(draw: random.Random, headers: dict[str, str]) -> dict[str, Any]:
    """Any method, resource, parameters, headers and body; half of them with parameters that belong together."""
    parameters = dict(draw.choice(FITTING)) if draw.random() < 0.5 else {}
    for _ in range(draw.choice([0, 0, 1, 2, 5])):
        parameters[draw.choice(NAMES)] = draw.choice(VALUES) if draw.random() < 0.9 else draw_text(draw)
    said = {name: draw.choice(HEADERS[name]) for name in HEADERS if draw.random() < 0.08}
    query = "&".join(f"{name}={quote(value, errors='replace')}" for name, value in parameters.items())
    mount = draw.choice(["/xapi", "/xapi/1.0.3"])
    return {
        "method": draw.choice(METHODS),
        "path": f"{mount}/{draw.choice(PATHS)}?{query}",
        "data": draw_body(draw),
        "content_type": draw.choice(TYPES),
        "headers": {**headers, **said},
    }


def draw_text(draw: random.Random) -> str:
    return "".join(chr(draw.choice([draw.randrange(128), draw.randrange(0xD800)])) for _ in range(draw.randrange(6)))


def draw_body(draw: random.Random) -> bytes:
    """One of the bodies, sometimes cut, sometimes with a few bytes of noise in it."""
    body = draw.choice(BODIES)
    if body and draw.random() < 0.3:
        place = draw.randrange(len(body))
        return body[:place] + draw.randbytes(draw.randrange(3)) + body[place + draw.randrange(3) :]
    return body


def ask_at_random(draw: random.Random, number: int) -> Counter[int]:
    """That many requests, from one credential that may do everything; a server error raises or is counted."""
    headers, client = Asker("all", version="1.0.3").headers, Client(raise_request_exception=True)
    answered: Counter[int] = Counter()
    for _ in range(number):
        request = draw_request(draw, headers)
        answer = client.generic(**request)
        assert answer.status_code < 500, request
        answered[answer.status_code] += 1
    return answered


def test_every_request_is_answered() -> None:
    answered = ask_at_random(random.Random(), 400)
    assert {200, 400} <= answered.keys()


@pytest.mark.long
def test_fifty_thousand_requests_meet_no_server_error() -> None:
    answered = ask_at_random(random.Random(), 50_000)
    assert answered.total() == 50_000
    assert {200, 204, 400, 401, 404, 405, 409, 412, 413} <= answered.keys(), answered
