"""Small groups are merged, never dashed out: the pure half of the anonymity engine, lines of one axis.

An isolable group is the people between one published step and the next (invited but not completed, say): whoever
reads two figures can subtract them. Every isolable group of a published row concerns at least k distinct people, so
no difference of 0 to k - 1 is ever shown, and 0 % and 100 % never appear. Categories too small for that are merged;
nothing is rounded or left out, so a table always adds up exactly.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

RULE_VERSION = "3"

Key = TypeVar("Key", bound=Hashable)

Members = tuple[str, ...]


class Step(StrEnum):
    """How far a person is, in order: each step supposes the one before."""

    INVITED = "invited"
    ENROLLED = "enrolled"
    STARTED = "started"
    COMPLETED = "completed"
    ATTESTED = "attested"


class Depth(StrEnum):
    """How much of the funnel a table shows."""

    F1 = "F1"
    F2 = "F2"
    F4 = "F4"
    F5 = "F5"


LADDER = tuple(Step)
DEEPEST_FIRST = (Depth.F5, Depth.F4, Depth.F2, Depth.F1)
SHALLOWEST_FIRST = DEEPEST_FIRST[::-1]
STEPS: dict[Depth, tuple[Step, ...]] = {
    Depth.F1: (Step.INVITED,),
    Depth.F2: (Step.INVITED, Step.COMPLETED),
    Depth.F4: (Step.INVITED, Step.ENROLLED, Step.STARTED, Step.COMPLETED),
    Depth.F5: LADDER,
}


@dataclass(frozen=True)
class Rules:
    """k distinct people per isolable group; so many of them outside its largest employer; no one person beyond this
    share of a group's hours."""

    k: int = 11
    outside_largest_employer: int = 5
    largest_share_of_hours: Fraction = Fraction(1, 2)


FUNDER_RULES = Rules()
# Inside one employer everybody has that employer: nobody can be hidden from it, so k alone protects.
EMPLOYER_RULES = Rules(k=5, outside_largest_employer=0)


@dataclass(frozen=True)
class CountedPerson:
    """One person of a convention, once: furthest step, minutes followed, and a category by axis."""

    person: Hashable
    employer: Hashable
    step: Step
    minutes: int
    categories: Mapping[str, str]


@dataclass(frozen=True)
class Tally:
    """A group of people: how many by employer at each furthest step (the order of LADDER), and their minutes."""

    employers: tuple[Counter[Hashable], ...]
    minutes: int = 0
    most_minutes: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            tuple(add_up([mine, theirs]) for mine, theirs in zip(self.employers, other.employers, strict=True)),
            self.minutes + other.minutes,
            max(self.most_minutes, other.most_minutes),
        )

    def reached(self, step: Step) -> int:
        """How many people are at this step or further."""
        return sum(employers.total() for employers in self.employers[LADDER.index(step) :])

    def isolable(self, depth: Depth) -> list[Counter[Hashable]]:
        """The people between each published step and the next, by employer."""
        starts = [LADDER.index(step) for step in STEPS[depth]]
        ends = [*starts[1:], len(LADDER)]
        return [add_up(self.employers[a:b]) for a, b in zip(starts, ends, strict=True)]


def add_up(counts: Sequence[Counter[Hashable]]) -> Counter[Hashable]:
    """One of them where the others are empty, else a new one: a closing adds a hundred thousand, most of them empty."""
    filled = [each for each in counts if each]
    if len(filled) < 2:
        return filled[0] if filled else Counter()
    whole = Counter(filled[0])
    for each in filled[1:]:
        for employer, people in each.items():
            whole[employer] = whole.get(employer, 0) + people
    return whole


NOBODY = Tally(tuple(Counter() for _step in LADDER))


def tally(people: Iterable[CountedPerson], axis: str) -> dict[str, Tally]:
    """The people of each category of an axis. Raises ValueError when a person is there twice: k counts people."""
    return tally_by(people, lambda person: person.categories[axis])


def tally_by(people: Iterable[CountedPerson], key_of: Callable[[CountedPerson], Key]) -> dict[Key, Tally]:
    """The people who share each key, in the order of the keys. Raises ValueError when a person is there twice."""
    employers: dict[Key, list[Counter[Hashable]]] = {}
    minutes: dict[Key, list[int]] = {}
    seen: set[Hashable] = set()
    rungs = {step: rung for rung, step in enumerate(LADDER)}
    for each in people:
        if each.person in seen:
            raise ValueError("A person counts once.")
        seen.add(each.person)
        key = key_of(each)
        if key not in employers:
            employers[key], minutes[key] = [Counter() for _step in LADDER], []
        employers[key][rungs[each.step]][each.employer] += 1
        minutes[key].append(each.minutes)
    keys = sorted(employers, key=repr)
    return {key: Tally(tuple(employers[key]), sum(minutes[key]), max(minutes[key])) for key in keys}


def each_alone(tallies: Mapping[str, Tally]) -> dict[Members, Tally]:
    """Categories as groups of one."""
    return {(key,): tallies[key] for key in sorted(tallies)}


def count_breaches(group: Tally, depth: Depth, rules: Rules) -> int:
    """How many rules the group breaks when shown at this depth; 0: it may be shown."""
    breaches = sum(is_too_small(people, rules) for people in group.isolable(depth))
    shows_hours = depth is not Depth.F1
    return breaches + (shows_hours and group.most_minutes > rules.largest_share_of_hours * group.minutes)


def is_too_small(people: Counter[Hashable], rules: Rules) -> bool:
    """Too few people, or too few of them hidden from the employer who knows the most of them."""
    largest = max(people.values(), default=0)
    return people.total() < rules.k or people.total() - largest < rules.outside_largest_employer


def grid(units: Mapping[Members, Tally], depth: Depth, rules: Rules) -> dict[Members, Tally] | None:
    """The finest unions of these groups that may be shown at this depth; None when only one would be left.

    The smallest group that breaks a rule is merged with the one that mends the most, until none breaks any.
    The same people always give the same groups, whatever their order.
    """
    groups: dict[Members, Tally] = dict(sorted(units.items()))
    while len(groups) > 1 and (worst := _smallest_breach(groups, depth, rules)):
        partner = _best_partner(worst, groups, depth, rules)
        merged = groups.pop(worst) + groups.pop(partner)
        groups[tuple(sorted(worst + partner))] = merged
    return dict(sorted(groups.items())) if len(groups) > 1 else None


def _smallest_breach(groups: Mapping[Members, Tally], depth: Depth, rules: Rules) -> Members | None:
    in_breach = [members for members, group in groups.items() if count_breaches(group, depth, rules)]
    return min(in_breach, key=lambda members: (groups[members].reached(Step.INVITED), members), default=None)


def _best_partner(worst: Members, groups: Mapping[Members, Tally], depth: Depth, rules: Rules) -> Members:
    """Most breaches mended, then fewest people named less finely."""

    def cost(members: Members) -> tuple[int, int, Members]:
        left = count_breaches(groups[worst] + groups[members], depth, rules)
        mended = count_breaches(groups[members], depth, rules) - left
        return -mended, groups[members].reached(Step.INVITED), members

    return min((members for members in groups if members != worst), key=cost)
