"""A token that lets a program read the published figures of one convention."""

import secrets
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.funding.models.convention import Convention


def hash_secret(secret: str) -> str:
    """A fast hash is enough: the secret is random and long, so nobody guesses it from its hash."""
    return sha256(secret.encode()).hexdigest()


class ApiTokenManager(models.Manager["ApiToken"]):
    def open(self, convention: Convention, name: str, by: Any, expires_at: datetime) -> tuple["ApiToken", str]:
        """A new token and what the program must send, `key.secret`, which is told here and nowhere else."""
        secret = secrets.token_urlsafe(32)
        token = self.create(
            convention=convention,
            name=name,
            key=secrets.token_hex(8),
            secret_hash=hash_secret(secret),
            opened_by=by,
            expires_at=expires_at,
        )
        return token, f"{token.key}.{secret}"

    def read(self, said: str, moment: datetime) -> "ApiToken | None":
        """The open token of what a program sent, compared in constant time."""
        key, _dot, secret = said.partition(".")
        token = self.filter(key=key).select_related("convention__funder").first()
        matches = compare_digest(token.secret_hash if token else hash_secret(""), hash_secret(secret))
        return token if token and matches and token.is_open(moment) else None


class ApiToken(models.Model):
    convention = models.ForeignKey(Convention, models.CASCADE, related_name="tokens", verbose_name=_("convention"))
    name = models.CharField(_("name of the program"), max_length=120)
    key = models.CharField(_("key"), max_length=16, unique=True, editable=False)
    secret_hash = models.CharField(_("hash of the secret"), max_length=64, editable=False)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("opened by")
    )
    opened_at = models.DateTimeField(_("opened at"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("expires at"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    last_used_on = models.DateField(_("last used on"), null=True, editable=False)

    objects = ApiTokenManager()

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering = ["-opened_at", "id"]

    def __str__(self) -> str:
        return f"{self.convention_id} · {self.name}"

    def is_open(self, moment: datetime) -> bool:
        return self.closed_at is None and moment < self.expires_at
