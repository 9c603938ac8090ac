"""Attachments travel in parts, are kept under their hash, and sign what they sign."""

import base64
import json
from hashlib import sha256, sha512
from pathlib import Path
from typing import Any

import pytest

from tests.xapi_store.asking import MULTIPART, Asker, join
from tests.xapi_store.cast import say
from xapi_store.models import Statement
from xapi_store.multipart import NotMultipart, read_parts
from xapi_store.public_key import NotACertificate, read_public_key
from xapi_store.signature import SIGNATURE

pytestmark = pytest.mark.django_db

CONTENT = b"\r\n--part\x00ing of bytes\r\n"
JSON = {"Content-Type": "application/json"}

# A key made for these tests: it protects nothing.
CERTIFICATE = (
    "MIIB9jCCAV+gAwIBAgIUX3dBLcdegl4r7DuaBzdDRpe0BREwDQYJKoZIhvcNAQELBQAwDDEKMAgGA1UEAwwBdDAgFw0yNjExMjEyMjUwMDhaGA8y"
    "MTI2MTAyODIyNTAwOFowDDEKMAgGA1UEAwwBdDCBnzANBgkqhkiG9w0BAQEFAAOBjQAwgYkCgYEAu+pVKW12dgi3E4p+XP868MOE4JaHN2MMnOXe"
    "r0C2GxatsgNkq3eJdxXs9jhQS6EXawszHnHcGVC0/dm5QLX/vHFnuw5vjYUYW2U8A+jVmkcmvQkWEnIvnv4aQv2Rd8ZrJoK3rcRB75kAs1BJEQhW"
    "02k9J9LONthZ+NaQThNps/ECAwEAAaNTMFEwHQYDVR0OBBYEFGwzXZOXl4ImyO/1vhjdEYt9SIReMB8GA1UdIwQYMBaAFGwzXZOXl4ImyO/1vhjd"
    "EYt9SIReMA8GA1UdEwEB/wQFMAMBAf8wDQYJKoZIhvcNAQELBQADgYEAtt9cBMKMVxy53b2Q14x2on3T1zAPQh17rcQE2D7GwUfeXJwp4tZIQdk+"
    "iJCXUoJ1hkeSIQkoyg8KA/DZmTOtF6v5e/1nCjMjKlQtU6L0FKePJN2/SvpXfKyYA2FIw3dY9l1GSufzMzpD4+CX74LB3aKj0ztN7NPzSicLaPkH"
    "yAU="
)
PRIVATE_EXPONENT = int(
    "61c977b7af36ce058affa83a49baa7b952857b39d9f3809fb7a60753bba10847acebcdc83d525f3e9132568ec77a13c253f9e80817c829844e"
    "2b2b79b3ab0200f19772595b61bad1357d5aadaf2bc25f54cb7edc62d5c85a9f13b4a268478f890a35ebf810fb2dc6548b1b0856b259922d46"
    "e07dbcb14df279dd0c7dedfd0fe1",
    16,
)
PREFIXES = {
    "RS256": (sha256, "3031300d060960864801650304020105000420"),
    "RS512": (sha512, "3051300d060960864801650304020305000440"),
}


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


def encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def sign(statement: Any, algorithm: str = "RS256", certificate: str | None = CERTIFICATE, flaw: int = 0) -> bytes:
    """A JSON Web Signature (RFC 7515), by the key of the certificate."""
    header = {"alg": algorithm, **({"x5c": [certificate]} if certificate else {})}
    signed = f"{encode(json.dumps(header).encode())}.{encode(json.dumps(statement).encode())}"
    make, prefix = PREFIXES.get(algorithm, PREFIXES["RS256"])
    key = read_public_key(base64.b64decode(CERTIFICATE))
    ending = b"\x00" + bytes.fromhex(prefix) + make(signed.encode()).digest()
    block = b"\x00\x01" + b"\xff" * (126 - len(ending)) + ending
    number = pow(int.from_bytes(block), PRIVATE_EXPONENT, key.modulus) ^ flaw
    return f"{signed}.{encode(number.to_bytes(128))}".encode()


def send_signed(statement: dict[str, Any], jws: bytes, content_type: str = "application/octet-stream") -> Any:
    attachment = describe(jws, usageType=SIGNATURE, contentType=content_type)
    return send(Asker(), {**statement, "attachments": [attachment]}, part(jws))


@pytest.mark.parametrize("algorithm", ["RS256", "RS512"])
@pytest.mark.parametrize("certificate", [CERTIFICATE, None])
def test_a_signed_statement_is_stored(algorithm: str, certificate: str | None) -> None:
    assert send_signed(say(), sign(say(), algorithm, certificate)).status_code == 200


@pytest.mark.parametrize(
    ("jws", "requirement"),
    [
        (b"not a signature", "XAPI-00115"),
        (b"e30.e30", "XAPI-00115"),
        (sign("no statement"), "XAPI-00116"),
        (sign(say(result={"success": True})), "XAPI-00116"),
        (sign(say(), "HS256"), "XAPI-00117"),
        (sign(say(), "none"), "XAPI-00117"),
        (sign(say(), flaw=1), "XAPI-00117"),
        (sign(say(), certificate="AAAA"), "XAPI-00117"),
        (sign(say(), certificate=CERTIFICATE[:400]), "XAPI-00117"),
    ],
)
def test_a_signature_that_does_not_sign_its_statement_is_refused(jws: bytes, requirement: str) -> None:
    answer = send_signed(say(), jws)
    assert answer.status_code == 400
    assert answer.json()["requirement"] == requirement


def test_a_signature_comes_as_bytes_with_its_statement() -> None:
    """XAPI-00115"""
    assert send_signed(say(), sign(say()), "text/plain").status_code == 400
    elsewhere = describe(
        b"", usageType=SIGNATURE, fileUrl="https://house.example/s", contentType="application/octet-stream"
    )
    assert Asker().post(say(attachments=[elsewhere])).status_code == 400


@pytest.mark.parametrize("length", range(0, 520, 13))
def test_a_certificate_cut_anywhere_is_no_certificate(length: int) -> None:
    with pytest.raises((NotACertificate, LookupError)):
        read_public_key(base64.b64decode(CERTIFICATE)[: min(length, 500)])
