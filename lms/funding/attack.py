"""What a reader who keeps every edition could deduce: the attack that an edition must withstand. Pure.

The attacker knows the published figures, that people cannot be negative, that finer levels add up to coarser ones,
that each step of the funnel supposes the one before and that cumulated figures only grow. With linear programming
(HiGHS) it looks for the fewest and the most people that a small group (1 to k - 1 people) can hold. The group leaks
when at most k - 1 people are possible, or when fewer than k values are left.

Two kinds of puzzles: the funnel of one day, whose layers are the furthest steps; one step over all days, whose
layers are what each day added. The design, with its measures, is in docs/anonymity.md.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import product

import highspy
import numpy as np
from numpy.typing import NDArray

from lms.funding.catalogue import TOTAL, Catalogue, Sharing, axes_of
from lms.funding.grid import LADDER, CountedPerson, Members, Step
from lms.funding.issuing import Group, Snapshot, Table

Cell = tuple[tuple[str, str], ...]  # (level, category) for one axis or for two: an atom of the lattice
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
TOLERANCE = 1e-6
MOST_PEOPLE = 1e6  # in one unknown: a program without a total published still has an end
HANDFUL, MOST_HANDFULS = 16, 400  # groups pushed at once; how often


@dataclass(frozen=True)
class Leak:
    """A small group that published figures bound too tightly: where, how many people can be in it."""

    puzzle: str
    where: str
    fewest: float
    most: float

    @property
    def axes(self) -> frozenset[str]:
        """The levels that tell the group apart."""
        return frozenset(part.partition("=")[0] for part in self.where.split(" × "))


@dataclass(frozen=True)
class Finding:
    """The result of an attack: groups tried, groups read."""

    targets: int
    leaks: tuple[Leak, ...]


@dataclass
class Lattice:
    """Every category of every axis, and every pair of them that tables may cross.

    The unknowns of the linear programs are the finest cells only; a coarser one is the sum of those inside it.
    """

    catalogue: Catalogue
    categories: dict[str, list[str]]  # by level
    inside: dict[tuple[str, str], list[str]]  # (axis, category) → categories of its finer level
    unknowns: dict[Cell, int] = field(default_factory=dict)

    @classmethod
    def of(cls, catalogue: Catalogue, people: Iterable[CountedPerson], tables: Iterable[Table]) -> "Lattice":
        """What the labels of tables and the categories of people name."""
        levels = [level for axis in catalogue.axes for level in catalogue.levels(axis)]
        named: dict[str, set[str]] = {level: set() for level in levels}
        inside: dict[tuple[str, str], set[str]] = {}
        for each in people:
            for level in levels:
                named[level].add(each.categories[level])
            for axis, finer in catalogue.finer.items():
                inside.setdefault((axis, each.categories[axis]), set()).add(each.categories[finer])
        for sharing, category in _named_in(tables, catalogue):
            named[sharing.level].add(category)
            if sharing.parent:
                inside.setdefault((sharing.parent, sharing.within), set()).add(category)
        sorted_inside = {key: sorted(found) for key, found in inside.items()}
        lattice = cls(catalogue, {level: sorted(keys) for level, keys in named.items()}, sorted_inside)
        for cell in lattice.finest():
            lattice.unknowns[cell] = len(lattice.unknowns)
        return lattice

    def finest(self) -> Iterator[Cell]:
        """The cells that are unknowns."""
        for axis in self.catalogue.axes:
            level = self.catalogue.levels(axis)[-1]
            yield from (((level, key),) for key in self.categories[level])
        for first, second in self.finest_blocks():
            yield from self.pairs_of(first, second)

    def finest_blocks(self) -> Iterator[tuple[str, str]]:
        """The finest levels that tables may cross: two levels both finer than an axis never are."""
        for axis, other in self.catalogue.pairs():
            one, two = self.catalogue.levels(axis), self.catalogue.levels(other)
            yield from (
                {(one[-1], two[0]): None, (one[0], two[-1]): None}
                if len(one) == len(two) == 2
                else [(one[-1], two[-1])]
            )

    def named_cells(self) -> Iterator[Cell]:
        """Each cell that somebody could want to read, at every level that tables may show."""
        finer = set(self.catalogue.finer.values())
        for axis in self.catalogue.axes:
            yield from (((level, key),) for level in self.catalogue.levels(axis) for key in self.categories[level])
        for axis, other in self.catalogue.pairs():
            for one, two in product(self.catalogue.levels(axis), self.catalogue.levels(other)):
                if not {one, two} <= finer:
                    yield from self.pairs_of(one, two)

    def pairs_of(self, first: str, second: str) -> Iterator[Cell]:
        for one, other in product(self.categories[first], self.categories[second]):
            yield (first, one), (second, other)

    def expand(self, cell: Cell) -> list[int]:
        """The unknowns that add up to a cell."""
        if cell in self.unknowns:
            return [self.unknowns[cell]]
        for position, (level, key) in enumerate(cell):
            if level in self.catalogue.finer:
                finer = self.catalogue.finer[level]
                parts = [_replace(cell, position, (finer, each)) for each in self.inside.get((level, key), [])]
                if all(part in self.unknowns for part in parts) or len(cell) == 1:
                    return [index for part in parts for index in self.expand(part)]
        return []

    def sums(self) -> Iterator[tuple[list[int], list[int]]]:
        """Equalities: the unknowns of the first list add up to those of the second, in each layer."""
        for first, second in self.finest_blocks():
            for level, other in ((first, second), (second, first)):
                for key in self.categories[level]:
                    across = [self.unknowns[_pair(first, second, level, key, each)] for each in self.categories[other]]
                    yield across, self.expand(((level, key),))
        yield from self._same_coarse_cells()

    def _same_coarse_cells(self) -> Iterator[tuple[list[int], list[int]]]:
        """Two axes that both have a finer level are crossed twice: both blocks tell the same coarse cells."""
        for axis, other in self.catalogue.pairs():
            if {axis, other} <= self.catalogue.finer.keys():
                for one, two in product(self.categories[axis], self.categories[other]):
                    yield (
                        [
                            self.unknowns[(self.catalogue.finer[axis], key), (other, two)]
                            for key in self.inside.get((axis, one), [])
                        ],
                        [
                            self.unknowns[(axis, one), (self.catalogue.finer[other], key)]
                            for key in self.inside.get((other, two), [])
                        ],
                    )

    def group(self, table: Table, members: Members, columns: Members) -> list[int]:
        """The unknowns that a published group adds up."""
        if table.axis == TOTAL:
            axis = self.catalogue.axes[0]
            return [index for key in self.categories[axis] for index in self.expand(((axis, key),))]
        levels = [self.catalogue.read(name).level for name in axes_of(table.axis)]
        if len(levels) == 1:
            return [index for key in members for index in self.expand(((levels[0], key),))]
        return [
            index
            for one, two in product(members, columns)
            for index in self.expand(self.in_order((levels[0], one), (levels[1], two)))
        ]

    def in_order(self, one: tuple[str, str], other: tuple[str, str]) -> Cell:
        """A pair in the order of the catalogue's axes, whatever the order of the table."""
        order = [level for axis in self.catalogue.axes for level in self.catalogue.levels(axis)]
        return (one, other) if order.index(one[0]) < order.index(other[0]) else (other, one)

    def cells_of(self, person: CountedPerson) -> Iterator[Cell]:
        """Every named cell a person is in."""
        finer = set(self.catalogue.finer.values())
        for axis in self.catalogue.axes:
            yield from (((level, person.categories[level]),) for level in self.catalogue.levels(axis))
        for axis, other in self.catalogue.pairs():
            for one, two in product(self.catalogue.levels(axis), self.catalogue.levels(other)):
                if not {one, two} <= finer:
                    yield (one, person.categories[one]), (two, person.categories[two])


