"""What an edition says of change: answers before, after and three months after, gains at tests, obstacles. Pure shapes.

Only counts and sums of matched people are kept; a share, a mean and an interval are computed from them where shown.
"""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import msgspec

from lms.funding.grid import Members


class Outcome(msgspec.Struct, frozen=True):
    """The people who gave one answer of one question, among those who answered at each of the moments compared.

    `matched` answered before and after; `followed` answered three months after too; `answered` is everybody who
    answered before, so that who dropped out can be said; None where the rules do not let it be shown. `refusal` is why
    the survey of 2018 is not beside it (a key of `baseline.Refusal`), empty when it is.
    """

    key: str
    activity: str
    wording: str
    answer: str
    gap: str
    cell: str
    refusal: str
    as_of: date
    matched: int
    before: int
    after: int
    answered: int | None = None
    followed: int | None = None
    followed_before: int | None = None
    followed_after: int | None = None
    later: int | None = None

    @property
    def question(self) -> str:
        """Where it was asked: all the answers of one question share it."""
        return self.key.rpartition("/")[0]

    @property
    def name(self) -> str:
        """Names it among all that an edition says of change."""
        return f"answers-{self.key}"


class Gain(msgspec.Struct, frozen=True):
    """The gains of a group, added up. Empty `members`: everybody."""

    members: Members
    pairs: int
    total: int

    @property
    def mean(self) -> Decimal:
        """One decimal, from the two published numbers."""
        return (Decimal(self.total) / self.pairs).quantize(Decimal("0.1"), ROUND_HALF_UP)


class GainTable(msgspec.Struct, frozen=True):
    """Points out of a hundred won between the two tests of a module, by group of an axis; the total has one line."""

    module: str
    axis: str
    as_of: date
    lines: tuple[Gain, ...]

    @property
    def name(self) -> str:
        return f"gains-{self.module}-{self.axis}"


class Obstacles(msgspec.Struct, frozen=True):
    """What stopped people three months after: how many told, and how many named each obstacle that may be shown."""

    as_of: date
    told: int
    named: dict[str, int]


class Change(msgspec.Struct, frozen=True, omit_defaults=True):
    outcomes: tuple[Outcome, ...] = ()
    gains: tuple[GainTable, ...] = ()
    obstacles: Obstacles | None = None
