"""What was done to the store by hand, when and by whom: written once, never changed (triggers of the database)."""

from typing import Any, NoReturn

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Deed(models.TextChoices):
    ERASED = "erased", _("answers and documents of an actor erased")
    PURGE_STARTED = "purge started", _("purge started")
    PURGED = "purged", _("purge done")
    CREDENTIAL_OPENED = "credential opened", _("credential opened")
    CREDENTIAL_CLOSED = "credential closed", _("credential closed")
    TARGET_OPENED = "target opened", _("forwarding target opened")
    TARGET_CLOSED = "target closed", _("forwarding target closed")


class AuditEntryManager(models.Manager["AuditEntry"]):
    def note(self, deed: Deed, by: str, **details: Any) -> "AuditEntry":
        """In the caller's transaction: the deed and its trace stand or fall together."""
        return self.create(deed=deed, by=by, details=details)


class AuditEntry(models.Model):
    """`by` is what the caller says of itself; `details` are counts and limits, never what was erased."""

    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.CharField(_("who"), max_length=120)
    deed = models.CharField(_("what"), max_length=20, choices=Deed)
    details = models.JSONField(_("details"), default=dict)

    objects = AuditEntryManager()

    class Meta:
        verbose_name = _("entry of the audit trail")
        verbose_name_plural = _("audit trail")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.deed}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            self._refuse()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        self._refuse()

    def _refuse(self) -> NoReturn:
        raise TypeError("An entry of the audit trail is written once.")
