"""A document of the State, Activity Profile and Agent Profile resources (Communication 2.2)."""

from hashlib import sha1

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class DocumentKind(models.TextChoices):
    STATE = "state", _("state")
    ACTIVITY_PROFILE = "activity_profile", _("activity profile")
    AGENT_PROFILE = "agent_profile", _("agent profile")


def tag_of(content: bytes) -> str:
    """The entity tag: the SHA-1 in hexadecimal that Communication 3.1 asks for, in quotes as HTTP wants them."""
    return f'"{sha1(content, usedforsecurity=False).hexdigest()}"'


class Document(models.Model):
    """Keys as `xapi_store.keys` makes them; 0 where this kind of document has no activity, agent or registration."""

    kind = models.CharField(_("kind"), max_length=16, choices=DocumentKind)
    activity = models.BigIntegerField(_("key of the activity"), default=0)
    agent = models.BigIntegerField(_("key of the agent"), default=0)
    registration = models.BigIntegerField(_("key of the registration"), default=0)
    document_id = models.CharField(_("id"), max_length=500)
    content = models.BinaryField(_("content"))
    content_type = models.CharField(_("media type"), max_length=200)
    updated_at = models.DateTimeField(_("updated at"), default=timezone.now)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agent", "activity", "kind", "registration", "document_id"],
                name="xapi_store_document_once",
                violation_error_message=_("This document is already there."),
            ),
        ]
        indexes = [models.Index(fields=["activity", "kind"], name="xapi_store_document_activity")]

    def __str__(self) -> str:
        return f"{self.kind} {self.document_id}"

    @property
    def tag(self) -> str:
        return tag_of(bytes(self.content))
