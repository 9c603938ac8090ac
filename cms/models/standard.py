"""Pages of plain text: accessibility, personal data, who sees what."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from cms.blocks import FigureBlock, NoteBlock, PictureBlock, RichBlock
from cms.guide_blocks import EntryRuleBlock
from cms.models.easy import EASY_PANELS, EasyToRead
from cms.models.findable import DESCRIPTION, Findable
from cms.panels import RemarksPanel


class StandardPage(EasyToRead, Findable, Page):
    explains = ("title", "lead", "body")
    lead = models.TextField(_("first sentences"), blank=True)
    body = StreamField(
        [
            ("text", RichBlock()),
            ("figure", FigureBlock()),
            ("note", NoteBlock()),
            ("picture", PictureBlock()),
            ("rule", EntryRuleBlock()),
        ],
        verbose_name=_("text"),
        blank=True,
    )
    in_footer = models.BooleanField(_("linked at the foot of every page"), default=False)

    template = "cms/standard.html"
    # Under the home page only: the foot of every page writes its address without asking the tree.
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    writing_words = _("A text page")
    content_panels: ClassVar[list[Any]] = [
        RemarksPanel(),
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("body"),
        *EASY_PANELS,
    ]
    promote_panels: ClassVar[list[Any]] = [*Page.promote_panels, FieldPanel("in_footer")]

    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields,
        *[index.SearchField(name) for name in ("lead", "body")],
        DESCRIPTION,
    ]

    class Meta:
        verbose_name = _("text page")
        verbose_name_plural = _("text pages")
