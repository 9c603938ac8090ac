"""What changed, as an edition may say it: matched answers, gains at tests, obstacles. Pure.

Nothing is said of a group that others tell apart by fewer than k people: `shown` knows every figure published before.
An answer already published is counted again only when each of its groups moved by at least k people.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lms.funding.change import Change, Gain, GainTable, Obstacles, Outcome
from lms.funding.gains import Pair, add_gains, share_gains
from lms.funding.issuing import EVERYBODY
from lms.funding.shown import People, Shown
from modules.activities.questionnaire.rounds import Round


@dataclass(frozen=True)
class Line:
    """An answer that is followed: where it was asked, in what words, the gap it shows, the cell of 2018."""

    key: str
    activity: str
    wording: str
    answer: str
    gap: str
    cell: str
    refusal: str

    @property
    def question(self) -> str:
        """Where it was asked: all the answers of one question share it."""
        return self.key.rpartition("/")[0]


Said = Mapping[Round, bool]
"""At each moment somebody answered: whether with the answer that is followed."""


@dataclass(frozen=True)
class Heard:
    """What people had told by the end of a day; persons by line, pairs of tests by module, obstacles by person."""

    answers: Mapping[Line, Mapping[Hashable, Said]] = field(default_factory=dict)
    pairs: Mapping[str, Sequence[Pair]] = field(default_factory=dict)
    obstacles: Mapping[Hashable, frozenset[str]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not (self.answers or self.pairs or self.obstacles)


def issue_change(
    heard: Heard,
    earlier: Change,
    shown: Shown,
    axes: Sequence[str],
    day: date,
    withheld: AbstractSet[str] = frozenset(),
) -> Change:
    """The change of that day's edition; `earlier` is that of the edition before, `withheld` what the attack refused."""
    return Change(
        outcomes=tuple(_outcomes(heard, earlier.outcomes, shown, day, withheld)),
        gains=tuple(_gains(heard, earlier.gains, shown, axes, day, withheld)),
        obstacles=_obstacles(heard, earlier.obstacles, shown, day),
    )


def _outcomes(
    heard: Heard, earlier: Iterable[Outcome], shown: Shown, day: date, withheld: AbstractSet[str]
) -> Iterable[Outcome]:
    standing = {_name(each): each for each in earlier}
    for line, said in heard.answers.items():
        before = standing.pop(_name(line), None)
        is_withheld = f"answers-{line.key}" in withheld
        new = None if is_withheld else count_answers(line, said, shown, before, day)
        if new or before:
            yield new or before  # type: ignore[misc]
    yield from standing.values()


def _name(line: Line | Outcome) -> tuple[str, str, str]:
    return line.key, line.wording, line.answer


def count_answers(
    line: Line, said: Mapping[Hashable, Said], shown: Shown, before: Outcome | None, day: date
) -> Outcome | None:
    """The richest outcome that exposes nobody: with who dropped out and what is said later, or less; None: not even
    before and after."""
    groups = groups_of(said)
    for extras in (("answered", "followed"), ("followed",), ("answered",), ()):
        names = [name for extra in ("matched", *extras) for name in FIELDS[extra]]
        hidden = [group for extra in ("matched", *extras) for group in _hidden(groups, extra)]
        outcome = _write(line, groups, names, day)
        if _has_moved(outcome, before, shown.rules.k) and shown.admit([groups[name] for name in names], hidden):
            return outcome
    return None


FIELDS = {
    "matched": ("matched", "before", "after"),
    "answered": ("answered",),
    "followed": ("followed", "followed_before", "followed_after", "later"),
}


def days_of(change: Change) -> set[date]:
    """The days of what it says: parts of it may stand from editions before."""
    days = {each.as_of for each in change.outcomes} | {each.as_of for each in change.gains}
    return days | ({change.obstacles.as_of} if change.obstacles else set())


def populations_told(change: Change, heard: Heard, day: date) -> Iterator[People]:
    """The people behind each number of that day, out of what had been told by then."""
    said = {_name(line): each for line, each in heard.answers.items()}
    for outcome in change.outcomes:
        if outcome.as_of == day:
            groups = groups_of(said.get(_name(outcome), {}))
            yield from (groups[name] for name in groups if getattr(outcome, name) is not None)
    for table in change.gains:
        if table.as_of == day:
            pairs = heard.pairs.get(table.module, ())
            yield from (_of_line(line, pairs, table.axis) for line in table.lines)
    if change.obstacles and change.obstacles.as_of == day:
        yield frozenset(heard.obstacles)
        for obstacle in change.obstacles.named:
            yield frozenset(person for person, those in heard.obstacles.items() if obstacle in those)


