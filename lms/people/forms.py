"""The studio's forms for accounts: an organisation is created at its place in the tree."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from lms.people.models import Organisation, OrganisationKind
from lms.people.models.organisation import BRANCH_KINDS


class OrganisationForm(WagtailAdminModelForm):
    parent = forms.ModelChoiceField(
        Organisation.objects.filter(kind__in=[OrganisationKind.EMPLOYER, OrganisationKind.SITE]),
        required=False,
        label=_("Stands under"),
        help_text=_("For a site or a team: its employer or its site. Empty for an institute, an employer, a funder."),
    )

    class Meta:
        model = Organisation
        fields = ("kind", "name", "siret", "structure_type", "commune_code", "commune_name")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_new = not self.instance.path
        if not self.is_new:
            # Moving a branch would move what people see of each other: it is not a matter of a form.
            del self.fields["parent"], self.fields["kind"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        is_branch = cleaned.get("kind") in BRANCH_KINDS
        if "parent" in self.fields and is_branch != bool(cleaned.get("parent")):
            self.add_error("parent", _("A site or a team stands under an employer; nothing else does."))
        if cleaned.get("kind") == OrganisationKind.EMPLOYER and not cleaned.get("structure_type"):
            self.add_error("structure_type", _("An employer has a structure type."))
        return cleaned

    def save(self, commit: bool = True) -> Organisation:
        if not self.is_new:
            return super().save(commit)
        parent = self.cleaned_data.get("parent")
        return parent.add_child(instance=self.instance) if parent else Organisation.add_root(instance=self.instance)
