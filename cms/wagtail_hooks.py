"""The studio's list of the errors told on places: nobody adds one there, an editor says what was done."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.models import PlaceReport


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
