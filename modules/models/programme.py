"""A programme: half-days taken one after the other, a day with its two. Its modules stand under its page, in order."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.search import index

from cms.models import Findable, Listed
from cms.numbers import write_minutes
from modules.models.activity import Activity
from modules.models.institute import TAUGHT, InstitutePage
from modules.models.module import Module


class Programme(Findable, Listed, Page):
    found_as = TAUGHT
    summary = models.TextField(_("summary"))
    audience = models.TextField(_("audience"), blank=True)
    progression = models.TextField(_("how its modules follow one another"), blank=True)

    parent_page_types: ClassVar[list[str]] = ["modules.InstitutePage"]
    subpage_types: ClassVar[list[str]] = ["modules.Module"]
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("audience"),
        FieldPanel("progression"),
    ]

    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields,
        *[index.SearchField(name) for name in ("summary", "audience", "progression")],
    ]

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")

    @property
    def institute(self) -> InstitutePage:
        return InstitutePage.objects.parent_of(self).get()

    def modules(self) -> list[Module]:
        """Its live modules in teaching order."""
        return list(Module.objects.child_of(self).live().order_by("path"))

    def lengths(self) -> list[tuple[Module, int]]:
        """Each module with the minutes its live activities plan: two queries, whatever their number."""
        minutes = list(Activity.objects.descendant_of(self).live().values_list("path", "planned_minutes"))
        return [
            (module, sum(length for path, length in minutes if path.startswith(module.path)))
            for module in self.modules()
        ]

    def planned_minutes(self) -> int:
        return sum(length for _module, length in self.lengths())

    def summary_words(self) -> str:
        return self.summary

    def facts(self) -> list[str]:
        return [write_minutes(self.planned_minutes())]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        rows = self.lengths()
        own = {"rows": rows, "total_minutes": sum(minutes for _module, minutes in rows)}
        return super().get_context(request, *args, **kwargs) | own
