"""A training institute on the site: its modules stand under its page."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page


class InstitutePage(Page):
    introduction = models.TextField(_("introduction"), blank=True)
    contact = models.CharField(_("whom to write to"), max_length=200, blank=True)

    subpage_types: ClassVar[list[str]] = ["modules.Module"]
    content_panels: ClassVar[list[FieldPanel]] = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("contact"),
    ]

    class Meta:
        verbose_name = _("institute page")
        verbose_name_plural = _("institute pages")
