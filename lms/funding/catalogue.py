"""The closed catalogue of tables: total, one axis, two axes. Pure. A filter is only ever a line of one of them.

A table is named after what shares people out: `territory`; `commune@59`, the communes of one department;
`territory*structure`, two axes crossed; `commune@59*structure`. A period is an axis like any other.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations

TOTAL = "total"
CROSS, WITHIN = "*", "@"


@dataclass(frozen=True)
class Sharing:
    """How a one-axis table shares people out: by the category `level`, of those whose `parent` is `within` only."""

    level: str
    parent: str = ""
    within: str = ""

    @property
    def name(self) -> str:
        return f"{self.level}{WITHIN}{self.within}" if self.parent else self.level


@dataclass(frozen=True)
class Catalogue:
    """The axes in the order of the page, and for some of them a finer level, shown inside one category at a time."""

    axes: tuple[str, ...]
    finer: dict[str, str] = field(default_factory=dict)

    def read(self, name: str) -> Sharing:
        """The sharing of a one-axis table by its name."""
        level, _at, within = name.partition(WITHIN)
        parents = {finer: axis for axis, finer in self.finer.items()}
        return Sharing(level, parents[level], within) if within else Sharing(level)

    def inside(self, axis: str, category: str) -> Sharing:
        """The finer table of one category of an axis."""
        return Sharing(self.finer[axis], axis, category)

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Two axes, each pair once."""
        return combinations(self.axes, 2)

    def levels(self, axis: str) -> tuple[str, ...]:
        """The axis, then its finer level."""
        return (axis, self.finer[axis]) if axis in self.finer else (axis,)


def cross_name(row: str, column: str) -> str:
    return f"{row}{CROSS}{column}"


def axes_of(name: str) -> tuple[str, ...]:
    """The one-axis tables a table is made of: one, or the two it crosses."""
    return tuple(name.split(CROSS))
