"""Whether a finished module is passed: two thirds of its competencies at level 2 or more. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

WANTED_LEVEL = 2


@dataclass(frozen=True)
class Verdict:
    """`reached` competencies of `total` are at level 2 or more; `needed` are asked for."""

    reached: int
    needed: int
    total: int

    @property
    def passed(self) -> bool:
        return self.reached >= self.needed


def decide_verdict(levels: Sequence[int | None]) -> Verdict:
    """Levels of the module's competencies, None when never assessed. Four of six, five of seven."""
    reached = sum(level is not None and level >= WANTED_LEVEL for level in levels)
    return Verdict(reached, -(-2 * len(levels) // 3), len(levels))
