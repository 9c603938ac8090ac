"""What a quiz comes to: which form, which score, which competencies are shown. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

from modules.loading.schema import Quiz
from modules.outcome import CompetencyScore, EvidenceKind, Grade, Outcome, mean

TWO_THIRDS = Decimal("0.66")
"""A competency is passed at the test with two questions in three (pedagogy, § 7)."""


def choose_form(quiz: Quiz, registration: UUID) -> str:
    """Half the learners take A before and B after, the others the reverse; one form when the quiz has one."""
    if quiz.questions or not quiz.form_b:
        return "" if quiz.questions else "A"
    before = "AB"[registration.int % 2]
    return before if quiz.mode == "pretest" else "BA"["AB".index(before)]


def keys_of(quiz: Quiz, form: str) -> list[str]:
    """Keys of the questions asked, in order."""
    return {"": quiz.questions, "A": quiz.form_a, "B": quiz.form_b}[form]


def decide_outcome(quiz: Quiz, graded: Iterable[tuple[str, Grade]]) -> Outcome:
    """From (competency code, grade) pairs. A test before proves nothing; a test counts right answers only."""
    pairs = list(graded)
    if quiz.mode == "pretest":
        return Outcome(scaled=mean(_worth(quiz, grade) for _code, grade in pairs))
    scaled = mean(_worth(quiz, grade) for _code, grade in pairs)
    kind = EvidenceKind.TEST if quiz.mode == "posttest" else EvidenceKind.PRACTICE
    return Outcome(kind, scaled, scaled * 100 >= quiz.mastery, _by_competency(quiz, pairs))


def _worth(quiz: Quiz, grade: Grade) -> Decimal:
    return grade.scaled if quiz.mode == "applied" else Decimal(int(grade.success))


def _by_competency(quiz: Quiz, pairs: list[tuple[str, Grade]]) -> tuple[CompetencyScore, ...]:
    worths: dict[str, list[Decimal]] = defaultdict(list)
    for code, grade in pairs:
        worths[code].append(_worth(quiz, grade))
    floor = Decimal(quiz.mastery) / 100 if quiz.mode == "applied" else TWO_THIRDS
    return tuple(
        CompetencyScore(code, scaled, scaled >= floor) for code, scaled in ((c, mean(w)) for c, w in worths.items())
    )
