"""Opinions by the rule of the engine: answers merged until each group holds k people, tables that move by k or stand.

Nobody's answer is kept (`modules.activities.questionnaire.opinions`): there are counts, closed by k people at once. So
a person's employer is not known, and the rule of the largest employer cannot be asked; every other one is.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from lms.funding.grid import FUNDER_RULES, LADDER, Depth, Rules, Tally, grid, is_too_small
from lms.funding.models import OpinionTable
from modules.activities.questionnaire.opinions import read_counts
from modules.loading.schema import SurveyQuestion
from modules.models import EditionActivity

OPINION_RULES = Rules(k=FUNDER_RULES.k, outside_largest_employer=0)
GAVE, DID_NOT = 1, 0
"""Places of the two groups of an answer where several may be given."""

Group = tuple[tuple[int, ...], int]
"""Places of the answers told together, and how many people gave one of them."""
Groups = Sequence[Group]


def group_answers(counts: Mapping[int, int], before: Groups = ()) -> list[Group]:
    """The finest groups of these answers that may be shown, by place; none when only one would be left. Pure.

    With a table `before`: its groups may be split, never regrouped, and each must have moved by k people; else none.
    """
    if not before:
        return _merge(counts)
    split: list[Group] = []
    for places, people in before:
        inside = {place: counts.get(place, 0) for place in places}
        if sum(inside.values()) - people < OPINION_RULES.k:
            return []
        split += _merge(inside) or [(places, sum(inside.values()))]
    return sorted(split)


def _merge(counts: Mapping[int, int]) -> list[Group]:
    if _is_too_few(sum(counts.values())):
        return []
    merged = grid({(str(place),): _tally(people) for place, people in counts.items()}, Depth.F1, OPINION_RULES) or {}
    groups = ((tuple(sorted(map(int, members))), group.reached(LADDER[0])) for members, group in merged.items())
    return sorted(groups)


def _tally(people: int) -> Tally:
    return Tally((_nobody_s(people), *(Counter() for _step in LADDER[1:])))


def _nobody_s(people: int) -> "Counter[object]":
    return Counter({"": people}) if people else Counter()


def _is_too_few(people: int) -> bool:
    return is_too_small(_nobody_s(people), OPINION_RULES)


def issue_opinions(activity: EditionActivity, at: datetime | None = None) -> int:
    """Issue the tables that may be; how many. The caller holds the lock of what is counted."""
    people, counts = read_counts(activity)
    standing = {each.name: each for each in OpinionTable.objects.filter(activity=activity)}
    issued = 0
    for name, answers in _tables_of(activity, people, counts):
        old = standing.get(name)
        if groups := group_answers(answers, _groups_of(old)):
            table = old or OpinionTable(activity=activity, name=name)
            table.people, table.groups, table.issued_at = people, groups, at or timezone.now()
            table.save()
            issued += 1
    return issued


def _tables_of(
    activity: EditionActivity, people: int, counts: Mapping[tuple[str, int], int]
) -> Iterator[tuple[str, dict[int, int]]]:
    for question in activity.thawed.questions:
        given = {place: counts.get((question.key, place), 0) for place in range(len(question.answers))}
        if not question.several:
            yield question.key, given
        else:
            for place, gave in given.items():
                yield f"{question.key}/{place}", {GAVE: gave, DID_NOT: people - gave}


def _groups_of(table: OpinionTable | None) -> list[Group]:
    return [(tuple(places), people) for places, people in table.groups] if table else []


@dataclass(frozen=True)
class Line:
    answers: list[str]
    """Told together."""
    people: int
    among: int


@dataclass(frozen=True)
class Asked:
    """A question as it may be read: its lines, and the answers that too few people gave, or did not give."""

    text: str
    several: bool
    lines: list[Line]
    held_back: list[str]


@dataclass(frozen=True)
class Opinions:
    """Of one questionnaire of one edition; `people` is how many answered, by k at once."""

    title: str
    edition: str
    people: int
    questions: list[Asked]


def read_opinions(activity: EditionActivity) -> Opinions:
    """What is shown; two queries."""
    tables = {each.name: each for each in OpinionTable.objects.filter(activity=activity)}
    people, _counts = read_counts(activity)
    asked = [_read(question, tables) for question in activity.thawed.questions]
    return Opinions(activity.title, activity.edition.label, people if not _is_too_few(people) else 0, asked)


def _read(question: SurveyQuestion, tables: Mapping[str, OpinionTable]) -> Asked:
    key, several = question.key, question.several
    words = [answer.text for answer in question.answers]
    if several:
        lines, held_back = _read_each(words, [tables.get(f"{key}/{place}") for place in range(len(words))])
    else:
        table = tables.get(key)
        lines = (
            [Line([words[place] for place in places], n, table.people) for places, n in table.groups] if table else []
        )
        held_back = [] if table else words
    return Asked(question.text, several, lines, held_back)


def _read_each(words: Sequence[str], tables: Iterable[OpinionTable | None]) -> tuple[list[Line], list[str]]:
    lines, held_back = [], []
    for answer, table in zip(words, tables, strict=True):
        if table is None:
            held_back.append(answer)
        else:
            gave = next(people for places, people in table.groups if GAVE in places)
            lines.append(Line([answer], gave, table.people))
    return lines, held_back
