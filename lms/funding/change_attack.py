"""The attack of the gate on what an edition says of change: answers of a question, then gains beside the funnel. Pure.

Answers: the unknowns are how many people said this before, that after, that three months after, silence included.
Gains: each step of the funnel has two layers, those who took both tests and those who did not.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import product

import numpy as np

from lms.funding.attack import Fact, Finding, Lattice, Puzzle, attack, count, facts_of
from lms.funding.catalogue import CROSS, TOTAL, Catalogue, axes_of
from lms.funding.change import Change, GainTable, Outcome
from lms.funding.gains import Pair
from lms.funding.grid import LADDER, CountedPerson, Depth, Step
from lms.funding.issuing import EVERYBODY, Group, Table
from lms.funding.outcomes import Heard, Line, Said
from modules.activities.questionnaire.rounds import Round

SILENT, OTHER, AND, THEN = "silent", "other", "&", ">"
AXIS = "said"
ROUNDS = tuple(Round)
UNPAIRED, PAIRED = 0, 1
Answers = Mapping[Hashable, Mapping[Round, frozenset[str]]]
"""By person and moment, the followed answers given; empty: none of them."""


def attack_answers(change: Change, heard: Heard, day: date, k: int) -> dict[str, Finding]:
    """By question, what the outcomes of that day give away."""
    lines: dict[str, dict[Line, Mapping[Hashable, Said]]] = {}
    for line, said in heard.answers.items():
        lines.setdefault(line.question, {})[line] = said
    issued: dict[str, list[Outcome]] = {}
    for outcome in change.outcomes:
        if outcome.as_of == day:
            issued.setdefault(outcome.question, []).append(outcome)
    return {name: attack_question(name, outcomes, lines.get(name, {}), k) for name, outcomes in issued.items()}


def attack_question(
    name: str, outcomes: Sequence[Outcome], lines: Mapping[Line, Mapping[Hashable, Said]], k: int
) -> Finding:
    answers = gather_answers(lines)
    paths = sorted({*possible_paths(list(lines)), *(path_of(each) for each in answers.values())})
    lattice = Lattice(Catalogue((AXIS,)), {AXIS: paths}, {}, {((AXIS, path),): n for n, path in enumerate(paths)})
    truth = np.zeros((len(paths), 1), dtype=np.int64)
    for each in answers.values():
        truth[paths.index(path_of(each)), 0] += 1
    facts = [fact for outcome in outcomes for fact in facts_of_outcome(outcome, paths)]
    # Nobody says nothing at all: who never answered is not in the puzzle.
    nobody = paths.index(THEN.join([SILENT] * len(ROUNDS)))
    return attack(lattice, Puzzle(f"answers:{name}", 1, [*facts, Fact((nobody,), (0,), 0)], truth), k)


def gather_answers(lines: Mapping[Line, Mapping[Hashable, Said]]) -> Answers:
    """Of each person, out of what was kept answer by answer."""
    found: dict[Hashable, dict[Round, frozenset[str]]] = {}
    for line, those in lines.items():
        for person, said in those.items():
            mine = found.setdefault(person, {})
            for moment, gave in said.items():
                mine[moment] = mine.get(moment, frozenset()) | ({line.key} if gave else frozenset())
    return found


def path_of(said: Mapping[Round, frozenset[str]]) -> str:
    """What somebody said at each moment, in one word."""
    return THEN.join((AND.join(sorted(said[each])) or OTHER) if each in said else SILENT for each in ROUNDS)


def possible_paths(lines: Sequence[Line]) -> Iterator[str]:
    """One followed answer at most at each moment; where several were given, those who did add theirs."""
    words = [SILENT, OTHER, *(line.key for line in lines)]
    yield from (THEN.join(path) for path in product(words, repeat=len(ROUNDS)))


def facts_of_outcome(outcome: Outcome, paths: Sequence[str]) -> Iterator[Fact]:
    told = [dict(zip(ROUNDS, path.split(THEN), strict=True)) for path in paths]

    def among(rounds: Iterable[Round], gave_at: Round | None = None) -> tuple[int, ...]:
        return tuple(
            number
            for number, said in enumerate(told)
            if all(said[each] != SILENT for each in rounds)
            and (gave_at is None or outcome.key in said[gave_at].split(AND))
        )

    both, all_three = (Round.BEFORE, Round.AFTER), ROUNDS
    known = [
        (outcome.answered, among([Round.BEFORE])),
        (outcome.matched, among(both)),
        (outcome.before, among(both, Round.BEFORE)),
        (outcome.after, among(both, Round.AFTER)),
        (outcome.followed, among(all_three)),
        (outcome.followed_before, among(all_three, Round.BEFORE)),
        (outcome.followed_after, among(all_three, Round.AFTER)),
        (outcome.later, among(all_three, Round.LATER)),
    ]
    yield from (Fact(unknowns, (0,), value) for value, unknowns in known if value is not None)


class PairedPuzzle(Puzzle):
    """Small groups of people who took both tests, and of people who completed without taking both."""

    def targets(self, k: int) -> list[tuple[int, tuple[int, ...]]]:
        return [
            (int(cell), span)
            for span in (layers_of(Step.COMPLETED, PAIRED), layers_of(Step.COMPLETED, UNPAIRED))
            for values in [self.truth[:, list(span)].sum(axis=1)]
            for cell in np.nonzero((values >= 1) & (values < k))[0]
        ]


def layers_of(step: Step, *sides: int) -> tuple[int, ...]:
    """Those at the step or further; two layers a step."""
    return tuple(2 * rung + side for rung in range(LADDER.index(step), len(LADDER)) for side in sides)


def attack_gains(
    gains: Sequence[GainTable],
    pairs: Sequence[Pair],
    tables: Iterable[Table],
    people: Sequence[CountedPerson],
    axes: tuple[str, ...],
    k: int,
) -> Finding:
    """What the gains of one module give away beside the tables of the same day, by the axes that gains are shown on."""
    beside = [table for table in tables if table.axis == TOTAL or set(axes_of(table.axis)) <= set(axes)]
    lattice = Lattice.of(Catalogue(axes), people, [table for table in beside if CROSS not in table.axis])
    took = {each.person for each in pairs}
    counts = [count(lattice, [each for each in people if (each.person in took) == bool(side)]) for side in (0, 1)]
    truth = np.stack(counts, axis=2).reshape(len(counts[0]), 2 * len(LADDER))
    facts = [fact for table in beside for fact in facts_of(lattice, table, lambda step: layers_of(step, 0, 1))]
    facts += [fact for table in gains for fact in facts_of_gains(lattice, table)]
    everybody = tuple(lattice.group(_table_of(TOTAL), (EVERYBODY,), ()))
    early = tuple(2 * rung + PAIRED for rung in range(LADDER.index(Step.COMPLETED)))
    facts.append(Fact(everybody, early, 0))
    return attack(lattice, PairedPuzzle(f"gains:{gains[0].module}", 2 * len(LADDER), facts, truth), k)


def facts_of_gains(lattice: Lattice, table: GainTable) -> Iterator[Fact]:
    axis = TOTAL if table.axis == EVERYBODY else table.axis
    for line in table.lines:
        unknowns = lattice.group(_table_of(axis), line.members, ())
        yield Fact(tuple(unknowns), layers_of(Step.COMPLETED, PAIRED), line.pairs)


def _table_of(axis: str) -> Table:
    """A table by its name alone, for the lattice to find its unknowns."""
    return Table(axis, date.min, Depth.F1, (), Group((EVERYBODY,), {}, None))
