"""Before and after, by group, of those who answered both times: the anonymity engine for means. Pure.

A grid made for headcounts does not protect answers: a group of 40 people may hold 3 who answered twice, and dropping
its line gives it away by subtraction. So gains have grids of their own, made of paired respondents only, and each
line is given as a sum and a number of pairs: the mean is computed from the two, and a table adds up.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

from lms.funding.change import Gain
from lms.funding.grid import NOBODY, CountedPerson, Depth, Members, Rules, Step, count_breaches, each_alone, grid, tally


@dataclass(frozen=True)
class Pair:
    """Somebody who answered the same question before and after, on the same scale."""

    person: Hashable
    employer: Hashable
    before: int
    after: int
    categories: Mapping[str, str]

    @property
    def gain(self) -> int:
        return self.after - self.before


def share_gains(pairs: Iterable[Pair], axis: str, rules: Rules) -> list[Gain] | None:
    """The gains of each group of an axis; None when fewer than two groups may be shown."""
    answered = list(pairs)
    groups = grid(each_alone(tally(_counted(answered), axis)), Depth.F1, rules)
    return [_add_up(members, answered, axis) for members in groups] if groups else None


def add_gains(pairs: Iterable[Pair], rules: Rules) -> Gain | None:
    """The gains of everybody; None when too few answered twice."""
    answered = list(pairs)
    everybody = sum(tally(_counted(answered), "").values(), NOBODY)
    return None if count_breaches(everybody, Depth.F1, rules) else _add_up((), answered, "")


def _counted(pairs: Iterable[Pair]) -> list[CountedPerson]:
    """Paired respondents, as the grid counts people."""
    return [CountedPerson(each.person, each.employer, Step.INVITED, 0, {"": "", **each.categories}) for each in pairs]


def _add_up(members: Members, pairs: Iterable[Pair], axis: str) -> Gain:
    mine = [each for each in pairs if not members or each.categories[axis] in members]
    return Gain(members, len(mine), sum(each.gain for each in mine))
