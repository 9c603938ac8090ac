"""Two parallel forms drawn from a bank: as many questions a competency, none in both, alike two by two. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Candidate:
    """A question that may be drawn. `difficulty` is 1 to 3, 2 when nobody said."""

    pk: int
    competency: str
    kind: str
    difficulty: int = 2


class TooFew(ValueError):  # noqa: N818 (the name says what happened)
    """By competency: how many questions the bank has, how many two forms ask for."""

    def __init__(self, missing: dict[str, tuple[int, int]]) -> None:
        super().__init__(str(missing))
        self.missing = missing


def draw_forms(
    candidates: Iterable[Candidate], competencies: Sequence[str], each: int, luck: Random
) -> tuple[list[int], list[int]]:
    """`each` questions a competency in each form, in the order of the competencies. Raises TooFew."""
    by_code: dict[str, list[Candidate]] = {code: [] for code in competencies}
    for candidate in candidates:
        if candidate.competency in by_code:
            by_code[candidate.competency].append(candidate)
    missing = {code: (len(found), 2 * each) for code, found in by_code.items() if len(found) < 2 * each}
    if missing:
        raise TooFew(missing)
    form_a, form_b = [], []
    for found in by_code.values():
        for pair in draw_pairs(found, each, luck):
            one, other = luck.sample(pair, 2)
            form_a.append(one.pk)
            form_b.append(other.pk)
    return form_a, form_b


def draw_pairs(found: list[Candidate], wanted: int, luck: Random) -> list[tuple[Candidate, Candidate]]:
    """Pairs as alike as the bank allows: the same kind first, then the nearest difficulty; luck between equals."""
    left = luck.sample(sorted(found, key=lambda each: each.pk), len(found))
    pairs = []
    for _pair in range(wanted):
        one, other = min(
            ((one, other) for place, one in enumerate(left) for other in left[place + 1 :]),
            key=lambda pair: _distance(*pair),
        )
        pairs.append((one, other))
        left = [each for each in left if each not in (one, other)]
    return pairs


def _distance(one: Candidate, other: Candidate) -> tuple[bool, int]:
    return one.kind != other.kind, abs(one.difficulty - other.difficulty)
