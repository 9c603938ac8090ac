"""A training institute on the site: its modules stand under its page."""

from typing import Any, ClassVar

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Collection, Page
from wagtail.search import index

from cms.models import Findable, Heading

TAUGHT = Heading("modules", _("Modules, programmes, institutes"))


class InstitutePage(Findable, Page):
    found_as = TAUGHT
    introduction = models.TextField(_("introduction"), blank=True)
    contact = models.CharField(_("whom to write to"), max_length=200, blank=True)

    subpage_types: ClassVar[list[str]] = ["modules.Programme", "modules.Module"]
    content_panels: ClassVar[list[FieldPanel]] = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("contact"),
    ]

    search_fields: ClassVar[list[Any]] = [*Page.search_fields, index.SearchField("introduction")]

    class Meta:
        verbose_name = _("institute page")
        verbose_name_plural = _("institute pages")

    @property
    def own_collection(self) -> Collection:
        """Its images, documents and questions; made the first time it is asked for."""
        root = Collection.get_first_root_node()
        return root.get_children().filter(name=self.title).first() or root.add_child(name=self.title)

    def modules(self) -> Any:
        """Its live modules, in a programme or not, in the order of the tree; a translation is linked from its page."""
        modules = apps.get_model("modules", "Module")
        return modules.objects.descendant_of(self).filter(locale=self.locale).live().order_by("path")
