"""What a learner fills to send a document, what a reviewer answers."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from competencies.models import CFItem
from lms.agenda.forms import CHOOSE, LONGEST, WORDS, level_choices, without_personal_data
from lms.people.models import Organisation
from lms.prior.document import MAX_BYTES, Document, DocumentRefused, read_document
from lms.prior.models import PriorLearningRequest
from lms.prior.reviewing import Decision, Said

ACCEPTED, REFUSED = "yes", "no"
TOO_LONG = _("Keep the essential: 1,500 characters at most.")


class DocumentForm(forms.Form):
    institute = forms.ChoiceField(
        label=_("Institute that reads it"), error_messages={"required": _("Choose the institute that will read it.")}
    )
    title = forms.CharField(
        label=_("What the document is"),
        help_text=_("For example: certificate of a training of 2024, job description, programme of a workshop."),
        max_length=160,
        error_messages={
            "required": _("Say in a few words what the document is."),
            "max_length": _("Keep the essential: 160 characters at most."),
        },
    )
    words = forms.CharField(
        label=_("What it shows that you can do"),
        help_text=_("Two or three sentences on your own work. Nothing about the people you accompany."),
        widget=WORDS,
        max_length=LONGEST,
        error_messages={"required": _("Say what the document shows that you can do."), "max_length": TOO_LONG},
    )
    shows_level = forms.TypedChoiceField(
        label=_("Level you think it shows"),
        coerce=int,
        initial=3,
        error_messages={"required": _("Choose the level you think it shows.")},
    )
    document = forms.FileField(
        label=_("Document"),
        help_text=_("A PDF, a JPEG photograph or a PNG picture, 5 MB at most."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        error_messages={
            "required": _("Choose the document to send."),
            "empty": _("This file is empty. Choose another one."),
        },
    )
    names_nobody = forms.BooleanField(
        label=_("It names nobody I accompany: I hid what had to be hidden"),
        error_messages={
            "required": _("Check the document, hide every name of a person accompanied, then tick this box.")
        },
    )

    def __init__(self, data: Any, files: Any, *, item: CFItem, institutes: list[Organisation]) -> None:
        super().__init__(data, files)
        self.institutes = {str(each.pk): each for each in institutes}
        names = [(key, each.name) for key, each in self.institutes.items()]
        self.fields["institute"].choices = names if len(names) == 1 else [CHOOSE, *names]  # type: ignore[attr-defined]
        self.fields["shows_level"].choices = level_choices([item])  # type: ignore[attr-defined]

    def clean_title(self) -> str:
        return without_personal_data(self.cleaned_data["title"])

    def clean_words(self) -> str:
        return without_personal_data(self.cleaned_data["words"])

    def clean_document(self) -> Document:
        """What its bytes say it is; the name it came with is forgotten here."""
        sent: UploadedFile[Any] = self.cleaned_data["document"]
        try:
            return read_document(sent.read(MAX_BYTES + 1))
        except DocumentRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors and "document" in cleaned:
            self.add_error(
                "document", _("Choose the document again: a page cannot keep it while something is to correct.")
            )
        return cleaned

    def chosen(self) -> Organisation:
        return self.institutes[self.cleaned_data["institute"]]

    def said(self) -> Said:
        values = self.cleaned_data
        return Said(values["title"], values["words"], values["shows_level"])


class ReviewForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("Your decision"),
        choices=[(ACCEPTED, _("I accept this document")), (REFUSED, _("I do not accept it"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose: accepted or not.")},
    )
    level = forms.TypedChoiceField(label=_("Level it shows, if you accept it"), coerce=int)
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("What the document shows, or what is missing. The person reads it, with your name."),
        widget=WORDS,
        max_length=LONGEST,
        error_messages={"required": _("Say why: the person reads it."), "max_length": TOO_LONG},
    )

    def __init__(self, data: Any, *, request: PriorLearningRequest) -> None:
        super().__init__(data, initial={"level": request.claims_level})
        self.fields["level"].choices = level_choices([request.cfitem])  # type: ignore[attr-defined]

    def clean_reason(self) -> str:
        return without_personal_data(self.cleaned_data["reason"])

    def decision(self) -> Decision:
        values = self.cleaned_data
        return Decision(values["level"] if values["outcome"] == ACCEPTED else None, values["reason"])
