"""A half-day module: what Qualiopi asks to make public, the competencies it works on, its activities."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Sum
from django.http import HttpRequest
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, Page, TranslatableMixin
from wagtail.search import index

from cms.models import EASY_PANELS, EasyToRead, Findable, Listed
from cms.numbers import write_minutes
from competencies.prepared import Prepared
from modules.checking import HALF_DAY_MINUTES
from modules.course import describe_course
from modules.models.activity import Activity
from modules.models.institute import TAUGHT, InstitutePage
from modules.models.public_facts import PUBLIC_FACTS, PublicFacts
from modules.studio.panels import MeterPanel

__all__ = ["HALF_DAY_MINUTES", "Module", "ModuleAlignment", "ModuleOutcome"]


class Module(EasyToRead, Findable, Listed, PublicFacts):
    found_as = TAUGHT
    explains = ("title", "summary", *PUBLIC_FACTS)
    summary = models.TextField(_("summary"))
    is_private = models.BooleanField(
        _("private to its learner"),
        default=False,
        help_text=_("A positioning: no hours, no attestation, no place in the catalogue, in plans, in conventions."),
    )

    parent_page_types: ClassVar[list[str]] = ["modules.InstitutePage", "modules.Programme"]
    # Activity is listed although nobody creates one: without it Wagtail finds no view set for the children.
    subpage_types: ClassVar[list[str]] = [
        "modules.Activity",
        "modules.LessonPage",
        "modules.QuizPage",
        "modules.DialoguePage",
        "modules.NotePage",
        "modules.QuestionnairePage",
        "modules.VirtualSitePage",
        "modules.OrientationPage",
        "modules.PositioningPage",
        "modules.WorkshopPage",
    ]
    content_panels: ClassVar[list[Any]] = [
        MeterPanel(heading=_("Where this module stands")),
        *Page.content_panels,
        FieldPanel("summary"),
        InlinePanel("outcomes", label=_("At the end, you …"), min_num=1),
        InlinePanel("alignments", heading=_("Competencies"), label=_("competency"), min_num=1),
        MultiFieldPanel([FieldPanel(name) for name in PUBLIC_FACTS], heading=_("What the public must find")),
        FieldPanel("is_private"),
        *EASY_PANELS,
    ]

    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields,
        *[index.SearchField(name) for name in ("summary", "audience", "methods", "prerequisites", "assessment")],
        index.RelatedFields("outcomes", [index.SearchField("sentence")]),
    ]

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")

    @classmethod
    def findable(cls) -> Any:
        """Those of the catalogue: a positioning is its learner's own, a module without an edition is not open."""
        return cls.objects.filter(is_private=False, editions__isnull=False)

    @cached_property
    def institute(self) -> InstitutePage:
        """Whose module it is, in a programme or not."""
        return InstitutePage.objects.ancestor_of(self).get()

    def activities(self) -> Any:
        """Live activities in teaching order, as their base: no query per kind."""
        return Activity.objects.child_of(self).live().order_by("path")

    def in_other_languages(self) -> Any:
        """The same module, live, said in another language."""
        return self.get_translations().live().select_related("locale")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """In its own language, interface included, or with the interface of who reads under /en/; rendered here, while
        that language is the current one."""
        around = translation.get_language()
        with translation.override(self.locale.language_code if around == settings.LANGUAGE_CODE else around):
            return super().serve(request, *args, **kwargs).render()

    def planned_minutes(self) -> int:
        """Sum of the minutes planned by the live activities."""
        return self.activities().aggregate(total=Sum("planned_minutes"))["total"] or 0

    def summary_words(self) -> str:
        return self.summary

    def facts(self) -> list[str]:
        return [write_minutes(self.planned_minutes())]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        activities = list(_activities_under(path=self.path, depth=self.depth + 1))
        if getattr(request, "is_preview", False):  # what an author has not saved is on the page, not in the database
            outcomes, alignments = self.outcomes.all(), self.alignments.select_related("cfitem")
        else:
            outcomes, alignments = _outcomes_of(module=self.pk), _aligned_to(module=self.pk)
        competencies = [row.cfitem for row in alignments]
        minutes = sum(each.planned_minutes for each in activities)
        address = f"{settings.WAGTAILADMIN_BASE_URL}{self.url}"
        own = {
            "activities": activities,
            "competencies": competencies,
            "total_minutes": minutes,
            "course": describe_course(self, minutes, [item.full_statement for item in competencies], address),
            "outcomes": list(outcomes),
            "others": list(_translations_of(key=self.translation_key, module=self.pk)),
        }
        return super().get_context(request, *args, **kwargs) | own


class ModuleOutcome(TranslatableMixin, Orderable):
    """« À la fin, vous … »: one sentence."""

    module = ParentalKey(Module, on_delete=models.CASCADE, related_name="outcomes")
    sentence = models.CharField(_("sentence"), max_length=250)

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("outcome")


class ModuleAlignment(TranslatableMixin, Orderable):
    """A competency the module works on."""

    module = ParentalKey(Module, on_delete=models.CASCADE, related_name="alignments")
    cfitem = models.ForeignKey(
        "competencies.CFItem", models.PROTECT, related_name="module_alignments", verbose_name=_("competency")
    )

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("module's competency")


# What the page of a module asks, whoever opens it.
_activities_under = Prepared(
    lambda path, depth: Activity.objects.live().filter(path__startswith=path, depth=depth).order_by("path"),
    path=models.CharField(),
    depth=models.IntegerField(),
)
_aligned_to = Prepared(
    lambda module: ModuleAlignment.objects.filter(module=module).select_related("cfitem"),
    module=models.BigIntegerField(),
)
_outcomes_of = Prepared(lambda module: ModuleOutcome.objects.filter(module=module), module=models.BigIntegerField())
_translations_of = Prepared(
    lambda key, module: Module.objects.live().filter(translation_key=key).exclude(pk=module).select_related("locale"),
    key=models.UUIDField(),
    module=models.BigIntegerField(),
)
