"""An auditor from outside: only what was stored and given out is read, and held against what people really did.

Editions come as JSON and the digest of their receipt, exports as figures by (table, group, measure). Nothing of the
publisher is asked; the only thing shared with it is the solver of the attack.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from random import Random

import msgspec
import numpy as np

from lms.funding.attack import Lattice, Puzzle, attack, puzzles_of
from lms.funding.catalogue import Catalogue
from lms.funding.change import Gain
from lms.funding.grid import LADDER, CountedPerson
from lms.funding.issuing import Snapshot

K = 11


@dataclass(frozen=True)
class Stored:
    """An edition as the database keeps it."""

    snapshot: bytes
    digest: str

    @classmethod
    def of(cls, snapshot: Snapshot) -> "Stored":
        text = msgspec.json.encode(snapshot, order="sorted")
        return cls(text, hashlib.sha256(text).hexdigest())


@dataclass(frozen=True)
class Sampled(Puzzle):
    """The same puzzle, of which only so many groups are tried: a draw with a fixed seed."""

    sample: int = 0

    def targets(self, k: int) -> list[tuple[int, tuple[int, ...]]]:
        found = super().targets(k)
        return Random(5).sample(found, min(self.sample, len(found))) if self.sample else found


@dataclass
class Audit:
    """`people_on` is private data, for the targets of the attack; `sample` groups are tried in each puzzle, 0: all."""

    catalogue: Catalogue
    people_on: Mapping[date, Sequence[CountedPerson]]
    sample: int = 0
    complaints: list[str] = field(default_factory=list)

    def read(self, editions: Sequence[Stored]) -> list[str]:
        for edition in editions:
            self.check_digest(edition)
            self.check_steps(edition)
        self.attack([msgspec.json.decode(edition.snapshot, type=Snapshot) for edition in editions])
        return self.complaints

    def check_digest(self, edition: Stored) -> None:
        if hashlib.sha256(edition.snapshot).hexdigest() != edition.digest:
            self.complaints.append("an edition was rewritten after its receipt")

    def check_steps(self, edition: Stored) -> None:
        """In each line, between each step and the next: k people at least, so neither nobody nor everybody."""
        for issue in msgspec.json.decode(edition.snapshot)["issues"]:
            for group in issue["table"]["groups"] if issue["table"] else ():
                counts = [group["counts"][step] for step in LADDER if step in group["counts"]]
                if any(high - low < K for high, low in pairwise([*counts, 0])):
                    self.complaints.append(f"a step of {issue['axis']} is passed by nearly nobody or everybody")

    def attack(self, snapshots: Sequence[Snapshot]) -> None:
        tables = [issue.table for each in snapshots for issue in each.issues if issue.table]
        everybody = [person for people in self.people_on.values() for person in people]
        lattice = Lattice.of(self.catalogue, everybody, tables)
        for each in puzzles_of(lattice, snapshots, self.people_on):
            puzzle = Sampled(each.name, each.layers, each.facts, each.truth, self.sample)
            self.complaints += [f"{leak.where} is read" for leak in attack(lattice, puzzle, K).leaks]


def audit_gains(published: Sequence[Gain], pairs_by_category: Mapping[str, int]) -> list[str]:
    """Signed sums have no bounds: a small category is read when it is a combination of published sums.

    Its indicator then lies in the space that the published lines span.
    """
    keys = sorted(pairs_by_category)
    lines = np.array([[not gain.members or key in gain.members for key in keys] for gain in published], dtype=float)
    complaints = []
    for position, key in enumerate(keys):
        wanted = np.eye(len(keys))[position]
        combined = lines.T @ np.linalg.lstsq(lines.T, wanted, rcond=None)[0]
        if 0 < pairs_by_category[key] < K and np.allclose(combined, wanted):
            complaints.append(f"the gains of {key} are read")
    return complaints


def compare(exports: Mapping[str, Sequence[int]]) -> list[str]:
    """The figures of each export, in the order of the page, beside those of the first."""
    first, *others = exports
    return [f"{name} does not say what {first} says" for name in others if exports[name] != exports[first]]
