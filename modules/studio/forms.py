"""The form of an activity: a draft is never held back; what belongs to another institute is refused."""

from typing import Any

import msgspec
from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from modules.studio.isolation import find_foreign

PUBLISHING = {"action-publish", "action-submit"}


class ActivityForm(WagtailAdminPageForm):
    def is_valid(self) -> bool:
        if not super().is_valid():
            return False
        self.save(commit=False)  # its rows are on the instance from here on; nothing is written
        errors = find_foreign(self.instance, self.parent_page)
        if PUBLISHING & set(self.data):
            errors += find_unreadable(self.instance)
        for error in errors:
            self.add_error(None, error)
        return not errors


def find_unreadable(activity: Any) -> list[str]:
    """Why a learner could not be shown this activity: a script that is not one, a text that is missing."""
    try:
        activity.freeze()
    except (msgspec.DecodeError, msgspec.ValidationError, TypeError) as error:
        return [_("This script cannot be read: %(problem)s") % {"problem": error}]
    return []


class EditionForm(forms.Form):
    """A human says whether the words only were mended, and that they have read what changes."""

    size = forms.ChoiceField(
        label=_("What is it?"),
        choices=[
            ("new", _("A new edition: for those who begin from now on")),
            ("minor", _("A minor edition: words mended, offered to those who are half-way")),
        ],
        widget=forms.RadioSelect,
    )
    read = forms.BooleanField(label=_("I have read what changes"))
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)


class ArchiveForm(forms.Form):
    archive = forms.FileField(
        label=_("Archive of a module"), help_text=_("A .zip file made by « Export », 60 MB at most.")
    )
