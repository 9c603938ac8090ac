from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.agenda.meetings.questionnaire import items_at
from lms.agenda.meetings.seating import Guest
from lms.agenda.models import MeetingSeat, Moment


class GuestForm(forms.ModelForm[MeetingSeat]):
    """What we must know to keep a seat; nothing of a person one accompanies."""

    email = forms.EmailField(label=_("E-mail address"), help_text=_("To tell you whether you have a seat."))

    class Meta:
        model = MeetingSeat
        fields = ("name", "email", "structure", "needs", "may_be_asked_later")
        labels = {
            "name": _("Your name"),
            "structure": _("Your structure (you may leave it empty)"),
            "needs": _("What would help you take part (you may leave it empty)"),
            "may_be_asked_later": _("Ask me three months after what it changed"),
        }
        help_texts = {
            "needs": _("A seat near the screen, sign language, a parking place. Nothing medical."),
            "may_be_asked_later": _("One letter, a two-minute questionnaire. Your address is kept until then only."),
        }

    def guest(self) -> Guest:
        return Guest(**self.cleaned_data)


class ReplyForm(forms.Form):
    """The questionnaire of one moment. Any answer may be left out, not all of them."""

    def __init__(self, moment: Moment, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item in items_at(moment):
            self.fields[item.key] = forms.TypedChoiceField(
                label=item.wording,
                choices=list(item.answers.items()),
                widget=forms.RadioSelect,
                coerce=int,
                empty_value=None,
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not self.chosen():
            raise forms.ValidationError(_("Nothing is ticked yet. Answer at least one question, then send."))
        return cleaned

    def chosen(self) -> dict[str, int]:
        return {key: answer for key, answer in self.cleaned_data.items() if answer is not None}
