"""The form of a programme: half-days of one's own institute, open to all. Twice the same is refused by its rows."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from modules.studio.isolation import find_foreign


class ProgrammeForm(WagtailAdminPageForm):
    def is_valid(self) -> bool:
        """An identifier forged among the half-days is refused."""
        if not super().is_valid():
            return False
        self.save(commit=False)  # its rows are on the instance from here on; nothing is written
        chosen = [row.module for row in self.instance.chosen_modules.all()]
        errors = find_foreign(self.instance, self.parent_page) + find_without_hours(chosen)
        for error in errors:
            self.add_error(None, error)
        return not errors


def find_without_hours(modules: list[Any]) -> list[str]:
    """The positionings among them, one sentence each."""
    words = _("“%(title)s” is a positioning: it has no hours, so it is no half-day of a programme.")
    return [words % {"title": module.title} for module in modules if module.is_private]
