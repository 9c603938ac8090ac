"""A day asked in a form: the browser's own calendar, and one sentence for what is no day."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class DayField(forms.DateField):
    def __init__(self, *, missing: "StrOrPromise | None" = None, **given: Any) -> None:
        """`missing` is said when a day that is required was left out."""
        words: dict[str, StrOrPromise] = {"invalid": _("Write the day as day/month/year, for example 21/11/2026.")}
        if missing is not None:
            words["required"] = missing
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, error_messages=words, **given)
