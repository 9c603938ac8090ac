from django import forms
from django.utils.translation import gettext_lazy as _

from lms.agenda.meetings.seating import Guest
from lms.agenda.models import MeetingSeat


class GuestForm(forms.ModelForm[MeetingSeat]):
    """What we must know to keep a seat; nothing of a person one accompanies."""

    email = forms.EmailField(label=_("E-mail address"), help_text=_("To tell you whether you have a seat."))

    class Meta:
        model = MeetingSeat
        fields = ("name", "email", "structure", "needs")
        labels = {
            "name": _("Your name"),
            "structure": _("Your structure (you may leave it empty)"),
            "needs": _("What would help you take part (you may leave it empty)"),
        }
        help_texts = {"needs": _("A seat near the screen, sign language, a parking place. Nothing medical.")}

    def guest(self) -> Guest:
        return Guest(**self.cleaned_data)
