"""What a module is made of. Concrete, so that minutes, order and competencies are one query for all kinds."""

from typing import Any, ClassVar

import msgspec
from django.db import models
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable, Page, TranslatableMixin

from modules.easy_words import easy_of, readers_of
from modules.loading.schema import ActivityFile, EasyReader, EasyWords
from modules.studio.forms import ActivityForm
from modules.studio.panels import MinutesPanel
from modules.studio.previewing import PREVIEW_MODES, preview_context


class Activity(Page):
    """The base of every kind. A kind says how it is frozen (`freeze`) and filled from a file (`fill`).

    Not a page one visits: learners take the frozen copy of an edition, at an address of their registration.
    """

    planned_minutes = models.PositiveSmallIntegerField(_("planned minutes"), default=10)
    purpose = models.TextField(_("purpose"), blank=True)
    easy = models.JSONField(_("easier words"), default=list, blank=True)
    """Texts of the activity in easier words, as `loading.schema.EasyWords`; written by `studio.easing` alone."""
    easy_readers = models.JSONField(_("readers of the easier words"), default=list, blank=True)
    """Who read them as they are, as `loading.schema.EasyReader`; written by `studio.easing` alone."""

    is_creatable = False
    parent_page_types: ClassVar[list[str]] = ["modules.Module"]
    subpage_types: ClassVar[list[str]] = []
    base_form_class = ActivityForm
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        MinutesPanel(heading=_("Minutes of the module")),
        FieldPanel("planned_minutes"),
        FieldPanel("purpose"),
        InlinePanel("alignments", heading=_("Competencies"), label=_("competency")),
    ]

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")

    def freeze(self) -> ActivityFile:
        """The whole activity as plain data: what an edition keeps and a learner is shown."""
        raise NotImplementedError

    def fill(self, written: Any) -> None:
        """Take the content of a file; saves nothing."""
        raise NotImplementedError

    def asked_questions(self) -> set[int]:
        """Keys of the questions of the bank that it asks."""
        return set()

    def tie_questions(self, written: Any, bank: dict[str, Any]) -> None:
        """Put the questions of the bank, given by key, in the order of the file. A kind that asks none has nothing."""

    def media(self) -> dict[str, Any]:
        """The documents and pictures it shows, by the name an edition gives them; most kinds show none."""
        return {}

    def tie_media(self, written: Any, kept: dict[str, Any]) -> None:
        """Put the documents and pictures, given by name, where the file has them; saves nothing."""

    def frozen_heading(self) -> dict[str, Any]:
        """The words every kind shares."""
        return {
            "key": self.slug,
            "title": self.title,
            "minutes": self.planned_minutes,
            "purpose": self.purpose or self.title,
            "competencies": [row.cfitem.human_coding_scheme for row in self.alignments.all()],
            **({"easy": [EasyWords(**each) for each in self.easy]} if self.easy else {}),
            **({"easy_readers": msgspec.convert(self.easy_readers, list[EasyReader])} if self.easy_readers else {}),
        }

    def take_easy_words(self, written: ActivityFile) -> None:
        """Those of a file; saves nothing."""
        self.easy = msgspec.to_builtins(easy_of(written))
        self.easy_readers = msgspec.to_builtins(readers_of(written))

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return PREVIEW_MODES

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "modules/preview/activity.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        return super().get_preview_context(request, mode_name) | preview_context(self, mode_name)

    def get_url_parts(self, request: HttpRequest | None = None) -> None:
        return None

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        raise Http404

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[Any]:
        return []


class ActivityAlignment(TranslatableMixin, Orderable):
    """A competency the activity works on; with a question's own, what ties a statement to evidence."""

    activity = ParentalKey(Activity, on_delete=models.CASCADE, related_name="alignments")
    cfitem = models.ForeignKey(
        "competencies.CFItem", models.PROTECT, related_name="activity_alignments", verbose_name=_("competency")
    )

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("activity's competency")