def groups_of(said: Mapping[Hashable, Said]) -> dict[str, People]:
    """The people behind each number of an outcome."""
    told = {moment: frozenset(who for who, each in said.items() if moment in each) for moment in Round}
    yes = {moment: frozenset(who for who, each in said.items() if each.get(moment)) for moment in Round}
    answered, matched = told[Round.BEFORE], told[Round.BEFORE] & told[Round.AFTER]
    followed = matched & told[Round.LATER]
    return {
        "answered": answered,
        "matched": matched,
        "before": matched & yes[Round.BEFORE],
        "after": matched & yes[Round.AFTER],
        "followed": followed,
        "followed_before": followed & yes[Round.BEFORE],
        "followed_after": followed & yes[Round.AFTER],
        "later": followed & yes[Round.LATER],
    }


def _hidden(groups: Mapping[str, People], extra: str) -> list[People]:
    """What a subtraction reads inside these numbers."""
    if extra == "answered":
        return [groups["answered"] - groups["matched"]]
    whole = groups[extra]
    sides = [side for name in FIELDS[extra][1:] for side in (groups[name], whole - groups[name])]
    return sides if extra == "matched" else [*sides, groups["matched"] - whole]


def _write(line: Line, groups: Mapping[str, People], names: Sequence[str], day: date) -> Outcome:
    numbers: dict[str, Any] = {name: len(groups[name]) for name in names}
    return Outcome(**vars(line), as_of=day, **numbers)


def _has_moved(new: Outcome, before: Outcome | None, k: int) -> bool:
    """Each number shown again, and what it leaves out of its whole, by at least k."""
    return before is None or all(high - low >= k for high, low in zip(_moves(new), _moves(before), strict=True))


def _moves(outcome: Outcome) -> list[int]:
    return [outcome.before, outcome.matched - outcome.before, outcome.after, outcome.matched - outcome.after]


def _gains(
    heard: Heard,
    earlier: Iterable[GainTable],
    shown: Shown,
    axes: Sequence[str],
    day: date,
    withheld: AbstractSet[str],
) -> Iterable[GainTable]:
    """The whole of each module, then each axis. A table is issued once: its lines could only be cut finer."""
    standing = {(each.module, each.axis): each for each in earlier}
    for module, pairs in heard.pairs.items():
        for axis in (EVERYBODY, *axes):
            table = standing.pop((module, axis), None)
            if table is None and f"gains-{module}-{axis}" not in withheld:
                table = _share(module, axis, pairs, shown, day)
            if table is None and axis == EVERYBODY:
                break
            if table is not None:
                yield table
    yield from standing.values()


def _share(module: str, axis: str, pairs: Sequence[Pair], shown: Shown, day: date) -> GainTable | None:
    whole = add_gains(pairs, shown.rules)
    if whole is None:
        return None
    lines: list[Gain] | None = [whole] if axis == EVERYBODY else share_gains(pairs, axis, shown.rules)
    groups = [_of_line(line, pairs, axis) for line in lines or ()]
    return GainTable(module, axis, day, tuple(lines)) if lines and shown.admit(groups, groups) else None


def _of_line(line: Gain, pairs: Sequence[Pair], axis: str) -> People:
    return frozenset(each.person for each in pairs if not line.members or each.categories[axis] in line.members)


def _obstacles(heard: Heard, earlier: Obstacles | None, shown: Shown, day: date) -> Obstacles | None:
    """Issued once: what somebody tells later replaces what was told, so two dates could be subtracted."""
    if earlier is not None:
        return earlier
    told = frozenset(heard.obstacles)
    if not shown.admit([told], [told]):
        return None
    named = {}
    for obstacle in sorted({each for those in heard.obstacles.values() for each in those}):
        who = frozenset(person for person, those in heard.obstacles.items() if obstacle in those)
        if shown.admit([who], [who, told - who]):
            named[obstacle] = len(who)
    return Obstacles(day, len(told), named)
