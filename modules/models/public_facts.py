"""What a training institute must make public of whatever it sells, a module or a programme (Qualiopi, indicator 1)."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PageViewRestriction


class PublicFacts(Page):
    audience = models.TextField(_("audience"), blank=True)
    prerequisites = models.TextField(_("prerequisites"), blank=True)
    methods = models.TextField(_("methods"), blank=True)
    assessment = models.TextField(_("assessment"), blank=True)
    accessibility = models.TextField(_("accessibility"), blank=True)
    access = models.TextField(_("access and time to get in"), blank=True)
    price = models.TextField(_("price"), blank=True)

    class Meta:
        abstract = True

    def get_view_restrictions(self) -> Any:
        """Those of this page and of the pages above it, and of what they are aliases of: one query, where Wagtail asks
        for the pages first."""
        above = [self.path[:length] for length in range(self.steplen, len(self.path) + 1, self.steplen)]
        asked = models.Q(page__path__in=above) | models.Q(page__aliases__path__in=above)
        return PageViewRestriction.objects.filter(asked).distinct()


PUBLIC_FACTS = ("audience", "prerequisites", "methods", "assessment", "accessibility", "access", "price")
