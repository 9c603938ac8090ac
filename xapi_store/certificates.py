"""The certificates that come with a signature (x5c, RFC 7515 §4.1.6): the first signed, each is certified by the next.

What is checked is that the chain links. Nobody is asked whom to trust: a store has no list of authorities. Dates are
not judged either: a statement goes on being signed after its certificate has ended.
"""

import base64
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.x509 import (
    BasicConstraints,
    Certificate,
    DuplicateExtension,
    ExtensionNotFound,
    InvalidVersion,
    load_der_x509_certificate,
)

_LONGEST: Final = 10  # certificates
_LARGEST_KEY: Final = 8192  # bits: a larger key would only serve to keep us busy
_CANNOT_BE_READ: Final = "the certificate of the signature cannot be read"
_FAULTS: Final = (InvalidSignature, UnsupportedAlgorithm, InvalidVersion, DuplicateExtension, ValueError, TypeError)


class NotAChain(ValueError):  # noqa: N818 (the name says what happened)
    """These are no certificates, or one does not certify the one before it."""


def read_chain(x5c: Any) -> RSAPublicKey:
    """The key of the first certificate, once each certificate is found to be certified by the next."""
    if not isinstance(x5c, list) or not 0 < len(x5c) <= _LONGEST:
        raise NotAChain(_CANNOT_BE_READ)
    chain = [_read_certificate(text) for text in x5c]
    _check_links(chain)
    return _read_key(chain[0])


def _read_certificate(text: Any) -> Certificate:
    try:
        return load_der_x509_certificate(base64.b64decode(text, validate=True))
    except _FAULTS:
        raise NotAChain(_CANNOT_BE_READ) from None


def _check_links(chain: Sequence[Certificate]) -> None:
    for certificate, issuer in pairwise(chain):
        try:
            certificate.verify_directly_issued_by(issuer)
            certifies = issuer.extensions.get_extension_for_class(BasicConstraints).value.ca
        except (*_FAULTS, ExtensionNotFound):
            certifies = False
        if not certifies:
            raise NotAChain("a certificate of the signature is not certified by the next")


def _read_key(certificate: Certificate) -> RSAPublicKey:
    try:
        key = certificate.public_key()
    except _FAULTS:
        raise NotAChain(_CANNOT_BE_READ) from None
    if not isinstance(key, RSAPublicKey) or key.key_size > _LARGEST_KEY:
        raise NotAChain("the key of the certificate is no RSA key of 8192 bits at most")
    return key
