"""An instrument of the study as a form: the same words, the same answers, the same branches."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from competencies.loading.instrument_files import Instrument, Item, Question
from modules.private_text import find_personal_data

WORDS_LENGTH = 600


@dataclass(frozen=True)
class Asked:
    question: Question
    fields: list[BoundField]


class InstrumentForm(forms.Form):
    """Nothing is required, as on paper. Answers to a branch that was not taken are left out."""

    def __init__(self, data: Any = None, *, instrument: Instrument, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial, auto_id="reponse-%s")
        self.instrument = instrument
        for question in instrument.questions:
            for item in question.items:
                self.fields[item.key] = _field(item, question)

    def asked(self) -> list[Asked]:
        """The questions in order, each with its fields."""
        return [Asked(each, [self[item.key] for item in each.items]) for each in self.instrument.questions]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for key, item in self.instrument.items.items():
            if item.kind == "open" and (found := find_personal_data(cleaned.get(key, ""))):
                words = _("This seems to hold %(found)s. Take it out: no one must be recognised here.")
                self.add_error(key, words % {"found": found})
        if not self.errors and not self.choices() and not self.words():
            self.add_error(None, _("No question has an answer yet. Answer one at least, then send."))
        return cleaned

    def choices(self) -> dict[str, list[str]]:
        """Item → answers chosen, of the questions that were asked."""
        chosen: dict[str, list[str]] = {}
        for key, item in self.instrument.items.items():
            value = self.cleaned_data.get(key) if item.answers else None
            if value and _is_asked(item, chosen):
                chosen[key] = [value] if isinstance(value, str) else list(value)
        return chosen

    def words(self) -> dict[str, str]:
        """Item → free answer, of the questions that were asked."""
        chosen = self.choices()
        open_items = {key: item for key, item in self.instrument.items.items() if item.kind == "open"}
        written = {key: self.cleaned_data.get(key, "").strip() for key in open_items}
        return {key: text for key, text in written.items() if text and _is_asked(open_items[key], chosen)}


def _is_asked(item: Item, chosen: dict[str, list[str]]) -> bool:
    return all(set(answers) & set(chosen.get(key, [])) for key, answers in item.when.items())


def _field(item: Item, question: Question) -> forms.Field:
    label = item.wording or question.wording
    if item.kind == "open":
        box = forms.Textarea(attrs={"rows": 2})
        return forms.CharField(label=label, required=False, max_length=WORDS_LENGTH, widget=box)
    offered = list(item.answers.items())
    if item.kind == "several":
        boxes = forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(label=label, required=False, choices=offered, widget=boxes)
    return forms.ChoiceField(label=label, required=False, choices=offered, widget=forms.RadioSelect)
