"""Who asks: a key and a secret (Basic), or both in one bearer token."""

import base64
import binascii
import time
from typing import Any, Final

from django.db.models.signals import post_delete, post_save
from django.utils import timezone

from xapi_store.http.refused import Refused
from xapi_store.models import Credential
from xapi_store.models.credential import credentials_changed, hash_secret

_REMEMBERED_FOR: Final = 1.0  # seconds: what another process closes is refused here a second later at most
_MOST_REMEMBERED: Final = 1_000
_remembered: dict[str, tuple[float, Credential]] = {}


def forget_credentials(**_: Any) -> None:
    """One was opened, changed or closed in this process: ask the database again, at once."""
    _remembered.clear()


for _signal in (credentials_changed, post_save, post_delete):
    _signal.connect(forget_credentials, sender=Credential, dispatch_uid="xapi_store.forget_credentials")


def find_credential(header: str) -> Credential:
    """The open credential of this Authorization header; 401 for all else, with no hint of what is wrong."""
    mark, now = hash_secret(header), time.monotonic()
    until, known = _remembered.get(mark, (0.0, None))
    if known is not None and now < until and known.is_open(timezone.now()):
        return known
    credential = _ask_for(header)
    if len(_remembered) >= _MOST_REMEMBERED:
        _remembered.clear()
    _remembered[mark] = (now + _REMEMBERED_FOR, credential)
    return credential


def _ask_for(header: str) -> Credential:
    key, secret = _read_header(header)
    credential = Credential.objects.select_related("authority").filter(key=key).first()
    # A key that does not exist costs the same comparison as one that does.
    if not (credential or Credential(secret_hash="")).accepts(secret) or credential is None:
        raise _unknown()
    if not credential.is_open(timezone.now()):
        raise _unknown()
    credential.note_use(timezone.now())
    return credential


def _unknown() -> Refused:
    return Refused(401, "A valid key and secret are needed.", WWW_Authenticate='Basic realm="xAPI", charset="UTF-8"')


def _read_header(header: str) -> tuple[str, str]:
    scheme, _, value = header.strip().partition(" ")
    if scheme.lower() == "bearer":
        key, _, secret = value.strip().partition(".")
    elif scheme.lower() == "basic":
        key, _, secret = _read_basic(value.strip()).partition(":")
    else:
        raise _unknown()
    if not key or not secret:
        raise _unknown()
    return key, secret


def _read_basic(value: str) -> str:
    try:
        return base64.b64decode(value, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError):
        raise _unknown() from None
