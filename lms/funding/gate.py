"""The gate: no edition is written before the attack has failed on it. What leaks is withheld, and the attack run again.

Withholding everything is always possible, so the gate always ends; the total alone shows no group smaller than k.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import highspy
import msgspec

from lms.funding.attack import Finding, Lattice, Leak, Unsolved, attack, puzzles_of
from lms.funding.catalogue import CROSS, TOTAL, WITHIN, Catalogue, axes_of
from lms.funding.grid import CountedPerson
from lms.funding.issuing import Snapshot, Terms, issue_all

Progress = Callable[[str, int, int], None]  # the puzzle, groups tried, groups to try


def tell_nobody(_puzzle: str, _done: int, _all: int) -> None:
    """Progress that nobody follows."""


class GateResult(msgspec.Struct, frozen=True):
    """What the receipt says of the attack: groups that could not be read, tables withheld for it, the solver, seconds.

    `moved` names the puzzles whose figures contradict each other because people changed group: they were attacked day
    by day only. `change_withheld` names the answers and gains that were withheld.
    """

    targets: int
    withheld: tuple[str, ...]
    solver: str
    seconds: float
    moved: tuple[str, ...] = ()
    leaks: int = 0
    change_withheld: tuple[str, ...] = ()


@dataclass
class Gate:
    """One edition to be: the people as of each day something was issued, and the editions before."""

    catalogue: Catalogue
    people_on: Mapping[date, Sequence[CountedPerson]]
    earlier: Sequence[Snapshot]
    terms: Terms
    on_progress: Progress = tell_nobody
    moved: list[str] = field(default_factory=list)

    def pass_through(self) -> tuple[Snapshot, GateResult]:
        """The finest edition that withstands the attack; one that issues nothing new is let through as it is."""
        started, withheld = time.monotonic(), set(self.terms.withheld)
        while True:
            terms = msgspec.structs.replace(self.terms, withheld=frozenset(withheld))
            snapshot = issue_all(self.people_on[terms.as_of], self.catalogue, self.earlier, terms)
            finding = self.attack(snapshot)
            if not finding.leaks or not snapshot.issued_on(terms.as_of):
                return snapshot, self.result(finding, withheld, time.monotonic() - started)
            withheld |= self.to_withhold(snapshot, finding.leaks)

    def attack(self, snapshot: Snapshot) -> Finding:
        """On every puzzle; at the first that leaks, the others wait for the next try."""
        self.moved = []
        snapshots = [*self.earlier, snapshot]
        tables = [issue.table for each in snapshots for issue in each.issues if issue.table]
        everybody = [person for people in self.people_on.values() for person in people]
        lattice = Lattice.of(self.catalogue, everybody, tables)
        targets = 0
        for puzzle in puzzles_of(lattice, snapshots, self.people_on):
            try:
                finding = attack(lattice, puzzle, self.terms.rules.k, self._say(puzzle.name))
            except Unsolved:
                self.moved.append(puzzle.name)
                continue
            targets += finding.targets
            if finding.leaks:
                return Finding(targets, finding.leaks)
        return Finding(targets, ())

    def _say(self, puzzle: str) -> Callable[[int, int], None]:
        return lambda done, total: self.on_progress(puzzle, done, total)

    def to_withhold(self, snapshot: Snapshot, leaks: Sequence[Leak]) -> set[str]:
        """The finest tables of that day that tell apart the plainest of the leaking groups; all of the finest kind
        when none does, and the total last of all."""
        issued = {table.axis for table in snapshot.issued_on(self.terms.as_of)}
        told_apart = min((leak.axes for leak in leaks), key=len)
        touching = {name for name in issued if levels_of(name) & told_apart} or issued
        finest = max(fineness(name) for name in touching)
        return {name for name in touching if fineness(name) == finest}

    def result(self, finding: Finding, withheld: set[str], seconds: float) -> GateResult:
        return GateResult(
            targets=finding.targets,
            withheld=tuple(sorted(withheld)),
            solver=f"HiGHS {highspy.Highs().version()}",
            seconds=round(seconds, 1),
            moved=tuple(self.moved),
            leaks=len(finding.leaks),
        )


def fineness(name: str) -> int:
    """How finely a table tells people apart: the total, one axis, a finer level, two axes, one of them finer."""
    return 0 if name == TOTAL else 1 + 2 * (CROSS in name) + (WITHIN in name)


def levels_of(name: str) -> frozenset[str]:
    return frozenset(axis.partition(WITHIN)[0] for axis in axes_of(name))
