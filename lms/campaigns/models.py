"""A campaign: the questionnaire of 2018 put again to the staff of an organisation. Nobody is in it.

A link is destroyed when it is used and the answers carry no date and no number: nothing in the database, not even the
order of the rows, ties an answer to the link it came through.
"""

import uuid

import msgspec
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from competencies.loading.instrument_files import Instrument
from lms.people.models import Organisation


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def open_on(self, day: object) -> "CampaignQuerySet":
        return self.filter(opened_on__lte=day, closes_on__gte=day)


class Campaign(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="campaigns", verbose_name=_("organisation")
    )
    instrument = models.TextField(_("questionnaire"))
    """Frozen the day it opens: whether it compares with 2018 is asked of these words, not of today's file. JSON kept as
    text: PostgreSQL's jsonb sorts the keys of an object, and the order of the answers is the questionnaire's own."""
    opened_on = models.DateField(_("opened"), default=timezone.localdate)
    closes_on = models.DateField(_("last day"))
    links_made = models.PositiveIntegerField(_("links made"), default=0)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("opened by")
    )

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ["-closes_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="campaign_closes_after_it_opens",
                condition=models.Q(closes_on__gte=models.F("opened_on")),
                violation_error_message=_("The last day comes after the first."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.opened_on:%d/%m/%Y}"

    @property
    def asked(self) -> Instrument:
        return msgspec.json.decode(self.instrument, type=Instrument)

    @property
    def is_closed(self) -> bool:
        return timezone.localdate() > self.closes_on


class CampaignLink(models.Model):
    """A link nobody has used yet. Its secret is not kept, only its digest; used, the row goes."""

    digest = models.CharField(max_length=64, primary_key=True)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="links")

    class Meta:
        verbose_name = _("link of a campaign")
        verbose_name_plural = _("links of campaigns")

    def __str__(self) -> str:
        return str(self.campaign_id)


class CampaignAnswers(models.Model):
    """What one person ticked."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="answers")
    choices = models.JSONField(default=dict)
    """Key of an item → keys of the answers chosen."""

    class Meta:
        verbose_name = _("answers to a campaign")
        verbose_name_plural = _("answers to campaigns")

    def __str__(self) -> str:
        return str(self.campaign_id)


class CampaignWords(models.Model):
    """A free answer, alone: not kept with what the same person ticked, nor with their other sentences."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="words")
    item = models.SlugField(max_length=80)
    text = models.TextField()

    class Meta:
        verbose_name = _("free answer")
        verbose_name_plural = _("free answers")

    def __str__(self) -> str:
        return self.item
