"""What the answer to a case is worth, and what the whole comes to. Pure.

Five parts of one point a case: the need, the place, the three criteria, the fallback, the relay.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from msgspec import Struct

from modules.activities.orientation.matching import deciding, places_of, suitable
from modules.loading.schema import Ask, Orientation, OrientationCase
from modules.outcome import CompetencyScore, EvidenceKind, Grade, Outcome, mean, round_scaled

TEAM = "equipe"
"""The fallback that is no place: one's own team, at a date."""
CHOSEN_CRITERIA = 3
PARTS = ("need", "place", "criteria", "fallback", "relay")
PARTS_OF = {"B3.1": ("need", "place", "criteria"), "B3.2": ("fallback", "relay")}


class CaseAnswer(Struct, frozen=True, kw_only=True):
    """Places by their identifier, answers by their place in the list, criteria by name."""

    need: int
    place: str
    criteria: list[str]
    fallback: str
    relay: int


def grade_parts(orientation: Orientation, case: OrientationCase, answer: CaseAnswer) -> dict[str, Decimal]:
    """From 0 to 1 for each part."""
    places = places_of(orientation, case)
    good, named = suitable(case, places), deciding(case, places)
    counted = min(CHOSEN_CRITERIA, len(named)) or 1
    return {
        "need": Decimal(int(case.need.options[answer.need].right)),
        "place": Decimal(int(answer.place in good)),
        "criteria": round_scaled(min(Decimal(1), Decimal(len(set(answer.criteria) & set(named))) / counted)),
        "fallback": _grade_fallback(answer, good),
        "relay": Decimal(int(case.relay.options[answer.relay].right)),
    }


def _grade_fallback(answer: CaseAnswer, good: set[str]) -> Decimal:
    """Another place that suits; one's team when there is none, half of it when there is one."""
    others = good - {answer.place}
    if answer.fallback == TEAM:
        return Decimal("0.5") if others else Decimal(1)
    return Decimal(int(answer.fallback in others))


def grade_case(orientation: Orientation, case: OrientationCase, answer: CaseAnswer) -> Grade:
    scaled = mean(grade_parts(orientation, case, answer).values())
    return Grade(scaled, scaled == 1)


def decide_outcome(orientation: Orientation, answers: Mapping[str, CaseAnswer]) -> Outcome:
    """Practice: the mean of the cases, passed at the activity's mastery, and so for each competency on its parts."""
    graded = [grade_parts(orientation, case, answers[case.key]) for case in orientation.cases]
    scaled = mean(_mean_of(parts, PARTS) for parts in graded)
    floor = Decimal(orientation.mastery) / 100
    scores = [
        (code, mean(_mean_of(parts, PARTS_OF.get(code, PARTS)) for parts in graded))
        for code in orientation.competencies
    ]
    competencies = tuple(CompetencyScore(code, value, value >= floor) for code, value in scores)
    return Outcome(EvidenceKind.PRACTICE, scaled, scaled >= floor, competencies)


def _mean_of(parts: Mapping[str, Decimal], names: Sequence[str]) -> Decimal:
    return sum((parts[name] for name in names), Decimal(0)) / len(names)


def best_answer(orientation: Orientation, case: OrientationCase) -> CaseAnswer:
    """An answer worth everything, computed: for the studio's preview, the demonstration and the tests."""
    places = places_of(orientation, case)
    good = [place.identifier for place in places if place.identifier in suitable(case, places)]
    return CaseAnswer(
        need=right_of(case.need),
        place=good[0],
        criteria=deciding(case, places)[:CHOSEN_CRITERIA],
        fallback=good[1] if len(good) > 1 else TEAM,
        relay=right_of(case.relay),
    )


def right_of(ask: Ask) -> int:
    return next(index for index, option in enumerate(ask.options) if option.right)
