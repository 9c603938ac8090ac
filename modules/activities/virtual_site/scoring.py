"""The five criteria of a procedure done beside somebody: two points each, 7 of 10 is a pass. Pure.

The third hint costs a point. A password typed, asked for or noted for the person caps the score at 6.
"""

from dataclasses import dataclass
from decimal import Decimal

from modules.activities.virtual_site.engine import State
from modules.loading.schema import Criterion, Expected
from modules.loading.schema import VirtualSite as Site
from modules.outcome import CompetencyScore, EvidenceKind, Outcome, mean, round_scaled

MOST = 10
CAPPED = 6
CRITERIA = ("result", "consent", "hand", "data", "trace")
CRITERIA_OF = {
    "C1.1": ("result", "trace"),
    "C1.2": ("result", "hand"),
    "C2.1": ("hand", "consent"),
    "C2.2": ("consent", "result"),
    "C2.3": ("data", "consent"),
    "C3.2": ("trace", "hand"),
}


@dataclass(frozen=True)
class Line:
    """One thing looked at: what was done, or what would help."""

    held: bool
    words: str


@dataclass(frozen=True)
class Looked:
    """A criterion and how it went."""

    name: str
    points: int
    lines: tuple[Line, ...]


def look(site: Site, state: State) -> list[Looked]:
    """The five criteria, with what was done and what would help."""
    return [
        _look_at(name, getattr(site.criteria, name), state, shared=name == "hand" and not site.mandate)
        for name in CRITERIA
    ]


def _look_at(name: str, criterion: Criterion, state: State, *, shared: bool) -> Looked:
    """`shared`: the share of the fields that the person filled in counts too; the lower of the two is kept."""
    done = [each.fact in state.facts for each in criterion.expects]
    faults = [each for each in criterion.faults if each.fact in state.facts]
    reached = [_two_points(sum(done), len(done))] if done else []
    if shared:
        reached.append(_two_points(state.by_person, state.by_person + state.by_you))
    lines = [_line(each, held) for each, held in zip(criterion.expects, done, strict=True)]
    lines += [Line(False, f"{each.done} {each.help}") for each in faults]
    return Looked(name, max(0, min(reached, default=0) - len(faults)), tuple(lines))


def _line(expected: Expected, held: bool) -> Line:
    return Line(held, expected.done if held else expected.help)


def _two_points(held: int, of: int) -> int:
    """All: two points. Half or more: one."""
    if held == 0:
        return 0
    return 2 if held == of else int(held * 2 >= of)


def points(site: Site, state: State) -> int:
    """Out of 10."""
    total = sum(each.points for each in look(site, state)) - int(state.supported)
    return max(0, min(total, CAPPED) if state.password else total)


def decide_outcome(site: Site, state: State) -> Outcome:
    """Practice: passed at the site's mastery, and for each competency at 1.5 of 2 on its criteria."""
    total = points(site, state)
    reached = {each.name: each.points for each in look(site, state)}
    passed = total >= site.mastery
    scores = tuple(_competency(code, reached, passed=passed) for code in site.competencies if code in CRITERIA_OF)
    return Outcome(EvidenceKind.PRACTICE, round_scaled(Decimal(total) / MOST), passed, scores, not state.supported)


def _competency(code: str, reached: dict[str, int], *, passed: bool) -> CompetencyScore:
    scaled = mean(Decimal(reached[name]) / 2 for name in CRITERIA_OF[code])
    return CompetencyScore(code, scaled, passed and scaled >= Decimal("0.75"))
