"""The easy edition of a page (« facile à lire ») at the page's own address, beside the standard one it says again.

It is written for the words the page had then. Once one of them changes it is no longer shown, and the studio says that
it is stale, until its author changes it or says that it was read again.
"""

from inspect import ismethod
from typing import Any, ClassVar

from django.db import models
from django.forms import BooleanField
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.easy_blocks import EASY_BLOCKS
from cms.plain_words import Remark, read_lines
from cms.said_again import digest_of
from cms.saying import missing_in_english, say

READING = "lecture"
EASY = "facile"
ENGLISH_TEXTS = "wagtailsnippets_cms_englishtext:list"


class EasyForm(WagtailAdminPageForm):
    """The page's form, with the box « read again »."""

    easy_read_again = BooleanField(
        required=False, label=_("I have read the easy edition again: it still says what the page says")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines_before = self.instance.easy_lines()

    def save(self, commit: bool = True) -> Any:
        if self.instance.easy_lines() != self.lines_before or self.cleaned_data.get("easy_read_again"):
            self.instance.keep_easy()
        return super().save(commit=commit)


class EasyPanel(Panel):
    """Above the easy edition: whether it is stale, what is hard in it. It never says that a text is easy to read."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/studio/easy_panel.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk and self.instance.easy)


class EnglishPanel(Panel):
    """Whether the page is read in English, and what keeps it from being so."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/studio/english_panel.html"

        def is_shown(self) -> bool:
            return self.instance.pk is not None

        def get_context_data(self, parent_context: Any = None) -> Any:
            missing = missing_in_english(self.instance)
            return super().get_context_data(parent_context) | {"missing": missing, "address": reverse(ENGLISH_TEXTS)}


class EasyToRead(Page):
    """Mixin of a page that explains something."""

    easy = StreamField(EASY_BLOCKS, verbose_name=_("easy edition"), blank=True)
    easy_digest = models.CharField(max_length=64, blank=True, editable=False)
    """Of the words that the easy edition says again."""

    base_form_class = EasyForm
    said_in = ""
    """The language in which it is being read; empty: its own."""
    explains: ClassVar[tuple[str, ...]] = ("title",)
    """The fields that are read as sentences."""

    class Meta:
        abstract = True

    def keep_easy(self) -> None:
        """From now on the easy edition says what the page says at this moment."""
        self.easy_digest = digest_of(self) if self.easy else ""

    @property
    def easy_is_stale(self) -> bool:
        return bool(self.easy) and self.easy_digest != digest_of(self)

    @property
    def easy_is_shown(self) -> bool:
        return bool(self.easy) and not self.easy_is_stale

    def easy_words(self) -> list[str]:
        return [block.value["word"] for block in self.easy if block.block_type == "word"]

    def easy_lines(self) -> list[str]:
        """Everything that the easy edition has people read, line by line."""
        lines: list[str] = []
        for block in self.easy:
            if block.block_type == "part":
                lines += [block.value["title"], *block.value["lines"]]
            else:
                lines.append(block.value["meaning"])
        return lines

    def easy_remarks(self) -> list[Remark]:
        return read_lines(self.easy_lines(), self.easy_words())

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """In the reader's language: the words are replaced before anything is computed from them."""
        said = say(self)
        if said is not self:  # a page with addresses of its own is given the method that answers: that of this copy
            args = tuple(each.__func__.__get__(said) if ismethod(each) else each for each in args)
        return super(EasyToRead, said).serve(request, *args, **kwargs)

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The easy edition for who asks for it (`?lecture=facile`); else, or while it is stale, the page."""
        if request.GET.get(READING) == EASY and self.easy_is_shown:
            self.said_in = self.locale.language_code
            return "cms/easy.html"
        return super().get_template(request, *args, **kwargs)


EASY_PANELS: list[Any] = [
    MultiFieldPanel([EasyPanel(), FieldPanel("easy"), FieldPanel("easy_read_again")], _("Easy edition")),
    MultiFieldPanel([EnglishPanel()], _("In English")),
]
