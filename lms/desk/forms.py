"""What a learner fills on their own pages."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from competencies.evidence import TransferFact
from competencies.models import CFItem, Use, Voice
from competencies.models.evidence import LEARNER_USES, MANAGER_USES, Obstacle
from lms.people.folded_boxes import FoldedBoxes


class DeclarationForm(forms.Form):
    """One list of levels a competency; a list left on « I do not say » declares nothing."""

    def __init__(self, data: Any, *, items: Sequence[CFItem], said: Mapping[UUID, int]) -> None:
        super().__init__(data)
        self.items = {f"c-{item.human_coding_scheme.replace('.', '-').lower()}": item for item in items}
        for name, item in self.items.items():
            self.fields[name] = forms.TypedChoiceField(
                label=f"{item.human_coding_scheme} {item.full_statement}",
                choices=_choices(item, said.get(item.pk)),
                initial=said.get(item.pk, ""),
                required=item.pk in said,
                coerce=int,
                empty_value=None,
                error_messages={
                    "required": _("You said a level here before: choose the one you would say today."),
                    "invalid_choice": _("This level does not exist. Choose one in the list."),
                },
            )

    def levels(self) -> dict[UUID, int]:
        """The levels said, by competency; the form must be valid."""
        said = {item.pk: self.cleaned_data[name] for name, item in self.items.items()}
        return {item: level for item, level in said.items() if level}


ASKED = {
    Voice.LEARNER: _("%(code)s %(statement)s. Used in the last month?"),
    Voice.MANAGER: _("%(code)s %(statement)s. Seen at work in the last month?"),
}
STOPPED = {Voice.LEARNER: _("%(code)s: what stopped you?"), Voice.MANAGER: _("%(code)s: what stopped it?")}
USES = {Voice.LEARNER: LEARNER_USES, Voice.MANAGER: MANAGER_USES}


class TransferForm(forms.Form):
    """Two questions a competency: used in the last month, and what stopped it. What is left blank says nothing."""

    def __init__(self, data: Any, *, items: Sequence[CFItem], voice: Voice = Voice.LEARNER) -> None:
        super().__init__(data)
        self.voice = voice
        self.items = {f"u-{item.human_coding_scheme.replace('.', '-').lower()}": item for item in items}
        for name, item in self.items.items():
            names = {"code": item.human_coding_scheme, "statement": item.full_statement}
            self.fields[name] = forms.ChoiceField(
                label=ASKED[voice] % names,
                choices=[("", _("I do not say")), *((use, Use(use).label) for use in USES[voice])],
                required=False,
                error_messages={"invalid_choice": _("This answer does not exist. Choose one in the list.")},
            )
            self.fields[f"{name}-stop"] = forms.MultipleChoiceField(
                label=STOPPED[voice] % names,
                help_text=_("Tick as many as apply, or none."),
                choices=Obstacle.choices,
                required=False,
                widget=FoldedBoxes,
                error_messages={"invalid_choice": _("This answer does not exist. Choose among those offered.")},
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name in self.items:
            if cleaned.get(f"{name}-stop") and not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _("Say also how often you used it: your other answers are kept."))
        return cleaned

    def facts(self, actor: UUID, at: datetime, teller: UUID | None = None) -> list[TransferFact]:
        """What was said, of the competencies of which something was; the form must be valid."""
        said = {item.pk: (self.cleaned_data[n], self.cleaned_data[f"{n}-stop"]) for n, item in self.items.items()}
        return [
            TransferFact(actor, item, teller or actor, self.voice, Use(use), at, tuple(stops))
            for item, (use, stops) in said.items()
            if use
        ]


def _choices(item: CFItem, said: int | None) -> list[tuple[Any, Any]]:
    levels = [
        (number, _("%(level)d, %(name)s") % {"level": number, "name": name})
        for number, name in enumerate(item.document.level_names, start=1)
    ]
    return levels if said else [("", _("I do not say")), *levels]
