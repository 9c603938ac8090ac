"""Every population whose size was published, so that a new one is never told apart from them by fewer than k. Pure.

A population is a whole number with a bit for each of its people: whether one holds another is one operation.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from lms.funding.attack import issued_by_day
from lms.funding.catalogue import TOTAL, Catalogue, Sharing, axes_of
from lms.funding.grid import LADDER, CountedPerson, Rules, is_too_small
from lms.funding.issuing import Group, Snapshot, Table

People = frozenset[Hashable]


@dataclass
class Shown:
    """`employers` says where each person works, for the rule of the largest employer."""

    rules: Rules
    employers: Mapping[Hashable, Hashable]
    masks: set[int] = field(default_factory=set)
    bits: dict[Hashable, int] = field(default_factory=dict)

    def note(self, populations: Iterable[People]) -> None:
        """What an edition before says."""
        self.masks.update(self.mask(each) for each in populations)

    def admit(self, populations: Sequence[People], hidden: Sequence[People]) -> bool:
        """Note these populations unless they expose somebody; whether they were noted.

        `hidden` are the groups read by subtraction inside what is to be published. Any two populations, one of which
        holds the other, differ by k people at least, or by nobody.
        """
        if any(is_too_small(Counter(self.employers.get(one, "") for one in group), self.rules) for group in hidden):
            return False
        new = {self.mask(each) for each in populations}
        if any(self._differ_by_few(one, other) for one in new for other in self.masks | new):
            return False
        self.masks |= new
        return True

    def _differ_by_few(self, one: int, other: int) -> bool:
        if one & ~other and other & ~one:
            return False
        return 0 < (one ^ other).bit_count() < self.rules.k

    def mask(self, people: Iterable[Hashable]) -> int:
        found = 0
        for one in people:
            found |= 1 << self.bits.setdefault(one, len(self.bits))
        return found


def populations_of(
    snapshots: Iterable[Snapshot], people_on: Mapping[date, Sequence[CountedPerson]], catalogue: Catalogue
) -> Iterator[People]:
    """The people behind each figure of each table ever issued, on its own day."""
    for day, tables in issued_by_day(snapshots).items():
        for table in tables:
            yield from _of_table(table, people_on.get(day, ()), catalogue)


def _of_table(table: Table, people: Sequence[CountedPerson], catalogue: Catalogue) -> Iterator[People]:
    sides = [] if table.axis == TOTAL else [catalogue.read(name) for name in axes_of(table.axis)]
    for group in [table.total] if table.axis == TOTAL else table.groups:
        inside = [each for each in people if _is_in(each, group, sides)]
        for step in table.steps:
            rung = LADDER.index(step)
            yield frozenset(each.person for each in inside if LADDER.index(each.step) >= rung)


def _is_in(person: CountedPerson, group: Group, sides: Sequence[Sharing]) -> bool:
    return all(
        person.categories[side.level] in members and (not side.parent or person.categories[side.parent] == side.within)
        for side, members in zip(sides, (group.members, group.columns), strict=False)
    )
