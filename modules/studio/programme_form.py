"""The form of a programme: each half-day once, of one's own institute, open to all."""

from collections import Counter
from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from modules.studio.isolation import find_foreign


class ProgrammeForm(WagtailAdminPageForm):
    def is_valid(self) -> bool:
        """An identifier forged among the half-days is refused, and so is what the database would refuse."""
        if not super().is_valid():
            return False
        self.save(commit=False)  # its rows are on the instance from here on; nothing is written
        chosen = [row.module for row in self.instance.chosen_modules.all()]
        errors = find_foreign(self.instance, self.parent_page) + find_out_of_place(chosen)
        for error in errors:
            self.add_error(None, error)
        return not errors


def find_out_of_place(modules: list[Any]) -> list[str]:
    """What these half-days cannot be together, one sentence each."""
    errors = [
        _("“%(title)s” is chosen twice: keep one of the two.") % {"title": module.title}
        for module, times in Counter(modules).items()
        if times > 1
    ]
    return errors + [
        _("“%(title)s” is a positioning: it has no hours, so it is no half-day of a programme.")
        % {"title": module.title}
        for module in modules
        if module.is_private
    ]
