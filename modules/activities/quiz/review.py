"""An answered question as a person reads it again: what she chose, what was best, why. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from modules.loading.schema import Matching, QuestionEntry
from modules.outcome import mean
from modules.questions import Response, grade


@dataclass(frozen=True)
class Line:
    """One option, or one row of a matching: `mine` ticked by the learner, `right` the best one."""

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
    is_matching: bool

    @property
    def reasons(self) -> list[Line]:
        """The lines whose feedback is worth reading: those chosen, the best ones, the rows misplaced."""
        return [line for line in self.lines if line.mine or line.right]


def review(question: QuestionEntry, response: Response) -> Review:
    lines = _matching_lines(question, response) if isinstance(question, Matching) else _option_lines(question, response)
    return Review(
        question.key, question, lines, grade(question, response).success, is_matching=isinstance(question, Matching)
    )


def _option_lines(question: QuestionEntry, response: Response) -> list[Line]:
    ticked = {response} if isinstance(response, int) else set(response)
    options = getattr(question, "options", [])
    return [Line(each.text, index in ticked, each.right, each.feedback) for index, each in enumerate(options)]


def _matching_lines(question: Matching, response: Response) -> list[Line]:
    indexes = response if isinstance(response, list) else []
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
