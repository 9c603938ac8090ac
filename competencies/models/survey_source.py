"""A study, an article or a note that the figures come from."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SurveySource(models.Model):
    key = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=240)
    publisher = models.CharField(max_length=120)
    published = models.CharField(max_length=40, blank=True)
    """As printed: « octobre 2018 »."""
    collected = models.CharField(max_length=80, blank=True)
    population = models.TextField(blank=True)
    """Who answered, in one sentence."""
    note = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("survey source")
        verbose_name_plural = _("survey sources")
        ordering = ["position", "key"]

    def __str__(self) -> str:
        return self.title
