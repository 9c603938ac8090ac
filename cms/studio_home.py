"""The first page of the studio: what one may write, one link each, where Wagtail shows nothing to begin with."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.ui.components import Component
from wagtail.models import Page, get_page_models

from cms.models import Findable


class WritingPanel(Component):
    """Absent for whoever may write none of them (authors of an institute have their own pages)."""

    template_name = "cms/studio/writing_panel.html"
    order = 10

    def __init__(self, request: HttpRequest) -> None:
        self.links = find_writable(request.user)

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {"links": self.links}


def find_writable(user: Any) -> list[tuple[str, str]]:
    """(words, address) of each kind of page that this person may begin, under the first page that takes it."""
    found = []
    for kind in get_page_models():
        if not issubclass(kind, Findable) or not kind.writing_words:
            continue
        above = Page.objects.live().type(*kind.allowed_parent_page_models()).order_by("path").first()
        if above is not None and above.permissions_for_user(user).can_add_subpage():
            app, name = kind._meta.app_label, kind._meta.model_name  # noqa: SLF001 - Django's name for them
            found.append((str(kind.writing_words), reverse("wagtailadmin_pages:add", args=[app, name, above.pk])))
    return found
