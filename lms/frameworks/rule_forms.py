"""A new version of a level rule, and the invented person it is tried on."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competencies.models import LevelRule
from competencies.months import add_months
from competencies.proof import Proof
from competencies.rule import LevelCondition, Rule
from lms.frameworks.rule_words import Unreadable, read_ways, write_ways

LEVELS = (1, 2, 3, 4)
KINDS = [
    ("test", gettext_lazy("Tests passed")),
    ("practice", gettext_lazy("Practices passed without a hint, in different situations")),
    ("note", gettext_lazy("Notes validated")),
    ("observation", gettext_lazy("People who saw the gesture, one of them in support of a colleague")),
    ("prior", gettext_lazy("Documents accepted")),
]


class RuleForm(forms.Form):
    """The parts a person changes: words, ways, months. What renews a level and what it leans on stay as they are."""

    sentence = forms.CharField(label=gettext_lazy("The rule in one sentence"), max_length=400)

    def __init__(self, *args: Any, rule: LevelRule, **kwargs: Any) -> None:
        self.before = rule.rule
        super().__init__(*args, **kwargs)
        self.fields["sentence"].initial = rule.sentence
        for number in sorted(self.before.levels):
            self._add_level(number, self.before.levels[number])

    def _add_level(self, number: int, level: LevelCondition) -> None:
        said = {"number": number}
        self.fields[f"sentence_{number}"] = forms.CharField(
            label=_("Level %(number)d, in words") % said, initial=level.sentence, widget=forms.Textarea({"rows": 2})
        )
        self.fields[f"ways_{number}"] = forms.CharField(
            label=_("Level %(number)d: what it takes, one way a line") % said,
            initial=write_ways(level.any_of),
            widget=forms.Textarea({"rows": 2}),
        )
        self.fields[f"within_{number}"] = forms.IntegerField(
            label=_("Level %(number)d: proofs less than so many months apart") % said,
            initial=level.within_months, min_value=1, max_value=120, required=False,
        )  # fmt: skip
        self.fields[f"valid_{number}"] = forms.IntegerField(
            label=_("Level %(number)d: valid for so many months") % said,
            initial=level.valid_months, min_value=1, max_value=120,
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for number in self.before.levels:
            try:
                cleaned[f"ways_{number}"] = read_ways(cleaned.get(f"ways_{number}", ""))
            except Unreadable as fault:
                self.add_error(f"ways_{number}", str(fault))
        return cleaned

    def rule(self) -> Rule:
        """The rule as it would be. A form that is valid only."""
        return Rule({number: self._level(number, level) for number, level in self.before.levels.items()})

    def content(self) -> dict[str, Any]:
        return {"levels": msgspec.to_builtins(self.rule().levels, str_keys=True)}

    def _level(self, number: int, before: LevelCondition) -> LevelCondition:
        said = self.cleaned_data
        return msgspec.structs.replace(
            before,
            sentence=said[f"sentence_{number}"],
            any_of=said[f"ways_{number}"],
            within_months=said[f"within_{number}"],
            valid_months=said[f"valid_{number}"],
        )


class BenchForm(forms.Form):
    """An invented person: nobody's evidence is read to try a rule."""

    months_ago = forms.IntegerField(
        label=gettext_lazy("All of it so many months ago"), min_value=0, max_value=120, initial=1
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, label in KINDS:
            self.fields[kind] = forms.IntegerField(label=label, min_value=0, max_value=9, initial=int(kind == "test"))

    def proofs(self, on: date) -> list[Proof]:
        day = add_months(on, -self.cleaned_data["months_ago"])
        at = datetime(day.year, day.month, day.day, 12, tzinfo=timezone.get_current_timezone())
        kinds = [kind for kind, _label in KINDS for _time in range(self.cleaned_data[kind])]
        return [
            Proof(
                number,
                kind,
                at,
                situation=str(number),
                observer=UUID(int=number + 1),
                supports_colleague=kind == "observation" and "observation" not in kinds[:number],
                shows_level=3,
            )
            for number, kind in enumerate(kinds)
        ]
