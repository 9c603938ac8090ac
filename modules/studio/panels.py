"""Panels of the editors. They know no model: their templates ask for the module when they are shown."""

from typing import Any

from wagtail.admin.panels import Panel


class MeterPanel(Panel):
    """In a module's editor: planned minutes against half a day, share of practice, blockers and warnings."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "modules/studio/meter_panel.html"

        def is_shown(self) -> bool:
            return self.instance.pk is not None


class MinutesPanel(Panel):
    """In an activity's editor: what the module comes to with the minutes being typed."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "modules/studio/minutes_panel.html"

        def get_context_data(self, parent_context: Any = None) -> Any:
            """An activity not yet saved has its module in the address of the page only."""
            match = self.request.resolver_match if self.request else None
            module_id = match.kwargs.get("parent_page_id") if match else None
            return super().get_context_data(parent_context) | {"module_id": module_id}
