"""A programme: half-days taken one after the other, a day with its two, a path with its three.

Its half-days are chosen, in order, among the institute's modules: a module stands in as many programmes as one likes.
Those that stand under its own page come after them.
"""

from functools import reduce
from operator import or_
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import Orderable, Page, TranslatableMixin
from wagtail.search import index

from cms.models import Findable, Listed
from cms.numbers import write_minutes
from modules.models.activity import Activity
from modules.models.institute import TAUGHT, InstitutePage
from modules.models.module import Module, ModuleOutcome
from modules.models.public_facts import PUBLIC_FACTS, PublicFacts
from modules.studio.programme_form import ProgrammeForm


class Programme(Findable, Listed, PublicFacts):
    found_as = TAUGHT
    summary = models.TextField(_("summary"))
    progression = models.TextField(_("how its modules follow one another"), blank=True)

    parent_page_types: ClassVar[list[str]] = ["modules.InstitutePage"]
    subpage_types: ClassVar[list[str]] = ["modules.Module"]
    base_form_class = ProgrammeForm
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("summary"),
        InlinePanel("chosen_modules", heading=_("Its half-days, in order"), label=_("half-day")),
        FieldPanel("progression"),
        MultiFieldPanel([FieldPanel(name) for name in PUBLIC_FACTS], heading=_("What the public must find")),
    ]

    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields,
        *[index.SearchField(name) for name in ("summary", "audience", "progression")],
    ]

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")

    @cached_property
    def institute(self) -> InstitutePage:
        return InstitutePage.objects.parent_of(self).get()

    def modules(self) -> list[Module]:
        """Its live modules in teaching order: those chosen, then those under its page. Three queries."""
        chosen = [row.module_id for row in self.chosen_modules.all()]
        live = Module.objects.live().in_bulk(chosen)
        own = Module.objects.child_of(self).live().exclude(pk__in=chosen).order_by("path")
        return [live[each] for each in chosen if each in live] + list(own)

    def lengths(self) -> list[tuple[Module, int]]:
        """Each module with the minutes its live activities plan: one query more, whatever their number."""
        modules = self.modules()
        if not modules:
            return []
        within = reduce(or_, (models.Q(path__startswith=module.path) for module in modules))
        minutes = list(Activity.objects.filter(within).live().values_list("path", "planned_minutes"))
        return [(module, sum(length for path, length in minutes if path.startswith(module.path))) for module in modules]

    def planned_minutes(self) -> int:
        return sum(length for _module, length in self.lengths())

    def summary_words(self) -> str:
        return self.summary

    def facts(self) -> list[str]:
        return [write_minutes(self.planned_minutes())]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        rows = self.lengths()
        modules = [module for module, _minutes in rows]
        outcomes = list(ModuleOutcome.objects.filter(module__in=modules))
        aims = [[row for row in outcomes if row.module_id == module.pk] for module in modules]
        own = {
            "rows": [(*row, aims_of) for row, aims_of in zip(rows, aims, strict=True)],
            "total_minutes": sum(minutes for _module, minutes in rows),
        }
        return super().get_context(request, *args, **kwargs) | own


class ProgrammeModule(TranslatableMixin, Orderable):
    """A half-day of the programme, which lives where it lives."""

    programme = ParentalKey(Programme, on_delete=models.CASCADE, related_name="chosen_modules")
    module = models.ForeignKey(Module, models.CASCADE, related_name="programme_places", verbose_name=_("module"))

    panels: ClassVar[list[Any]] = [PageChooserPanel("module", page_type="modules.Module")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("half-day of a programme")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "module"],
                name="programme_module_once",
                violation_error_message=_("This half-day is already in the programme."),
            )
        ]
