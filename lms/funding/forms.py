"""What is typed about conventions: what was agreed, a link to share, a token for a program, why an annex is shown."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lms.funding.departments import DEPARTMENTS
from lms.funding.models import AnnexReading, Convention
from lms.funding.naming import titles_of
from lms.people.models import Organisation, OrganisationKind
from modules.models import Edition

LIVES: list[tuple[int, Any]] = [(7, _("7 days")), (30, _("30 days")), (90, _("90 days"))]


class LinkForm(forms.Form):
    purpose = forms.CharField(
        label=_("For whom"),
        help_text=_("For example: the steering committee of March. It is shown to nobody else."),
        max_length=120,
        error_messages={
            "required": _("Say for whom: you will know this link again by it."),
            "max_length": _("Shorten for whom it is: 120 characters at most."),
        },
    )
    days = forms.TypedChoiceField(label=_("Open for"), choices=LIVES, coerce=int, initial=30)


class TokenForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the program"),
        help_text=_("For example: the dashboards of the department."),
        max_length=120,
        error_messages={
            "required": _("Give the name of the program that will read the figures."),
            "max_length": _("Shorten the name: 120 characters at most."),
        },
    )


class CodesField(forms.CharField):
    """Department codes, typed with commas or spaces between them."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        typed = (super().to_python(value) or "").replace(",", " ").replace(";", " ").upper().split()
        codes = list(dict.fromkeys(typed))
        unknown = [code for code in codes if code not in DEPARTMENTS]
        if unknown:
            raise ValidationError(
                _("%(codes)s: no department has this code. Write the codes of INSEE, for example 59 or 2A.")
                % {"codes": ", ".join(unknown)}
            )
        return codes


class ConventionForm(forms.ModelForm[Convention]):
    """Once figures are published, the funder and the days stay as they are: the figures stand on them."""

    SETTLED = ("funder", "starts_on", "ends_on", "invitations_close_on")

    territories = CodesField(
        label=_("Departments"), help_text=_("Their codes, for example 59, 62, 80."), required=False, empty_value=""
    )
    module_keys = forms.TypedMultipleChoiceField(
        label=_("Modules"), coerce=UUID, widget=forms.CheckboxSelectMultiple, required=False
    )

    class Meta:
        model = Convention
        fields = [
            "funder", "number", "title", "starts_on", "ends_on", "invitations_close_on", "territories",
            "target_invited", "target_enrolled", "target_completed", "target_hours", "rhythm",
        ]  # fmt: skip
        widgets = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            for name in ("starts_on", "ends_on", "invitations_close_on")
        }
        error_messages = {
            "funder": {"required": _("Choose the funder.")},
            "number": {"required": _("Write the number of the convention.")},
            "title": {"required": _("Write the title of the convention.")},
            "starts_on": {"required": _("Say which day the convention begins.")},
            "ends_on": {"required": _("Say which day the convention ends.")},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        funders = Organisation.objects.filter(kind=OrganisationKind.FUNDER, depth=1).order_by("path")
        self.fields["funder"].queryset = funders  # type: ignore[attr-defined]
        taught = titles_of(Edition.objects.filter(module__is_private=False))
        self.fields["module_keys"].choices = list(taught.items())  # type: ignore[attr-defined]
        self.initial["module_keys"] = [str(each.module_key) for each in self.instance.modules.all()]
        if self.instance.editions.exists():
            for name in self.SETTLED:
                self.fields[name].disabled = True


class AnnexForm(forms.ModelForm[AnnexReading]):
    class Meta:
        model = AnnexReading
        fields = ["auditor", "reason"]
        widgets = {"reason": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"reason": _("What is being checked, in one sentence at least.")}
