"""What a trainer fills: an observation. And what a verifier types: a code."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from competencies.models import CFItem
from lms.agenda.models import HalfDayMember
from lms.agenda.observing import Seen
from lms.people.day_field import DayField
from lms.people.models import Organisation
from modules.private_text import find_personal_data

CHOOSE = ("", _("Choose"))
YES_NO = [("yes", _("Yes")), ("no", _("No"))]
GESTURE_LENGTH = 20


class GestureForm(forms.Form):
    """A gesture at work, the level it shows, when and where."""

    gesture = forms.CharField(
        label=_("The gesture you saw"),
        help_text=_(
            "One sentence: what the person did. Nothing about the person accompanied: no name, number or address."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=600,
        error_messages={
            "required": _("Say in one sentence the gesture you saw."),
            "max_length": _("Keep the essential: 600 characters at most."),
        },
    )
    shows_level = forms.TypedChoiceField(
        label=_("This gesture shows"),
        coerce=int,
        initial=3,
        error_messages={"required": _("Choose the level this gesture shows.")},
    )
    seen_on = DayField(
        label=_("Seen on"),
        missing=_("Say which day you saw it."),
    )
    setting = forms.CharField(
        label=_("Setting"),
        help_text=_("For example: digital drop-in, group workshop, interview for two."),
        max_length=160,
        error_messages={
            "required": _("Say in which setting: drop-in, workshop, interview …"),
            "max_length": _("Shorten the setting: 160 characters at most."),
        },
    )

    def clean_gesture(self) -> str:
        text = without_personal_data(self.cleaned_data["gesture"])
        if len(text.strip()) < GESTURE_LENGTH:
            raise forms.ValidationError(_("Say a little more: a sentence that a colleague could have seen."))
        return text

    def clean_setting(self) -> str:
        return without_personal_data(self.cleaned_data["setting"])

    def clean_seen_on(self) -> date:
        day: date = self.cleaned_data["seen_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come. Say which day you saw the gesture."))
        return day

    def seen_of(self, cfitem: UUID, *, supports_colleague: bool = False) -> Seen:
        """What was seen of this competency; the form must be valid."""
        values = self.cleaned_data
        return Seen(
            cfitem=cfitem,
            gesture=values["gesture"],
            on=values["seen_on"],
            setting=values["setting"],
            supports_colleague=supports_colleague,
            shows_level=values["shows_level"],
        )


class ObservationForm(GestureForm):
    learner = forms.ChoiceField(
        label=_("Person trained"), error_messages={"required": _("Choose the person whose gesture you saw.")}
    )
    competency = forms.ChoiceField(
        label=_("Competency"), error_messages={"required": _("Choose the competency the gesture shows.")}
    )
    supports_colleague = forms.ChoiceField(
        label=_("Was the person supporting a colleague?"),
        choices=YES_NO,
        initial="no",
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether the person was supporting a colleague.")},
    )
    field_order = ("learner", "competency")

    def __init__(self, *args: Any, members: list[HalfDayMember], items: list[CFItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = {str(member.pk): member for member in members}
        names = [(key, member.learner.get_full_name()) for key, member in self.members.items()]
        codes = [(str(item.pk), f"{item.human_coding_scheme} {item.full_statement}") for item in items]
        self.fields["learner"].choices = [CHOOSE, *names]  # type: ignore[attr-defined]
        self.fields["competency"].choices = [CHOOSE, *codes]  # type: ignore[attr-defined]
        self.fields["shows_level"].choices = level_choices(items[:1])  # type: ignore[attr-defined]

    def member(self) -> HalfDayMember:
        return self.members[self.cleaned_data["learner"]]

    def seen(self) -> Seen:
        """What was seen; the form must be valid."""
        values = self.cleaned_data
        return self.seen_of(UUID(values["competency"]), supports_colleague=values["supports_colleague"] == "yes")


def level_choices(items: list[CFItem]) -> list[tuple[int, str]]:
    names = items[0].document.level_names if items else []
    return [
        (number, _("Level %(level)d, %(name)s") % {"level": number, "name": name})
        for number, name in enumerate(names, start=1)
    ]


def without_personal_data(text: str) -> str:
    if found := find_personal_data(text):
        raise forms.ValidationError(
            _("This text seems to hold %(data)s. Take it out: the gesture is enough, and the rest is kept."),
            params={"data": found},
        )
    return text


WORDS = forms.Textarea(attrs={"rows": 4})
LONGEST = 1500


class ContestForm(forms.Form):
    institute = forms.ChoiceField(
        label=_("Institute that answers"), error_messages={"required": _("Choose the institute that will answer.")}
    )
    reason = forms.CharField(
        label=_("Why this level does not seem right"),
        help_text=_("Two or three sentences on your own work. Nothing about the people you accompany."),
        widget=WORDS,
        max_length=LONGEST,
        error_messages={
            "required": _("Say why this level does not seem right to you."),
            "max_length": _("Keep the essential: 1,500 characters at most."),
        },
    )

    def __init__(self, data: Any, *, institutes: list[Organisation]) -> None:
        super().__init__(data)
        self.institutes = {str(each.pk): each for each in institutes}
        names = [(key, each.name) for key, each in self.institutes.items()]
        self.fields["institute"].choices = names if len(names) == 1 else [CHOOSE, *names]  # type: ignore[attr-defined]

    def clean_reason(self) -> str:
        return without_personal_data(self.cleaned_data["reason"])

    def chosen(self) -> Organisation:
        return self.institutes[self.cleaned_data["institute"]]


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("Your answer"),
        help_text=_("What you checked, what stays, what may change it. It is kept with your name."),
        widget=WORDS,
        max_length=LONGEST,
        error_messages={
            "required": _("Write your answer: the learner will read it as it is."),
            "max_length": _("Keep the essential: 1,500 characters at most."),
        },
    )

    def clean_answer(self) -> str:
        return without_personal_data(self.cleaned_data["answer"])


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Verification code"),
        help_text=_("Twelve letters and figures in three groups, at the foot of the attestation."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Type the code written at the foot of the attestation.")},
    )
