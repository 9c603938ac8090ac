"""The home page: what this is, a situation to try at once, a figure, where to begin, what we promise."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, get_page_models
from wagtail.search import index

from cms.blocks import POSTURE_ICONS, PageBlock, PromiseBlock, TrialBlock, WayBlock
from cms.figures import read_figure
from cms.models.easy import EASY_PANELS, EasyToRead
from cms.models.findable import DESCRIPTION, Findable
from cms.models.listed import Listed
from cms.panels import RemarksPanel
from cms.saying import say_all


class HomePage(EasyToRead, Findable, Page):
    explains = (
        *("title", "lead", "small_print", "trial", "figure_message", "ways_title", "ways", "promises"),
        *("employers_title", "employers_text"),
    )
    lead = models.TextField(_("what this is, for whom"), blank=True)
    small_print = models.CharField(_("under the buttons"), max_length=255, blank=True)
    trial = StreamField([("situation", TrialBlock())], verbose_name=_("situation to try"), max_num=3, blank=True)
    figure_cell = models.CharField(_("survey cell"), max_length=120, blank=True)
    figure_message = models.TextField(_("sentence after the figure"), blank=True)
    ways_title = models.CharField(_("title"), max_length=255, blank=True)
    ways = StreamField([("way", WayBlock())], verbose_name=_("ways to learn"), blank=True)
    featured = StreamField([("page", PageBlock())], verbose_name=_("where to begin"), blank=True)
    promises = StreamField([("promise", PromiseBlock())], verbose_name=_("what we promise"), blank=True)
    employers_title = models.CharField(_("title"), max_length=255, blank=True)
    employers_text = models.TextField(_("for employers and funders"), blank=True)

    template = "cms/home.html"
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    content_panels: ClassVar[list[Any]] = [
        RemarksPanel(),
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("small_print"),
        FieldPanel("trial"),
        MultiFieldPanel([FieldPanel("figure_cell"), FieldPanel("figure_message")], _("Survey figure")),
        MultiFieldPanel([FieldPanel("ways_title"), FieldPanel("ways")], _("Ways to learn")),
        FieldPanel("featured"),
        FieldPanel("promises"),
        MultiFieldPanel([FieldPanel("employers_title"), FieldPanel("employers_text")], _("Employers and funders")),
        *EASY_PANELS,
    ]

    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields,
        *[index.SearchField(name) for name in ("lead", "ways", "promises", "employers_text")],
        DESCRIPTION,
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        trial = read_trial([block.value for block in self.trial], request.GET.get("r", ""), "suite" in request.GET)
        figure = read_figure(self.figure_cell) if self.figure_cell else None
        own = {"trial": trial, "figure": figure, "beginnings": say_all(self.beginnings(), ("title",))}
        return super().get_context(request, *args, **kwargs) | own

    def beginnings(self) -> list[Page]:
        """The pages chosen in « where to begin », in that order; without a choice, every page that is `Listed`."""
        chosen = [block.value.pk for block in self.featured if block.value]
        open_pages = Page.objects.live().public().filter(locale=self.locale)
        if not chosen:
            listed = [model for model in get_page_models() if issubclass(model, Listed)]
            return list(open_pages.descendant_of(self).type(*listed).order_by("path").specific()) if listed else []
        found = {page.pk: page for page in open_pages.filter(pk__in=chosen).specific()}
        return [found[pk] for pk in chosen if pk in found]


@dataclass(frozen=True)
class Trial:
    """Where a visitor is in the conversation to try. Nothing is kept: her answers so far are in the address."""

    situation: Any
    number: int
    total: int
    before: str
    """Her answers to the earlier situations, a digit each."""
    chosen: dict[str, Any] | None
    """Her answer to this one, ready to show."""

    @property
    def given(self) -> str:
        return f"{self.before}{self.chosen['number'] if self.chosen else ''}"

    @property
    def is_last(self) -> bool:
        return self.number == self.total


def read_trial(situations: Sequence[Any], given: str, goes_on: bool) -> Trial | None:
    """The situation to show: the last one answered, or with `goes_on` the one after it; the first for whatever is no
    answer. None where the page has nothing to try."""
    if not situations:
        return None
    answered = [choose_answer(situation, digit) for situation, digit in zip(situations, given, strict=False)]
    if len(given) > len(situations) or None in answered:
        given, answered = "", []
    place = len(given) if goes_on and len(given) < len(situations) else max(0, len(given) - 1)
    chosen = answered[place] if place < len(answered) else None
    return Trial(situations[place], place + 1, len(situations), given[:place], chosen)


def choose_answer(situation: Any, number: str) -> dict[str, Any] | None:
    """The answer a visitor gave (« 1 » is the first), ready to show; None before any answer, or for no such answer."""
    answers = {str(place): answer for place, answer in enumerate(situation["answers"], 1)}
    if number not in answers:
        return None
    answer = answers[number]
    words = dict(answer.block.child_blocks["posture"].field.choices)
    return {
        "number": int(number),
        "says": answer["says"],
        "posture": words[answer["posture"]],
        "icon": POSTURE_ICONS[answer["posture"]],
        "reaction": answer["reaction"],
        "why": answer["why"],
    }
