"""Signed statements (Data 2.6): a JSON Web Signature, attached, over the statement as it was before.

The arithmetic of RSA is done here: only public keys are used, so nothing can leak from the time it takes.
"""

import base64
import binascii
import hmac
from hashlib import sha256, sha384, sha512
from typing import Any, Final, NoReturn

import msgspec

from xapi_store.digest import digest_of
from xapi_store.public_key import NotACertificate, PublicKey, read_public_key
from xapi_store.spec.refusal import StatementRefused
from xapi_store.spec.statement import read_statement

SIGNATURE: Final = "http://adlnet.gov/expapi/attachments/signature"

# RFC 8017 §9.2: what stands before the hash in the padded block.
_ALGORITHMS: Final[dict[str, tuple[Any, bytes]]] = {
    "RS256": (sha256, bytes.fromhex("3031300d060960864801650304020105000420")),
    "RS384": (sha384, bytes.fromhex("3041300d060960864801650304020205000430")),
    "RS512": (sha512, bytes.fromhex("3051300d060960864801650304020305000440")),
}


def check_signature(statement: bytes, jws: bytes, content_type: str, where: str = "$.attachments") -> None:
    """StatementRefused unless this signs the statement; the key is checked when a certificate comes with it."""
    if content_type != "application/octet-stream":
        _refuse("a signature is sent as application/octet-stream", "XAPI-00115", where)
    header, payload, signature, signed = _read_jws(jws, where)
    if header.get("alg") not in _ALGORITHMS:
        _refuse("a signature uses RS256, RS384 or RS512", "XAPI-00117", where)
    _check_payload(statement, payload, where)
    if header.get("x5c"):
        _check_key(header, signature, signed, where)


def _refuse(problem: str, requirement: str, where: str) -> NoReturn:
    raise StatementRefused(where, problem, requirement)


def _read_jws(jws: bytes, where: str) -> tuple[dict[str, Any], bytes, bytes, bytes]:
    """Header, payload, signature, and the text that was signed."""
    parts = jws.strip().split(b".")
    try:
        header, payload, signature = (base64.urlsafe_b64decode(part + b"=" * (-len(part) % 4)) for part in parts)
        read = msgspec.json.decode(header, type=dict[str, Any])
    except (ValueError, binascii.Error, msgspec.DecodeError, RecursionError):
        _refuse("is not a JSON Web Signature", "XAPI-00115", where)
    return read, payload, signature, parts[0] + b"." + parts[1]


def _check_payload(statement: bytes, payload: bytes, where: str) -> None:
    """The statement without its signature says the same as the payload."""
    try:
        read_statement(payload, "2")
        same = digest_of(_without_signature(payload)) == digest_of(_without_signature(statement))
    except StatementRefused:
        _refuse("the signed text is not a statement", "XAPI-00116", where)
    if not same:
        _refuse("the signed text is another statement", "XAPI-00116", where)


def _without_signature(text: bytes) -> bytes:
    statement = msgspec.json.decode(text)
    others = [one for one in statement.pop("attachments", []) if one["usageType"] != SIGNATURE]
    return msgspec.json.encode({**statement, "attachments": others} if others else statement)


def _check_key(header: dict[str, Any], signature: bytes, signed: bytes, where: str) -> None:
    try:
        key = read_public_key(base64.b64decode(header["x5c"][0]))
    except (NotACertificate, ValueError, TypeError, LookupError, AttributeError):
        _refuse("the certificate of the signature cannot be read", "XAPI-00117", where)
    if not _verifies(key, header["alg"], signature, signed):
        _refuse("the signature is not made by the key of its certificate", "XAPI-00117", where)


def _verifies(key: PublicKey, algorithm: str, signature: bytes, signed: bytes) -> bool:
    """RSASSA-PKCS1-v1_5: the whole padded block is made again and compared, nothing of it is parsed."""
    make, prefix = _ALGORITHMS[algorithm]
    size = (key.modulus.bit_length() + 7) // 8
    ending = b"\x00" + prefix + make(signed).digest()
    if len(signature) != size or size < len(ending) + 11:
        return False
    block = pow(int.from_bytes(signature), key.exponent, key.modulus).to_bytes(size)
    expected = b"\x00\x01" + b"\xff" * (size - 2 - len(ending)) + ending
    return hmac.compare_digest(block, expected)
