"""Panels of the editors of public pages: remarks on what is written, and few words on how the page is found."""

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel

from cms.remarks import Remark, find_remarks


class RemarksPanel(Panel):
    """At the top of a page's editor: what to read again, each with a link to its place. Absent when nothing is."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/studio/remarks_panel.html"

        @cached_property
        def remarks(self) -> list[Remark]:
            return find_remarks(self.instance) if self.instance.pk else []

        def is_shown(self) -> bool:
            return bool(self.remarks)


# « Promote » of a page that is never in a menu: its address and what search engines show of it.
FOUND_BY: list[Any] = [
    MultiFieldPanel(
        [
            FieldPanel("slug", help_text=_("Written from the title. Changing it later breaks the links to the page.")),
            FieldPanel(
                "search_description",
                heading=_("in one sentence"),
                help_text=_(
                    "Under the title in search engines. For example: who may ask, for what, in how many steps."
                ),
            ),
        ],
        _("Address and search engines"),
    )
]
