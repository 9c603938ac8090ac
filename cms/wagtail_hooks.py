"""In the studio: the errors told on places, to which an editor says what was done; the page of patterns."""

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.models import PlaceReport
from cms.patterns import show_patterns


class PlaceReportViewSet(SnippetViewSet):
    model = PlaceReport
    icon = "warning"
    menu_label = _("Errors on places")
    add_to_admin_menu = True
    menu_order = 170
    list_display = ["__str__", "words", "told_at", "is_handled"]
    list_filter = ["is_handled", "wrong"]
    panels = [
        *[FieldPanel(name, read_only=True) for name in ("place", "wrong", "words", "told_at")],
        FieldPanel("is_handled"),
        FieldPanel("answer"),
    ]


register_snippet(PlaceReportViewSet)


def patterns_in_the_studio() -> list[URLPattern]:
    """Wagtail opens it to whom the studio is open."""
    return [path("motifs/", show_patterns, name="patterns")]


hooks.register("register_admin_urls", patterns_in_the_studio)
