"""The guide of procedures: what each online procedure asks, and what a worker may and may not do in it."""

from hashlib import sha256
from typing import Any, ClassVar

from django.core.cache import cache
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from cms.blocks import PageBlock
from cms.guide_blocks import EasySheetBlock, EntryRuleBlock, MistakeBlock, PaperBlock, StepBlock
from cms.models.easy import EASY_PANELS, EasyToRead
from cms.models.findable import DESCRIPTION, GUIDE, Findable
from cms.panels import FOUND_BY, RemarksPanel
from cms.pango import pdf_ready
from cms.paper import font_addresses, write_paper
from cms.saying import say_all

ONE_DAY = 60 * 60 * 24


class GuidePage(EasyToRead, Findable, Page):
    found_as = GUIDE
    explains = ("title", "lead")
    lead = models.TextField(_("first sentences"), blank=True)
    beside = StreamField([("page", PageBlock())], verbose_name=_("to read with it"), blank=True)

    template = "cms/guide.html"
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = ["cms.ProcedurePage"]
    content_panels: ClassVar[list[Any]] = [
        RemarksPanel(),
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("beside"),
        *EASY_PANELS,
    ]

    search_fields: ClassVar[list[Any]] = [*Page.search_fields, index.SearchField("lead"), DESCRIPTION]

    class Meta:
        verbose_name = _("guide of procedures")
        verbose_name_plural = _("guides of procedures")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        procedures = ProcedurePage.objects.child_of(self).live().public().order_by("title")
        chosen = [block.value.pk for block in self.beside if block.value]
        beside = Page.objects.live().public().filter(pk__in=chosen).order_by("path")
        own = {"procedures": say_all(procedures, ("title", "purpose", "service"))}
        own["beside"] = say_all(beside, ("title", "search_description"))
        return super().get_context(request, *args, **kwargs) | own


class ProcedurePage(EasyToRead, Findable, RoutablePageMixin, Page):
    found_as = GUIDE
    explains = ("title", "purpose", "service", "papers", "steps", "mistakes", "rules")
    purpose = models.TextField(_("what it is for"), help_text=_("Two sentences: which right, who it concerns, when."))
    service = models.CharField(_("service"), max_length=120, help_text=_("For example: Caf ou MSA."))
    official_address = models.URLField(
        _("official address"),
        blank=True,
        help_text=_("The home page of the service, never an advertisement: https://…"),
    )
    checked_on = models.DateField(
        _("checked by a professional on"), null=True, blank=True, help_text=_("Left empty, the page says it is not.")
    )
    papers = StreamField([("paper", PaperBlock())], verbose_name=_("papers"), blank=True)
    steps = StreamField([("step", StepBlock())], verbose_name=_("steps"))
    mistakes = StreamField([("mistake", MistakeBlock())], verbose_name=_("common errors"), blank=True)
    rules = StreamField([("rule", EntryRuleBlock())], verbose_name=_("who may enter what"))
    practice_slug = models.SlugField(
        _("module where one practises"), blank=True, help_text=_("The end of its address: savoir-accompagner.")
    )
    sheet = StreamField([("sheet", EasySheetBlock())], verbose_name=_("sheet to hand out"), max_num=1, blank=True)

    template = "cms/procedure.html"
    parent_page_types: ClassVar[list[str]] = ["cms.GuidePage"]
    subpage_types: ClassVar[list[str]] = []
    writing_words = _("A procedure of the guide")
    content_panels: ClassVar[list[Any]] = [
        RemarksPanel(),
        *Page.content_panels,
        FieldPanel("purpose"),
        MultiFieldPanel([FieldPanel(name) for name in ("service", "official_address", "checked_on")], _("Service")),
        *[FieldPanel(name) for name in ("papers", "steps", "mistakes", "rules", "practice_slug", "sheet")],
        *EASY_PANELS,
    ]
    promote_panels = FOUND_BY

    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields,
        *[index.SearchField(name) for name in ("purpose", "service", "papers", "steps", "mistakes", "rules", "sheet")],
        DESCRIPTION,
    ]

    class Meta:
        verbose_name = _("procedure")
        verbose_name_plural = _("procedures")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **kwargs) | {"practice": self.practice()}

    def practice(self) -> Page | None:
        """The live page where one practises this procedure: found by its slug, since modules come and go."""
        if not self.practice_slug:
            return None
        return Page.objects.live().public().filter(slug=self.practice_slug, locale=self.locale).order_by("path").first()

    @path("fiche/")  # type: ignore[untyped-decorator]
    def show_sheet(self, request: HttpRequest) -> HttpResponse:
        """The sheet to hand out, on screen."""
        own = {"sheet": self.own_sheet(), "pdf": pdf_ready()}
        return self.render(request, template="cms/procedure_sheet.html", context_overrides=own)

    @path("fiche/pdf/")  # type: ignore[untyped-decorator]
    def download_sheet(self, request: HttpRequest) -> HttpResponse:
        """The same as a PDF, drawn once a day at most for the same words; without Pango, the page to print."""
        sheet = self.own_sheet()
        if not pdf_ready():
            return redirect(f"{self.url}fiche/")
        with translation.override("fr"):
            page = render_to_string("cms/sheet_pdf.html", {"sheet": sheet, "page": self, "fonts": font_addresses()})
        digest = sha256(page.encode()).hexdigest()
        paper = cache.get_or_set(f"sheet-{digest}", lambda: write_paper(page, digest), ONE_DAY)
        name = f'inline; filename="{self.slug}.pdf"'
        return HttpResponse(paper, content_type="application/pdf", headers={"Content-Disposition": name})

    def own_sheet(self) -> Any:
        """Raises Http404 where nobody wrote one."""
        if not self.sheet:
            raise Http404
        return self.sheet[0].value
