"""A framework of competencies (CASE 1.1, CFDocument)."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class CFDocument(models.Model):
    identifier = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=200)
    creator = models.CharField(max_length=120)
    version = models.CharField(max_length=20)
    language = models.CharField(max_length=10)
    adoption_status = models.CharField(max_length=30)
    """CASE vocabulary: Draft, Adopted, Deprecated…"""
    description = models.TextField(blank=True)
    level_names = models.JSONField(default=list)
    """Four names, from level 1 to level 4."""

    class Meta:
        verbose_name = _("framework")
        verbose_name_plural = _("frameworks")
        ordering = ["title", "version"]

    def __str__(self) -> str:
        return self.title
