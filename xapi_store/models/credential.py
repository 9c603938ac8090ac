"""Who may speak to the store over HTTP, and how far."""

import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from xapi_store.configuration import configuration
from xapi_store.models.authority import Authority
from xapi_store.models.secret import read_secret

credentials_changed = Signal()


class Scope(models.TextChoices):
    """The scopes of xAPI (Communication 4.2), said by their own names."""

    WRITE_STATEMENTS = "statements/write", _("write statements")
    READ_OWN_STATEMENTS = "statements/read/mine", _("read the statements it wrote")
    READ_STATEMENTS = "statements/read", _("read statements")
    STATE = "state", _("read and write states")
    DEFINE = "define", _("define activities")
    PROFILE = "profile", _("read and write profiles")
    READ_ALL = "all/read", _("read everything")
    ALL = "all", _("everything")


def hash_secret(secret: str) -> str:
    """A fast keyed hash is enough: the secret is random and long, so nobody guesses it from its hash."""
    return blake2b(secret.encode(), digest_size=32, key=read_secret(), person=b"credential").hexdigest()


class CredentialQuerySet(models.QuerySet["Credential"]):
    """Whoever remembers a credential is told that one may have changed."""

    def update(self, **values: Any) -> int:
        changed = super().update(**values)
        credentials_changed.send(sender=Credential)
        return changed


class CredentialManager(models.Manager.from_queryset(CredentialQuerySet)):  # type: ignore[misc]  # a class made by Django
    def open(self, name: str, scopes: Iterable[str], **limits: Any) -> tuple["Credential", str]:
        """A new credential and its secret, which is told here and nowhere else."""
        secret, key = secrets.token_urlsafe(32), secrets.token_hex(12)
        home_page = configuration().authority["account"]["homePage"]
        actor = {"objectType": "Agent", "account": {"homePage": home_page, "name": f"credential-{key}"}, "name": name}
        with transaction.atomic(self.db):
            credential = self.create(
                name=name,
                key=key,
                secret_hash=hash_secret(secret),
                authority=Authority.objects.of(actor),
                scopes=sorted(set(scopes)),
                **limits,
            )
        return credential, secret


class Credential(models.Model):
    name = models.CharField(_("name"), max_length=120, unique=True)
    key = models.CharField(_("key"), max_length=24, unique=True, editable=False)
    secret_hash = models.CharField(_("hash of the secret"), max_length=64, editable=False)
    authority = models.OneToOneField(
        Authority, models.PROTECT, related_name="credential", editable=False, verbose_name=_("authority")
    )
    scopes = models.JSONField(_("scopes"), default=list)
    activity_prefix = models.CharField(_("only activities that start with"), max_length=500, blank=True)
    only_registration = models.UUIDField(_("only this registration"), null=True, blank=True)
    may_give_evidence = models.BooleanField(_("its statements may become evidence"), default=False)
    rate_limit = models.PositiveIntegerField(
        _("requests a minute"), null=True, blank=True, help_text=_("Empty: the limit of the whole store.")
    )
    opened_at = models.DateTimeField(_("opened at"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("expires at"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used at"), null=True, editable=False)

    objects = CredentialManager()

    class Meta:
        verbose_name = _("credential")
        verbose_name_plural = _("credentials")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def accepts(self, secret: str) -> bool:
        return hmac.compare_digest(self.secret_hash, hash_secret(secret))

    def is_open(self, moment: datetime) -> bool:
        return self.expires_at is None or moment < self.expires_at

    def has(self, scopes: Iterable[Scope]) -> bool:
        """Whether one of these was given."""
        return any(scope in self.scopes for scope in scopes)

    @property
    def is_restricted(self) -> bool:
        """To some activities, or to a registration: only then is there something that `covers` may deny."""
        return bool(self.activity_prefix) or self.only_registration is not None

    def covers(self, activity: str | None, registration: UUID | None) -> bool:
        """Whether what it says may be about this activity (None: about something else) in this registration."""
        if self.activity_prefix and not (activity or "").startswith(self.activity_prefix):
            return False
        return self.only_registration is None or self.only_registration == registration

    def note_use(self, moment: datetime) -> None:
        """To the hour: a write for each request would cost more than the request."""
        if self.last_used_at is None or moment - self.last_used_at > timedelta(hours=1):
            Credential.objects.filter(pk=self.pk).update(last_used_at=moment)
