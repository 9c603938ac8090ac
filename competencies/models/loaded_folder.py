"""Which state of a folder of fixtures the database holds."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LoadedFolder(models.Model):
    name = models.CharField(max_length=40, primary_key=True)
    digest = models.CharField(max_length=64)
    """SHA-256 of its files: equal means nothing to load."""

    class Meta:
        verbose_name = _("loaded folder")
        verbose_name_plural = _("loaded folders")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