def _replace(cell: Cell, position: int, side: tuple[str, str]) -> Cell:
    return (*cell[:position], side, *cell[position + 1 :])


def _pair(first: str, second: str, level: str, key: str, other: str) -> Cell:
    return ((first, key), (second, other)) if level == first else ((first, other), (second, key))


def _named_in(tables: Iterable[Table], catalogue: Catalogue) -> Iterator[tuple[Sharing, str]]:
    for table in tables:
        if table.axis != TOTAL:
            sides = [catalogue.read(name) for name in axes_of(table.axis)]
            for group in table.groups:
                for sharing, members in zip(sides, (group.members, group.columns), strict=False):
                    yield from ((sharing, key) for key in members)


@dataclass(frozen=True)
class Fact:
    """A published figure: these unknowns, in these layers, hold so many people."""

    unknowns: tuple[int, ...]
    layers: tuple[int, ...]
    value: int


@dataclass(frozen=True)
class Puzzle:
    """What is published, and what must not be read out of it: people by named cell (lines) and layer (columns)."""

    name: str
    layers: int
    facts: list[Fact]
    truth: Ints

    def targets(self, k: int) -> list[tuple[int, tuple[int, ...]]]:
        """Small groups: those of each cell in any run of layers (from one step to another, from one day to another)."""
        ends = range(self.layers + 1)
        found = []
        for span in (tuple(range(first, last)) for first in ends for last in ends[first + 1 :]):
            values = self.truth[:, list(span)].sum(axis=1)
            found += [(int(cell), span) for cell in np.nonzero((values >= 1) & (values < k))[0]]
        return found


