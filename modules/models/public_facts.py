"""What a training institute must make public of whatever it sells, a module or a programme (Qualiopi, indicator 1)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


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


PUBLIC_FACTS = ("audience", "prerequisites", "methods", "assessment", "accessibility", "access", "price")
