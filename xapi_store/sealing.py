"""Secrets that we must be able to say again (to another store): encrypted with the secret of the project."""

import base64
from hashlib import blake2b

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.encoding import force_bytes
from django.utils.translation import gettext as _


class SealBroken(Exception):  # noqa: N818 (the name says what happened)
    """It was sealed with another SECRET_KEY: the secret has to be typed again."""


def seal(secret: str) -> str:
    return _fernet().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str:
    try:
        return _fernet().decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise SealBroken(_("The secret cannot be read any more: type it again.")) from None


def _fernet() -> MultiFernet:
    """The first key seals; the former ones of SECRET_KEY_FALLBACKS still open."""
    return MultiFernet([Fernet(_key(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str | bytes) -> bytes:
    digest = blake2b(force_bytes(secret), digest_size=32, person=b"xapi sealing")
    return base64.urlsafe_b64encode(digest.digest())
