"""The secret of the keys: drawn once, when the tables are made, and never changed (every key would change with it)."""

import secrets
from functools import lru_cache
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


def draw_secret() -> bytes:
    return secrets.token_bytes(32)


class Secret(models.Model):
    """One row, in the database rather than in a setting: it must live exactly as long as the keys made with it."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    value = models.BinaryField(_("value"), default=draw_secret)

    class Meta:
        verbose_name = _("secret of the keys")
        verbose_name_plural = _("secret of the keys")
        constraints = [
            models.CheckConstraint(
                name="xapi_store_one_secret",
                condition=models.Q(id=1),
                violation_error_message=_("A store has one secret."),
            ),
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


@lru_cache(maxsize=1)
def read_secret() -> bytes:
    """Kept in memory: asked several times for each statement."""
    return bytes(Secret.objects.get().value)


def make_secret(using: str, **_: Any) -> None:
    """After `migrate`, and after a `flush` (then with the secret that this process already uses)."""
    known = read_secret() if read_secret.cache_info().currsize else draw_secret()
    Secret.objects.using(using).get_or_create(id=1, defaults={"value": known})
