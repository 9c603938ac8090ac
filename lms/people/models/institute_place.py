"""An institute is an organisation, a page of the site and a collection of media: one row says which."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection, Page

from lms.people.models.organisation import Organisation


class InstitutePlace(models.Model):
    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="place", verbose_name=_("institute"))
    page = models.OneToOneField(Page, models.PROTECT, related_name="+", verbose_name=_("page"))
    collection = models.OneToOneField(Collection, models.PROTECT, related_name="+", verbose_name=_("collection"))

    class Meta:
        verbose_name = _("institute's place")
        verbose_name_plural = _("institutes' places")
        ordering = ["organisation"]

    def __str__(self) -> str:
        return str(self.organisation)
