"""The setting XAPI_STORE, read once: each key is documented in docs/xapi-store.md."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.signals import setting_changed


@dataclass(frozen=True, slots=True)
class Configuration:
    authority: dict[str, Any]  # the Agent on whose word the statements of our own code are stored
    attachment_storage: str  # a name in STORAGES: the bytes of attachments, by their hash; never a public one
    max_body: int  # bytes of one request
    max_batch: int  # statements in one request
    max_attachment: int  # bytes of one attachment
    max_page: int  # statements in one answer
    rate_limit: int  # requests a minute of a credential that has no limit of its own; 0 for none
    forwarding_private: bool  # whether a target may have a private or loopback address, and plain http there


@lru_cache(maxsize=1)
def configuration() -> Configuration:
    given = getattr(settings, "XAPI_STORE", {})
    if "account" not in given.get("AUTHORITY", {}):
        raise ImproperlyConfigured('XAPI_STORE["AUTHORITY"] must be an Agent with an account: who vouches for us.')
    return Configuration(
        authority=given["AUTHORITY"],
        attachment_storage=given.get("ATTACHMENT_STORAGE", "default"),
        max_body=given.get("MAX_BODY", 32_000_000),
        max_batch=given.get("MAX_BATCH", 1000),
        max_attachment=given.get("MAX_ATTACHMENT", 16_000_000),
        max_page=given.get("MAX_PAGE", 100),
        rate_limit=given.get("RATE_LIMIT", 120_000),
        forwarding_private=given.get("FORWARDING_PRIVATE", False),
    )


def _forget(*, setting: str, **_: Any) -> None:
    if setting == "XAPI_STORE":
        configuration.cache_clear()


setting_changed.connect(_forget, dispatch_uid="xapi_store.configuration")
