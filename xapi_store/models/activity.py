"""What the store knows of an activity, from all the statements that defined it: its canonical definition."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Activity(models.Model):
    key = models.BigIntegerField(_("key"), primary_key=True)
    iri = models.TextField(_("id"))
    definition = models.TextField(_("definition, in JSON"))

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")

    def __str__(self) -> str:
        return self.iri
