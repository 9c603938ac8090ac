"""What an author fills for each kind of question."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, InlinePanel, MultiFieldPanel, ObjectList

from modules.bank.forms import MatchingForm, MisconceptionSelect, QuestionForm
from modules.models import (
    ChoiceQuestion,
    HighlightQuestion,
    MatchingQuestion,
    OrderingQuestion,
    Question,
    ShortTextQuestion,
    TrueFalseQuestion,
)

ASKED_FIRST = [FieldPanel("stem"), FieldPanel("case"), FieldPanel("figure")]
KEPT_LAST = MultiFieldPanel(
    [
        FieldPanel("cfitem"),
        FieldPanel("difficulty"),
        FieldPanel("asks_confidence"),
        FieldPanel("status"),
        FieldPanel("key"),
        FieldPanel("collection"),
    ],
    heading=_("In the bank"),
)


def _marked(relation: str, label: Any, least: int) -> InlinePanel:
    rows = [FieldPanel("text"), FieldPanel("is_right"), FieldPanel("feedback")]
    return InlinePanel(
        relation,
        [*rows, FieldPanel("misconception", widget=MisconceptionSelect)],
        label=label,
        min_num=least,
    )


PANELS: dict[type[Question], list[Any]] = {
    ChoiceQuestion: [FieldPanel("several"), _marked("options", _("Answers offered"), 2)],
    TrueFalseQuestion: [
        FieldPanel("is_true"),
        FieldPanel("feedback_true"),
        FieldPanel("feedback_false"),
        FieldPanel("misconception", widget=MisconceptionSelect),
    ],
    MatchingQuestion: [
        FieldPanel("categories"),
        InlinePanel(
            "matching_rows",
            [FieldPanel("text"), FieldPanel("category"), FieldPanel("feedback")],
            label=_("Rows to match"),
            min_num=2,
        ),
    ],
    OrderingQuestion: [
        HelpPanel(_("Write the lines in the right order: learners see them in another one.")),
        InlinePanel(
            "ordered_items", [FieldPanel("text"), FieldPanel("feedback")], label=_("Lines to order"), min_num=2
        ),
        FieldPanel("feedback"),
    ],
    ShortTextQuestion: [
        HelpPanel(_("Accents, capitals, spaces and final punctuation make no difference: write each answer once.")),
        _marked("variants", _("Foreseen answers"), 1),
        FieldPanel("feedback"),
    ],
    HighlightQuestion: [_marked("segments", _("Passages, in the order of the text"), 2), FieldPanel("feedback")],
}


def edit_handler_of(model: type[Question]) -> ObjectList:
    """The whole form of a kind."""
    form = MatchingForm if model is MatchingQuestion else QuestionForm
    return ObjectList([*ASKED_FIRST, *PANELS[model], KEPT_LAST], base_form_class=form)
