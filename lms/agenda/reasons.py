"""What an institute fills to revoke a paper, correct hours, call a half-day off: a reason that others will read."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.agenda.forms import without_personal_data

LONGEST = 250


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=LONGEST,
        error_messages={
            "required": _("Say why: it stays written with your name."),
            "max_length": _("Keep the essential: 250 characters at most."),
        },
    )

    def __init__(self, data: Any, *, read_by: str) -> None:
        """`read_by` says to the one who writes who will read the reason."""
        super().__init__(data)
        self.fields["reason"].help_text = read_by

    def clean_reason(self) -> str:
        return without_personal_data(self.cleaned_data["reason"]).strip()