def puzzles_of(
    lattice: Lattice, snapshots: Sequence[Snapshot], people_on: Mapping[date, Sequence[CountedPerson]]
) -> Iterator[Puzzle]:
    """The funnel of the last day, then each step over all the days on which something was issued."""
    tables = issued_by_day(snapshots)
    last = max(tables, default=None)
    if last is None:
        return
    steps_now = count(lattice, people_on[last])
    funnel = [fact for table in tables[last] for fact in facts_of(lattice, table, lambda step: from_step(step))]
    yield Puzzle("funnel", len(LADDER), funnel, steps_now)
    days = sorted(tables)
    for step in LADDER if len(days) > 1 else ():
        yield over_time(lattice, tables, people_on, days, step)


def over_time(
    lattice: Lattice,
    tables: Mapping[date, list[Table]],
    people_on: Mapping[date, Sequence[CountedPerson]],
    days: Sequence[date],
    step: Step,
) -> Puzzle:
    """One step over the days: the layer of a day is what it added; a negative move is no target of its own."""
    reached = [count(lattice, people_on[day])[:, LADDER.index(step) :].sum(axis=1) for day in days]
    added = np.diff(np.stack([np.zeros_like(reached[0]), *reached], axis=1), axis=1)
    facts = [
        Fact(tuple(cells), tuple(range(position + 1)), value)
        for position, day in enumerate(days)
        for table in tables[day]
        if step in table.steps
        for cells, value in _values(lattice, table, step)
    ]
    return Puzzle(f"time:{step}", len(days), facts, added)


def issued_by_day(snapshots: Iterable[Snapshot]) -> dict[date, list[Table]]:
    """Every table ever issued, each once, by its own day."""
    tables: dict[date, dict[tuple[str, str], Table]] = {}
    for table in (issue.table for snapshot in snapshots for issue in snapshot.issues if issue.table):
        tables.setdefault(table.as_of, {})[table.axis, table.depth] = table
    return {day: list(found.values()) for day, found in tables.items()}


def from_step(step: Step) -> tuple[int, ...]:
    return tuple(range(LADDER.index(step), len(LADDER)))


def facts_of(lattice: Lattice, table: Table, layers: Callable[[Step], tuple[int, ...]]) -> Iterator[Fact]:
    for step in table.steps:
        for cells, value in _values(lattice, table, step):
            yield Fact(tuple(cells), layers(step), value)


def _values(lattice: Lattice, table: Table, step: Step) -> Iterator[tuple[list[int], int]]:
    groups: list[Group] = [table.total] if table.axis == TOTAL else list(table.groups)
    for group in groups:
        yield lattice.group(table, group.members, group.columns), group.counts[step]


def count(lattice: Lattice, people: Iterable[CountedPerson]) -> Ints:
    """People by named cell and furthest step."""
    lines = {cell: number for number, cell in enumerate(lattice.named_cells())}
    table = np.zeros((len(lines), len(LADDER)), dtype=np.int64)
    for each in people:
        table[[lines[cell] for cell in lattice.cells_of(each)], LADDER.index(each.step)] += 1
    return table


def attack(
    lattice: Lattice, puzzle: Puzzle, k: int, on_progress: Callable[[int, int], None] = lambda _done, _all: None
) -> Finding:
    """Try to read every small group of the puzzle."""
    targets = puzzle.targets(k)
    if not targets or not puzzle.facts:
        return Finding(len(targets), ())
    solver, named = Solver(lattice, puzzle), list(lattice.named_cells())
    groups = [solver.variables(lattice.expand(named[cell]), span) for cell, span in targets]
    sought = Sought(groups, k)
    solver.push_together(sought)
    leaks = []
    for number in range(len(targets)):
        if not sought.is_safe(number):
            solver.push(sought, number)
        if not sought.is_safe(number):
            cell, span = targets[number]
            leaks.append(Leak(f"{puzzle.name}{list(span)}", _write(named[cell]), *sought.seen(number)))
        on_progress(number + 1, len(targets))
    return Finding(len(targets), tuple(leaks))


def _write(cell: Cell) -> str:
    return " × ".join(f"{level}={key}" for level, key in cell)


