"""Opening a campaign, asking for links."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.campaigns.opening import AT_ONCE
from lms.people.models import Organisation


class OpeningForm(forms.Form):
    organisation = forms.ChoiceField(
        label=gettext_lazy("Whose staff"),
        error_messages={"invalid_choice": gettext_lazy("This structure is not one of yours. Choose one in the list.")},
    )
    closes_on = forms.DateField(
        label=gettext_lazy("Last day to answer"),
        help_text=gettext_lazy("Results are shown the day after, never before."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Choose the last day to answer."),
            "invalid": gettext_lazy("Write a date, for example 30/06/2027."),
        },
    )

    def __init__(self, data: Any, organisations: Iterable[Organisation]) -> None:
        super().__init__(data, auto_id="ouvrir-%s")
        self.organisations = {str(each.pk): each for each in organisations}
        named = [(key, each.name) for key, each in self.organisations.items()]
        self.fields["organisation"].choices = named  # type: ignore[attr-defined]

    def clean_closes_on(self) -> date:
        day: date = self.cleaned_data["closes_on"]
        if day <= timezone.localdate():
            raise forms.ValidationError(_("Choose a day to come: nobody could answer before."))
        return day

    def chosen(self) -> Organisation:
        return self.organisations[self.cleaned_data["organisation"]]


class LinksForm(forms.Form):
    number = forms.IntegerField(
        label=gettext_lazy("How many links"),
        min_value=1,
        max_value=AT_ONCE,
        help_text=gettext_lazy("One a person. They are shown once: print them or send them at once."),
        error_messages={"max_value": gettext_lazy("At most %(limit_value)s at once. Ask again for the others.")},
    )
