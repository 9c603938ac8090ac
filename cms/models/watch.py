"""The watch: dated notes by theme, each with its source and what it changes for a worker; listed and fed."""

from datetime import datetime, time
from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import Page
from wagtail.search import index

from cms.models.easy import EASY_PANELS, EasyToRead
from cms.models.findable import DESCRIPTION, WATCH, Findable
from cms.panels import FOUND_BY, RemarksPanel
from cms.saying import say_all

NOTES_A_PAGE = 20


class Theme(models.TextChoices):
    LAW = "law", _("Law and policy")
    RIGHTS = "rights", _("Access to rights")
    PRACTICE = "practice", _("Practices")
    TRAINING = "training", _("Training")
    DATA = "data", _("Personal data")


class WatchPage(EasyToRead, Findable, RoutablePageMixin, Page):
    found_as = WATCH
    explains = ("title", "lead")
    lead = models.TextField(_("first sentences"), blank=True)

    template = "cms/watch.html"
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = ["cms.WatchNote"]
    content_panels: ClassVar[list[Any]] = [RemarksPanel(), *Page.content_panels, FieldPanel("lead"), *EASY_PANELS]

    search_fields: ClassVar[list[Any]] = [*Page.search_fields, index.SearchField("lead"), DESCRIPTION]

    class Meta:
        verbose_name = _("watch")
        verbose_name_plural = _("watches")

    def notes(self) -> Any:
        """Live notes, newest first."""
        return WatchNote.objects.child_of(self).live().public().order_by("-noted_on", "-pk")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        asked = request.GET.get("theme", "")
        theme = Theme(asked) if asked in Theme.values else None
        notes = self.notes().filter(theme=theme) if theme else self.notes()
        shown = Paginator(notes, NOTES_A_PAGE).get_page(request.GET.get("page"))
        shown.object_list = say_all(shown.object_list, ("title", "text"))
        return super().get_context(request, *args, **kwargs) | {"themes": Theme, "theme": theme, "notes": shown}

    @path("flux/atom/")  # type: ignore[untyped-decorator]
    def feed_atom(self, request: HttpRequest) -> HttpResponse:
        return write_feed(Atom1Feed, self, request)

    @path("lettre/")  # type: ignore[untyped-decorator]
    def subscribe(self, request: HttpRequest) -> HttpResponse:
        from cms.digest.views import subscribe  # the views know the models: read when asked

        return subscribe(request, self)

    @path("lettre/confirmer/<int:key>/<str:signature>/")  # type: ignore[untyped-decorator]
    def confirm(self, request: HttpRequest, key: int, signature: str) -> HttpResponse:
        from cms.digest.views import confirm

        return confirm(request, self, key, signature)

    @path("lettre/arreter/<int:key>/<str:signature>/")  # type: ignore[untyped-decorator]
    def stop(self, request: HttpRequest, key: int, signature: str) -> HttpResponse:
        from cms.digest.views import stop

        return stop(request, self, key, signature)

    @path("flux/rss/")  # type: ignore[untyped-decorator]
    def feed_rss(self, request: HttpRequest) -> HttpResponse:
        return write_feed(Rss201rev2Feed, self, request)


class WatchNote(EasyToRead, Findable, Page):
    found_as = WATCH
    explains = ("title", "text", "change", "source")
    noted_on = models.DateField(
        _("day"), default=timezone.localdate, help_text=_("The day of the news. For example: 23/11/2026.")
    )
    theme = models.CharField(_("theme"), max_length=10, choices=Theme.choices)
    text = models.TextField(_("what is known"), help_text=_("A few sentences of yours, never a copy of the source."))
    change = models.TextField(_("what it changes for me"), help_text=_("What a worker may do differently tomorrow."))
    source = models.CharField(_("source"), max_length=255, help_text=_("For example: name of the report, year, page."))
    source_address = models.URLField(
        _("address of the source"), blank=True, help_text=_("The whole address, as copied from the browser: https://…")
    )

    template = "cms/watch_note.html"
    parent_page_types: ClassVar[list[str]] = ["cms.WatchPage"]
    subpage_types: ClassVar[list[str]] = []
    writing_words = _("A note of the watch")
    content_panels: ClassVar[list[Any]] = [
        RemarksPanel(),
        *Page.content_panels,
        FieldPanel("noted_on"),
        FieldPanel("theme"),
        FieldPanel("text"),
        FieldPanel("change"),
        MultiFieldPanel([FieldPanel("source"), FieldPanel("source_address")], _("Source")),
        *EASY_PANELS,
    ]
    promote_panels = FOUND_BY

    search_fields: ClassVar[list[Any]] = [
        *Page.search_fields,
        *[index.SearchField(name) for name in ("text", "change", "source")],
    ]

    class Meta:
        verbose_name = _("note of the watch")
        verbose_name_plural = _("notes of the watch")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="watch_note_has_a_source",
                condition=~models.Q(source=""),
                violation_error_message=_("A note says where it comes from: name its source."),
            )
        ]


def write_feed(kind: type[Atom1Feed] | type[Rss201rev2Feed], watch: WatchPage, request: HttpRequest) -> HttpResponse:
    """The newest notes as a feed of this kind: what is known, then what it changes."""
    here = request.build_absolute_uri(watch.url)
    feed = kind(watch.title, here, watch.lead, language="fr", feed_url=request.build_absolute_uri())
    for note in watch.notes()[:NOTES_A_PAGE]:
        address = request.build_absolute_uri(note.url)
        day = datetime.combine(note.noted_on, time(), timezone.get_current_timezone())
        words = f"{note.text}\n\n{_('What it changes for me:')} {note.change}"
        theme = str(note.get_theme_display())
        feed.add_item(note.title, address, words, unique_id=address, pubdate=day, updateddate=day, categories=[theme])
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