class Sought:
    """The groups to read, and the fewest and most people seen in each among all the solutions met."""

    def __init__(self, groups: list[list[int]], k: int) -> None:
        self.k = k
        self.groups = groups
        self.flat = np.array([index for group in groups for index in group], dtype=np.int64)
        self.starts = np.cumsum([0, *(len(group) for group in groups[:-1])])
        self.fewest: Floats = np.full(len(groups), np.inf)
        self.most: Floats = np.full(len(groups), -np.inf)

    def witness(self, solution: Floats) -> None:
        """A solution shows what each group can hold, all at once."""
        values = np.add.reduceat(solution[self.flat], self.starts)
        np.minimum(self.fewest, values, out=self.fewest)
        np.maximum(self.most, values, out=self.most)

    def is_safe(self, number: int) -> bool:
        fewest, most = self.fewest[number], self.most[number]
        return bool(most >= self.k - TOLERANCE and most - fewest >= self.k - 1 - TOLERANCE)

    def seen(self, number: int) -> tuple[float, float]:
        return float(self.fewest[number]), float(self.most[number])

    def unsafe(self) -> Ints:
        safe = (self.most >= self.k - TOLERANCE) & (self.most - self.fewest >= self.k - 1 - TOLERANCE)
        return np.nonzero(~safe)[0]


class Solver:
    """A linear program whose objective changes: each solve starts from the last one's corner."""

    def __init__(self, lattice: Lattice, puzzle: Puzzle) -> None:
        self.layers = puzzle.layers
        self.size = len(lattice.unknowns) * puzzle.layers
        self.highs = highspy.Highs()
        for option, value in {"output_flag": False, "presolve": "off", "threads": 1, "simplex_strategy": 4}.items():
            self.highs.setOptionValue(option, value)
        self.highs.passModel(self._program(lattice, puzzle))
        self.costs: Floats = np.zeros(self.size)

    def variables(self, unknowns: Iterable[int], layers: Sequence[int]) -> list[int]:
        """The columns of the program: each unknown in each layer."""
        return [unknown * self.layers + layer for unknown in unknowns for layer in layers]

    def _program(self, lattice: Lattice, puzzle: Puzzle) -> highspy.HighsLp:
        rows = _Rows()
        for plus, minus in lattice.sums():
            for layer in range(self.layers):
                rows.add(self.variables(plus, [layer]), self.variables(minus, [layer]), 0)
        for fact in puzzle.facts:
            rows.add(self.variables(fact.unknowns, fact.layers), [], fact.value)
        return rows.write(self.size)

    def push_together(self, sought: Sought) -> None:
        """Push groups not yet safe a handful at a time, up mostly: one solution is a witness for thousands of others.

        The draw has a fixed seed: an attack is repeatable.
        """
        draw = np.random.default_rng(7)
        for number in range(MOST_HANDFULS):
            left = sought.unsafe()
            if len(left) < 3 * HANDFUL:
                return
            costs = np.zeros(self.size)
            for each in draw.choice(left, HANDFUL, replace=False):
                costs[sought.groups[each]] += -1.0 if number % 3 == 2 else 1.0
            self.solve(costs, sought)

    def push(self, sought: Sought, number: int) -> None:
        """The most people this group can hold, then the fewest."""
        for sign in (1.0, -1.0):
            if not sought.is_safe(number):
                costs = np.zeros(self.size)
                costs[sought.groups[number]] = sign
                self.solve(costs, sought)

    def solve(self, costs: Floats, sought: Sought) -> None:
        changed = np.nonzero(costs != self.costs)[0].astype(np.int32)
        self.highs.changeColsCost(len(changed), changed, costs[changed])
        self.costs = costs
        self.highs.run()
        if self.highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise Unsolved(str(self.highs.getModelStatus()))
        sought.witness(np.asarray(self.highs.getSolution().col_value))


class Unsolved(Exception):  # noqa: N818 (the name says what happened)
    """The figures contradict each other for a reader who thinks that people never change group."""


@dataclass
class _Rows:
    """The equalities of a program, row after row."""

    starts: list[int] = field(default_factory=lambda: [0])
    columns: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    bounds: list[float] = field(default_factory=list)

    def add(self, plus: list[int], minus: list[int], value: int) -> None:
        self.columns += plus + minus
        self.values += [1.0] * len(plus) + [-1.0] * len(minus)
        self.bounds.append(float(value))
        self.starts.append(len(self.columns))

    def write(self, size: int) -> highspy.HighsLp:
        program = highspy.HighsLp()
        program.num_col_, program.num_row_ = size, len(self.bounds)
        program.sense_ = highspy.ObjSense.kMaximize
        program.col_cost_ = np.zeros(size)
        program.col_lower_, program.col_upper_ = np.zeros(size), np.full(size, MOST_PEOPLE)
        program.row_lower_ = program.row_upper_ = np.array(self.bounds)
        program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        program.a_matrix_.start_ = np.array(self.starts, dtype=np.int32)
        program.a_matrix_.index_ = np.array(self.columns, dtype=np.int32)
        program.a_matrix_.value_ = np.array(self.values)
        return program
