"""What keeps a question from being asked, one sentence a fault: the shape of its file, then what it cannot say."""

from typing import assert_never

import msgspec
from django.utils.translation import gettext as _

from modules.loading.schema import (
    Highlight,
    Matching,
    MultipleChoice,
    Ordering,
    QuestionEntry,
    ShortText,
    SingleChoice,
    TrueFalse,
)
from modules.questions.folding import fold


def find_question_faults(question: QuestionEntry) -> list[str]:
    """Empty for a question that may be asked, and so frozen in an edition."""
    try:
        written = msgspec.convert(msgspec.to_builtins(question), QuestionEntry)
    except msgspec.ValidationError as error:
        return [_misfit(question, str(error))]
    return _faults_of_kind(written)


def _misfit(question: QuestionEntry, refusal: str) -> str:
    if missing_feedback(question):
        return _("Every answer needs its feedback: it is what teaches.")
    return _("Something is missing or does not fit: %(refusal)s") % {"refusal": refusal}


def missing_feedback(question: QuestionEntry) -> bool:
    """Whether an answer that must teach says nothing yet."""
    match question:
        case SingleChoice() | MultipleChoice():
            return not all(option.feedback for option in question.options)
        case Matching():
            return not all(row.feedback for row in question.rows)
        case TrueFalse():
            return not (question.feedback_true and question.feedback_false)
        case Ordering() | ShortText() | Highlight():
            return not question.feedback
        case _:
            assert_never(question)


def _faults_of_kind(question: QuestionEntry) -> list[str]:
    match question:
        case SingleChoice() if sum(option.right for option in question.options) != 1:
            return [_("A single choice has one right answer, and one only.")]
        case MultipleChoice() if not any(option.right for option in question.options):
            return [_("A multiple choice has at least one right answer.")]
        case Highlight() if not any(segment.right for segment in question.segments):
            return [_("At least one passage must be right.")]
        case Matching():
            return _faults_of_matching(question)
        case Ordering() if len({fold(item.text) for item in question.items}) < len(question.items):
            return [_("Two lines to order say the same thing: nobody could order them.")]
        case ShortText():
            return _faults_of_short_text(question)
    return []


def _faults_of_matching(question: Matching) -> list[str]:
    strays = [row.text for row in question.rows if row.category not in question.categories]
    if strays:
        return [_("The line “%(line)s” goes to a category that is not offered.") % {"line": strays[0]}]
    if len(set(question.categories)) < len(question.categories):
        return [_("Two categories have the same name.")]
    return []


def _faults_of_short_text(question: ShortText) -> list[str]:
    folded = [fold(variant.text) for variant in question.answers]
    if not any(variant.right for variant in question.answers):
        return [_("A short answer needs at least one accepted writing.")]
    if "" in folded:
        return [_("An accepted writing has neither letter nor digit.")]
    if len(set(folded)) < len(folded):
        return [_("Two writings differ only by accents or capitals: keep one.")]
    return []
