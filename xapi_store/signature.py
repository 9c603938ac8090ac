"""Signed statements (Data 2.6): a JSON Web Signature, attached, over the statement as it was before."""

import base64
import binascii
from typing import Any, Final, NoReturn

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512, HashAlgorithm

from xapi_store.certificates import NotAChain, read_chain
from xapi_store.digest import digest_of
from xapi_store.spec.refusal import StatementRefused
from xapi_store.spec.statement import read_statement

SIGNATURE: Final = "http://adlnet.gov/expapi/attachments/signature"

_ALGORITHMS: Final[dict[str, HashAlgorithm]] = {"RS256": SHA256(), "RS384": SHA384(), "RS512": SHA512()}


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
        key = read_chain(header["x5c"])
    except NotAChain as error:
        _refuse(str(error), "XAPI-00117", where)
    try:
        key.verify(signature, signed, PKCS1v15(), _ALGORITHMS[header["alg"]])
    except InvalidSignature:
        _refuse("the signature is not made by the key of its certificate", "XAPI-00117", where)
