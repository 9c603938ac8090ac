"""The form of a question: banks and competencies one may choose, and what a question needs before it is asked."""

from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from competencies.models import CFItem
from modules.bank.rights import collections_of
from modules.misconceptions import misconception_choices
from modules.models import Question
from modules.models.question import ASKED
from modules.questions.checking import find_question_faults


class MisconceptionSelect(forms.Select):
    """The thirty misconceptions by name."""

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = ()) -> None:
        super().__init__(attrs, [("", _("None")), *misconception_choices()])


class LinesField(forms.CharField):
    """A list of words, one a line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]


class QuestionForm(WagtailAdminModelForm):
    """A draft may be incomplete; a question on trial or active must be one that a learner can be asked."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = collections_of(self.for_user)
        self.fields["collection"].queryset = mine
        if not self.instance.pk:
            self.initial.setdefault("collection", mine.first())
        self.fields["cfitem"].queryset = CFItem.objects.competencies()

    def clean(self) -> Any:
        cleaned = super().clean()
        cleaned["key"] = cleaned.get("key") or make_key(cleaned.get("stem", ""))
        taken = Question.objects.filter(collection=cleaned.get("collection"), key=cleaned["key"])
        if taken.exclude(pk=self.instance.pk).exists():
            self.add_error("key", _("Another question of this institute has this key."))
        return cleaned

    def is_valid(self) -> bool:
        if not super().is_valid():
            return False
        self.save(commit=False)  # the rows are now on the instance; nothing is written
        faults = find_question_faults(self.instance.freeze()) if self.instance.status in ASKED else []
        for fault in faults:
            self.add_error(None, fault)
        return not faults


class MatchingForm(QuestionForm):
    categories = LinesField(label=gettext_lazy("Categories, one a line"))


def make_key(stem: str) -> str:
    """A key from the words of the question."""
    return slugify(stem)[:60].strip("-") or "question"
