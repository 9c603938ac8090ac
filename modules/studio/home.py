"""The first page of the studio for whoever writes modules: those they may change, one click from pages and editions."""

from collections.abc import Mapping
from typing import Any

from django.db.models import F
from django.http import HttpRequest
from wagtail.admin.ui.components import Component
from wagtail.permission_policies.pages import PagePermissionPolicy

from modules.models import Module

SHOWN = 12


class ModulesPanel(Component):
    """Absent for whoever may change no module."""

    template_name = "modules/studio/modules_panel.html"
    order = 5

    def __init__(self, request: HttpRequest) -> None:
        pages = PagePermissionPolicy().instances_user_has_permission_for(request.user, "change")
        found = Module.objects.filter(pk__in=pages.values("pk"))
        self.modules = found.order_by(F("latest_revision_created_at").desc(nulls_last=True), "path")[:SHOWN]

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {"modules": self.modules}


def show_own_modules(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(ModulesPanel(request))
