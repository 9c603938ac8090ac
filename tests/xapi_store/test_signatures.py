"""A signature signs its own statement, with the key of the first certificate of a chain that links."""

import base64
import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from tests.xapi_store.asking import Asker
from tests.xapi_store.cast import say
from tests.xapi_store.test_attachments import describe, part, send
from xapi_store.certificates import NotAChain, read_chain
from xapi_store.signature import SIGNATURE

pytestmark = pytest.mark.django_db

ALGORITHMS = {"RS256": SHA256(), "RS384": SHA384(), "RS512": SHA512()}


ENDED = datetime(2020, 1, 1, tzinfo=UTC), datetime(2021, 1, 1, tzinfo=UTC)  # dates are not judged


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    attachments = {**settings.STORAGES["attachments"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "attachments": attachments}


@cache
def key_of(name: str) -> Any:
    """One key a name, made for these tests."""
    if name.startswith("curve"):
        return ec.generate_private_key(ec.SECP256R1())
    return rsa.generate_private_key(65537, 1024)  # noqa: S505 (quickly made, protects nothing)


@cache
def certify(name: str, by: str, is_authority: bool = False) -> str:
    """The certificate that `by` gives to `name`, as x5c holds it."""

    def named(text: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

    builder = x509.CertificateBuilder(
        named(by),
        named(name),
        key_of(name).public_key(),
        7,
        datetime(2020, 1, 1, tzinfo=UTC),
        datetime(2021, 1, 1, tzinfo=UTC),
    ).add_extension(x509.BasicConstraints(is_authority, None), critical=True)
    return base64.b64encode(builder.sign(key_of(by), SHA256()).public_bytes(Encoding.DER)).decode()


def whole_chain() -> list[str]:
    return [certify("awa", "middle"), certify("middle", "root", True), certify("root", "root", True)]


def encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def sign(statement: Any, algorithm: str = "RS256", x5c: Any = (), key: str = "awa") -> bytes:
    """A JSON Web Signature (RFC 7515)."""
    header = {"alg": algorithm, **({"x5c": x5c} if x5c != () else {})}
    signed = f"{encode(json.dumps(header).encode())}.{encode(json.dumps(statement).encode())}"
    number = key_of(key).sign(signed.encode(), padding.PKCS1v15(), ALGORITHMS.get(algorithm, SHA256()))
    return f"{signed}.{encode(number)}".encode()


def send_signed(statement: dict[str, Any], jws: bytes, content_type: str = "application/octet-stream") -> Any:
    attachment = describe(jws, usageType=SIGNATURE, contentType=content_type)
    return send(Asker(), {**statement, "attachments": [attachment]}, part(jws))


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_a_signed_statement_is_stored_with_as_much_of_the_chain_as_came(algorithm: str, count: int) -> None:
    x5c = whole_chain()[:count] if count else ()
    assert send_signed(say(), sign(say(), algorithm, x5c)).status_code == 200


def refused() -> dict[str, tuple[bytes, str]]:
    leaf, middle, root = whole_chain()
    return {
        "no signature": (b"not a signature", "XAPI-00115"),
        "two parts": (b"e30.e30", "XAPI-00115"),
        "no statement": (sign("no statement"), "XAPI-00116"),
        "another statement": (sign(say(result={"success": True})), "XAPI-00116"),
        "a shared key": (sign(say(), "HS256"), "XAPI-00117"),
        "no algorithm": (sign(say(), "none"), "XAPI-00117"),
        "another key": (sign(say(), x5c=[leaf], key="bruno"), "XAPI-00117"),
        "no certificate": (sign(say(), x5c=["AAAA"]), "XAPI-00117"),
        "not base64": (sign(say(), x5c=["é"]), "XAPI-00117"),
        "no list": (sign(say(), x5c=leaf), "XAPI-00117"),
        "a number": (sign(say(), x5c=[1]), "XAPI-00117"),
        "too many": (sign(say(), x5c=[leaf, *[root] * 10]), "XAPI-00117"),
        "a link missing": (sign(say(), x5c=[leaf, root]), "XAPI-00117"),
        "in the wrong order": (sign(say(), x5c=[leaf, root, middle]), "XAPI-00117"),
        "by one who may not certify": (
            sign(say(), x5c=[certify("awa", "bruno"), certify("bruno", "root"), root]),
            "XAPI-00117",
        ),
        "in another's name": (sign(say(), x5c=[leaf, certify("middle", "middle", True), root]), "XAPI-00117"),
        "a key of another kind": (sign(say(), x5c=[certify("curve", "root")]), "XAPI-00117"),
    }


@pytest.mark.parametrize("fault", refused())
def test_a_signature_that_does_not_sign_its_statement_is_refused(fault: str) -> None:
    jws, requirement = refused()[fault]
    answer = send_signed(say(), jws)
    assert (answer.status_code, answer.json()["requirement"]) == (400, requirement)


def test_a_signature_whose_bytes_changed_is_refused() -> None:
    head, payload, number = sign(say(), x5c=whole_chain()).split(b".")
    changed = bytes([number[0] ^ 1]) if number[:1] != b"A" else b"B"
    assert send_signed(say(), b".".join([head, payload, changed + number[1:]])).status_code == 400


def test_a_signature_comes_as_bytes_with_its_statement() -> None:
    """XAPI-00115"""
    assert send_signed(say(), sign(say()), "text/plain").status_code == 400
    elsewhere = describe(
        b"", usageType=SIGNATURE, fileUrl="https://house.example/s", contentType="application/octet-stream"
    )
    assert Asker().post(say(attachments=[elsewhere])).status_code == 400


@pytest.mark.parametrize("length", range(0, 300, 13))
def test_a_certificate_cut_anywhere_is_no_certificate(length: int) -> None:
    cut = base64.b64encode(base64.b64decode(whole_chain()[0])[:length]).decode()
    with pytest.raises(NotAChain):
        read_chain([cut])
