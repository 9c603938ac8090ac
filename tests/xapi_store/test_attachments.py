"""Attachments travel in parts and are kept under their hash."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.xapi_store.asking import MULTIPART, Asker, join
from tests.xapi_store.cast import say
from xapi_store.models import Statement
from xapi_store.multipart import NotMultipart, read_parts

pytestmark = pytest.mark.django_db

CONTENT = b"\r\n--part\x00ing of bytes\r\n"
JSON = {"Content-Type": "application/json"}


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    storages = {**settings.STORAGES}
    storages["attachments"] = {**storages["attachments"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = storages


def describe(content: bytes, **changes: Any) -> dict[str, Any]:
    attachment = {
        "usageType": "https://house.example/usage",
        "display": {"fr": "Pièce"},
        "contentType": "application/x-any",
        "length": len(content),
        "sha2": sha256(content).hexdigest(),
    }
    return {**attachment, **changes}


def part(content: bytes, **changes: str) -> tuple[dict[str, str], bytes]:
    headers = {
        "Content-Type": "application/x-any",
        "Content-Transfer-Encoding": "binary",
        "X-Experience-API-Hash": sha256(content).hexdigest(),
    }
    return {**headers, **changes}, content


def send(asker: Asker, statement: Any, *parts: tuple[dict[str, str], bytes]) -> Any:
    return asker.post(join((JSON, json.dumps(statement).encode()), *parts), content_type=MULTIPART)


def test_an_attachment_is_given_back_byte_by_byte_once_it_is_asked_for() -> None:
    asker = Asker()
    answer = send(asker, [say(attachments=[describe(CONTENT)])] * 2, part(CONTENT))
    assert answer.status_code == 200
    whole = asker.get(attachments=True)
    first, *others = read_parts(whole.headers["Content-Type"], whole.content)
    assert len(json.loads(first.content)["statements"]) == 2
    assert [(one.content, one.headers["content-type"]) for one in others] == [(CONTENT, "application/x-any")]
    assert others[0].headers["x-experience-api-hash"] == sha256(CONTENT).hexdigest()
    assert asker.get().headers["Content-Type"] == "application/json"


def test_an_attachment_that_lies_elsewhere_needs_no_part() -> None:
    statement = say(attachments=[describe(CONTENT, fileUrl="https://house.example/file")])
    assert Asker().post(statement).status_code == 200
    assert send(Asker(), statement).status_code == 200


@pytest.mark.parametrize(
    ("statement", "parts"),
    [
        (say(attachments=[describe(CONTENT)]), []),
        (say(), [part(CONTENT)]),
        (say(attachments=[describe(CONTENT)]), [part(CONTENT), part(b"other")]),
        (say(attachments=[describe(CONTENT)]), [part(CONTENT, **{"X-Experience-API-Hash": "0" * 64})]),
        (say(attachments=[describe(CONTENT)]), [part(CONTENT, **{"X-Experience-API-Hash": ""})]),
        (say(attachments=[describe(CONTENT)]), [part(CONTENT, **{"Content-Transfer-Encoding": "base64"})]),
        (say(attachments=[describe(CONTENT, sha2="0" * 64)]), [part(CONTENT)]),
    ],
)
def test_parts_and_attachments_that_do_not_match_are_refused(statement: dict[str, Any], parts: list[Any]) -> None:
    assert send(Asker(), statement, *parts).status_code == 400
    assert not Statement.objects.exists()


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/mixed", join((JSON, b"{}"))),
        ("multipart/mixed; boundary=other", join((JSON, b"{}"))),
        (MULTIPART, b""),
        (MULTIPART, b"--parting--\r\n"),
        (MULTIPART, b"--parting\r\nno header\r\n\r\n{}\r\n--parting--"),
        (MULTIPART, b"--parting\r\nContent-Type: application/json\r\n--parting--"),
        (MULTIPART, b"--parting rest\r\n\r\n{}\r\n--parting--"),
        (MULTIPART, b"--parting\r\n\r\n{}\r\n"),
    ],
)
def test_a_body_that_is_not_in_parts_is_refused(content_type: str, body: bytes) -> None:
    assert Asker().post(body, content_type=content_type).status_code == 400
    with pytest.raises(NotMultipart):
        read_parts(content_type, body)
