"""A link that shows one edition to who holds it, without an account: until a day, or until it is closed."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.funding.models.funding_edition import FundingEdition


class ShareLinkQuerySet(models.QuerySet["ShareLink"]):
    def open_at(self, moment: datetime) -> "ShareLinkQuerySet":
        return self.filter(closed_at=None, expires_at__gt=moment)


class ShareLink(models.Model):
    """One edition, so that its figures never change under who reads them. The address is its signed id."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    edition = models.ForeignKey(FundingEdition, models.PROTECT, related_name="links", verbose_name=_("edition"))
    purpose = models.CharField(_("for whom"), max_length=120)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("made by"))
    made_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("expires"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = ShareLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("share link")
        verbose_name_plural = _("share links")
        ordering = ["-made_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="share_link_expires_after_made",
                condition=models.Q(expires_at__gt=models.F("made_at")),
                violation_error_message=_("A link expires after it is made."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} · {self.purpose}"

    def is_open(self, moment: datetime) -> bool:
        return self.closed_at is None and moment < self.expires_at


class ShareLinkReading(models.Model):
    """Somebody opened the link: when, and nothing of who."""

    link = models.ForeignKey(ShareLink, models.CASCADE, related_name="readings", verbose_name=_("link"))
    read_at = models.DateTimeField(_("read"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("reading of a link")
        verbose_name_plural = _("readings of links")
        ordering = ["-read_at", "-id"]

    def __str__(self) -> str:
        return f"{self.link_id} · {self.read_at}"
