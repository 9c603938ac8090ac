"""What someone in charge of the staff fills: a file, where and for which day; then an agreement."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.people.day_field import DayField
from lms.people.models import Organisation, StaffImport
from lms.people.models.staff import AT_WORK
from lms.people.staff.table import MAX_BYTES


class StaffFileForm(forms.Form):
    node = forms.ChoiceField(
        label=_("Structure of these people"),
        help_text=_("Posts elsewhere are left as they are."),
        error_messages={"invalid_choice": _("This structure is not one of yours. Choose one in the list.")},
    )
    file = forms.FileField(
        label=_("Staff file"),
        help_text=_("A spreadsheet (.xlsx) or a text file (.csv), 10,000 rows and 5 MB at most."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
        error_messages={
            "required": _("Choose the file to send."),
            "empty": _("This file is empty. Choose another one."),
        },
    )
    as_of = DayField(
        label=_("Situation on"),
        help_text=_("Whoever leaves has left on that day; whoever joins without a day of arrival is there."),
        missing=_("Say on which day the file is true."),
    )
    covers_everyone = forms.BooleanField(
        label=_("The file lists everyone: whoever is not in it leaves"),
        required=False,
    )

    def __init__(self, *args: Any, nodes: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.nodes = {str(node.pk): node for node in nodes}
        self.fields["node"].choices = [(key, node.name) for key, node in self.nodes.items()]  # type: ignore[attr-defined]
        self.initial.setdefault("as_of", timezone.localdate())

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(
                _("This file is larger than 5 MB. Send it in several files, a site each for example.")
            )
        return file

    def clean_node(self) -> Organisation:
        node = self.nodes[self.cleaned_data["node"]]
        if StaffImport.objects.under(node).filter(state__in=AT_WORK).exists():
            raise forms.ValidationError(_("A file of this structure is being read. Wait for it to be finished."))
        return node


class AgreementForm(forms.Form):
    invites = forms.BooleanField(
        label=_("Write to those whose account is opened, to tell them how to sign in"), required=False, initial=True
    )
