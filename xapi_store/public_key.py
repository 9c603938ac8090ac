"""The RSA key inside an X.509 certificate (DER): as much ASN.1 as that takes."""

from dataclasses import dataclass
from typing import Final

_SEQUENCE: Final = 0x30
_INTEGER: Final = 0x02
_BIT_STRING: Final = 0x03
_EXPLICIT_VERSION: Final = 0xA0
_RSA: Final = bytes.fromhex("06092a864886f70d010101")  # the object identifier rsaEncryption
_LARGEST_KEY: Final = 8192  # bits: a larger key would only serve to keep us busy


class NotACertificate(ValueError):  # noqa: N818 (the name says what happened)
    """These bytes hold no certificate with an RSA key."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    modulus: int
    exponent: int


def read_public_key(certificate: bytes) -> PublicKey:
    """RFC 5280 §4.1: Certificate › TBSCertificate › SubjectPublicKeyInfo."""
    to_be_signed = _open(_fields(_open(certificate, _SEQUENCE))[0], _SEQUENCE)
    fields = _fields(to_be_signed)
    if fields and fields[0][0] == _EXPLICIT_VERSION:
        fields = fields[1:]
    if len(fields) < 6:
        raise NotACertificate("The certificate is cut short.")
    # Serial number, signature, issuer, validity, subject, then the key.
    algorithm, key = _fields(_open(fields[5], _SEQUENCE))[:2]
    if not _open(algorithm, _SEQUENCE).startswith(_RSA):
        raise NotACertificate("The key of the certificate is not an RSA key.")
    return _read_key(_open(key, _BIT_STRING)[1:])


def _read_key(encoded: bytes) -> PublicKey:
    modulus, exponent = (int.from_bytes(_open(part, _INTEGER)) for part in _fields(_open(encoded, _SEQUENCE))[:2])
    if modulus.bit_length() > _LARGEST_KEY or exponent.bit_length() > 64 or modulus < 3:
        raise NotACertificate("The key of the certificate is too large.")
    return PublicKey(modulus, exponent)


def _open(field: bytes, tag: int) -> bytes:
    """What a field of this tag holds."""
    if not field or field[0] != tag:
        raise NotACertificate("The certificate has another field than expected.")
    start, end = _bounds(field, 0)
    return field[start:end]


def _fields(content: bytes) -> list[bytes]:
    """The fields that follow each other here, each with its tag."""
    fields: list[bytes] = []
    position = 0
    while position < len(content):
        _, end = _bounds(content, position)
        fields.append(content[position:end])
        position = end
    return fields


def _bounds(content: bytes, position: int) -> tuple[int, int]:
    """Where the content of the field at this position starts and ends."""
    if position + 2 > len(content):
        raise NotACertificate("The certificate is cut short.")
    length, start = content[position + 1], position + 2
    if length & 0x80:
        size = length & 0x7F
        length, start = int.from_bytes(content[start : start + size]), start + size
    if start + length > len(content):
        raise NotACertificate("The certificate is cut short.")
    return start, start + length
