"""An answered question as a person reads it again: what she chose, what was best, why. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from modules.loading.schema import Highlight, Matching, Ordering, QuestionEntry, ShortText, TrueFalse
from modules.outcome import mean
from modules.questions import Response, grade
from modules.questions.folding import find_variant
from modules.questions.showing import CONFIDENCE


@dataclass(frozen=True)
class Line:
    """One option, or one row of a table: `mine` ticked by the learner, `right` the best one."""

    text: str
    mine: bool
    right: bool
    feedback: str
    chosen: str = ""
    best: str = ""


@dataclass(frozen=True)
class Review:
    key: str
    question: QuestionEntry
    lines: Sequence[Line]
    success: bool
    confidence: int | None = None

    @property
    def is_table(self) -> bool:
        """Rows and what was chosen for each, rather than a list of answers offered."""
        return isinstance(self.question, Matching | Ordering)

    @property
    def reasons(self) -> list[Line]:
        """The lines whose feedback is worth reading: those chosen, the best ones, the rows misplaced."""
        return [line for line in self.lines if (line.mine or line.right) and line.feedback]

    @property
    def reason(self) -> str:
        """What is said whatever was answered."""
        return self.question.feedback if isinstance(self.question, Ordering | Highlight) else ""

    @property
    def confidence_words(self) -> str:
        return str(CONFIDENCE.get(self.confidence or 0, ""))

    @property
    def is_surprise(self) -> bool:
        """Sure and not right: what is worth reading first."""
        return self.confidence == 3 and not self.success


def review(question: QuestionEntry, response: Response, confidence: int | None = None) -> Review:
    return Review(question.key, question, _lines(question, response), grade(question, response).success, confidence)


def review_unanswered(question: QuestionEntry) -> Review:
    """A question to which one said « Je ne sais pas »: the best answers and why, nothing of one's own."""
    return Review(question.key, question, _best_lines(question), success=False)


def _best_lines(question: QuestionEntry) -> Sequence[Line]:
    unknown = _("I do not know")
    match question:
        case Matching():
            return [Line(each.text, True, False, each.feedback, unknown, each.category) for each in question.rows]
        case Ordering():
            items = enumerate(question.items, start=1)
            return [Line(str(place), True, False, item.feedback, unknown, item.text) for place, item in items]
        case ShortText():
            return [Line(each.text, False, True, each.feedback) for each in question.answers if each.right]
        case TrueFalse():
            return [Line(each.text, False, each.right, each.feedback) for each in _verdict_lines(question, said=True)]
        case Highlight():
            return _ticked_lines(question.segments, set())
    return _ticked_lines(question.options, set())


def _lines(question: QuestionEntry, response: Response) -> list[Line]:
    match question, response:
        case Matching(), list(indexes):
            return _matching_lines(question, indexes)
        case Ordering(), list(indexes):
            return _ordering_lines(question, indexes)
        case ShortText(), str(written):
            return _text_lines(question, written)
        case TrueFalse(), bool(said):
            return _verdict_lines(question, said)
        case Highlight(), list(indexes):
            return _ticked_lines(question.segments, set(indexes))
    ticked = {response} if isinstance(response, int) else set(response)
    return _ticked_lines(getattr(question, "options", []), ticked)


def _ticked_lines(options: Sequence[Any], ticked: set[Any]) -> list[Line]:
    return [Line(each.text, index in ticked, each.right, each.feedback) for index, each in enumerate(options)]


def _verdict_lines(question: TrueFalse, said: bool) -> list[Line]:
    return [
        Line(_("True"), said, question.right, question.feedback_true),
        Line(_("False"), not said, not question.right, question.feedback_false),
    ]


def _text_lines(question: ShortText, written: str) -> list[Line]:
    variant = find_variant(question, written)
    success = variant is not None and variant.right
    feedback = (variant.feedback if variant else "") or question.feedback
    mine = Line(written, mine=True, right=success, feedback=feedback)
    best = next((each for each in question.answers if each.right), None)
    if success or best is None:
        return [mine]
    return [mine, Line(best.text, mine=False, right=True, feedback=best.feedback)]


def _matching_lines(question: Matching, indexes: Sequence[int]) -> list[Line]:
    return [
        Line(
            row.text,
            mine=question.categories[index] != row.category,
            right=question.categories[index] == row.category,
            feedback=row.feedback,
            chosen=question.categories[index],
            best=row.category,
        )
        for row, index in zip(question.rows, indexes, strict=True)
    ]


def _ordering_lines(question: Ordering, indexes: Sequence[int]) -> list[Line]:
    return [
        Line(
            str(place),
            mine=index != place - 1,
            right=index == place - 1,
            feedback=item.feedback,
            chosen=question.items[index].text,
            best=item.text,
        )
        for place, (item, index) in enumerate(zip(question.items, indexes, strict=True), start=1)
    ]


@dataclass(frozen=True)
class CompetencyResult:
    code: str
    right: int
    asked: int
    scaled: Decimal


def results_by_competency(reviews: Sequence[Review]) -> list[CompetencyResult]:
    """Right answers out of those asked, by competency, in the order of the codes."""
    codes = sorted({each.question.competency for each in reviews})
    results = []
    for code in codes:
        mine = [each for each in reviews if each.question.competency == code]
        right = sum(each.success for each in mine)
        results.append(CompetencyResult(code, right, len(mine), mean(Decimal(int(each.success)) for each in mine)))
    return results
