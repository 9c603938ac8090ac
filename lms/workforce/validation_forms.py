"""What a learner fills to have a level validated, what the employer answers, what the learner says of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from competencies.models import CFItem
from lms.agenda.forms import CHOOSE, LONGEST, WORDS, GestureForm, level_choices, without_personal_data
from lms.people.models import Organisation
from lms.workforce.models import ValidationRequest


class AskValidationForm(GestureForm):
    employer = forms.ChoiceField(
        label=_("Employer who answers"), error_messages={"required": _("Choose the employer who will answer.")}
    )
    field_order = ("employer",)

    def __init__(self, data: Any, *, item: CFItem, employers: list[Organisation], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.item, self.employers = item, {str(each.pk): each for each in employers}
        names = [(key, each.name) for key, each in self.employers.items()]
        self.fields["employer"].choices = names if len(names) == 1 else [CHOOSE, *names]  # type: ignore[attr-defined]
        self.fields["shows_level"].choices = level_choices([item])  # type: ignore[attr-defined]
        gesture, day = self.fields["gesture"], self.fields["seen_on"]
        gesture.label, day.label = _("What you did"), _("Done on")
        gesture.help_text = _(
            "One sentence on your own work. Nothing about the person accompanied: no name, no number."
        )
        gesture.error_messages["required"] = _("Say in one sentence what you did.")
        day.error_messages["required"] = _("Say which day you did it.")

    def chosen(self) -> Organisation:
        return self.employers[self.cleaned_data["employer"]]


class DecisionForm(forms.Form):
    level = forms.TypedChoiceField(
        label=_("Level you validate"), coerce=int, error_messages={"required": _("Choose the level you validate.")}
    )
    reason = forms.CharField(
        label=_("Reason, if you change the level"),
        help_text=_("The person reads it, with your name. Nothing about the people accompanied."),
        required=False,
        widget=WORDS,
        max_length=LONGEST,
        error_messages={"max_length": _("Keep the essential: 1,500 characters at most.")},
    )

    def __init__(self, data: Any, *, request: ValidationRequest) -> None:
        super().__init__(data, initial={"level": request.claims_level})
        self.claimed = request.claims_level
        self.fields["level"].choices = level_choices([request.cfitem])  # type: ignore[attr-defined]

    def clean_reason(self) -> str:
        return without_personal_data(self.cleaned_data["reason"]).strip()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        level = cleaned.get("level")
        if level and level != self.claimed and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Say why the level is not the one asked for: the person reads it."))
        return cleaned


class ReplyForm(forms.Form):
    reply = forms.CharField(
        label=_("What you say of this answer"),
        help_text=_("It stays beside the answer, with your name. Nothing about the people you accompany."),
        widget=WORDS,
        max_length=LONGEST,
        error_messages={
            "required": _("Write what you say of this answer."),
            "max_length": _("Keep the essential: 1,500 characters at most."),
        },
    )

    def clean_reply(self) -> str:
        return without_personal_data(self.cleaned_data["reply"])
