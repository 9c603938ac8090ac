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


@lru_cache(maxsize=1)
def configuration() -> Configuration:
    given = getattr(settings, "XAPI_STORE", {})
    if "AUTHORITY" not in given:
        raise ImproperlyConfigured(
            'XAPI_STORE["AUTHORITY"] must be an Agent: who vouches for the statements we author.'
        )
    return Configuration(authority=given["AUTHORITY"])


def _forget(*, setting: str, **_: Any) -> None:
    if setting == "XAPI_STORE":
        configuration.cache_clear()


setting_changed.connect(_forget, dispatch_uid="xapi_store.configuration")
