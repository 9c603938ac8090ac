"""Forms A and B of a test, question by question: each pair asks the same thing of another story. Pure.

They are parallel when people of form A find a question as easy as people of form B find its twin. Nobody takes both as
a first attempt, so the two groups are apart and the difference has the error of two independent means.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from modules.item_analysis.figures import Figures

SURE = 1.96
"""Standard errors beyond which chance alone would bring a difference one time in twenty."""


@dataclass(frozen=True)
class Pair:
    """A question of form A and its twin of form B."""

    key_a: str
    key_b: str
    a: Figures
    b: Figures

    @property
    def is_hidden(self) -> bool:
        """Under thirty first attempts on either side: the difference would give away the other."""
        return self.a.is_hidden or self.b.is_hidden

    @property
    def difference(self) -> float | None:
        """How much easier B is than A, from -1 to 1; None when hidden."""
        if self.is_hidden or self.a.facility is None or self.b.facility is None:
            return None
        return self.b.facility - self.a.facility

    @property
    def is_uneven(self) -> bool:
        """Whether chance alone hardly explains the difference: one of the two is to be written again."""
        if self.difference is None or self.a.facility is None or self.b.facility is None:
            return False
        error = sqrt(_variance(self.a.facility) / self.a.count + _variance(self.b.facility) / self.b.count)
        return abs(self.difference) > SURE * error


def _variance(facility: float) -> float:
    """The largest that a score between 0 and 1 can have around this mean."""
    return facility * (1 - facility)


def compare_forms(form_a: Sequence[str], form_b: Sequence[str], figures: Mapping[str, Figures]) -> list[Pair]:
    """By place in the two forms; a question that nobody has met counts none."""
    nobody = Figures(0)
    return [
        Pair(one, other, figures.get(one, nobody), figures.get(other, nobody))
        for one, other in zip(form_a, form_b, strict=False)
    ]
