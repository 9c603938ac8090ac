"""First answers read from the database: two queries, whatever the number of questions, one attempt in memory at a time.

A question mended since counts again from the edition that has its last wording: the copies of one wording share a
digest.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import Exists, OuterRef

from modules.item_analysis.figures import Figures, Passage, Tally, figures_of
from modules.models import Answer, EditionQuestion, Question


@dataclass(frozen=True)
class Analysed:
    """A question as its last edition asks it, since which edition, and its figures."""

    row: EditionQuestion
    since: str
    figures: Figures


def analyse_quiz(quiz: Any) -> list[Analysed]:
    """Every question this quiz has been asked with, in the order of the keys."""
    copies = EditionQuestion.objects.filter(edition__module__in=quiz.get_ancestors().values("pk"))
    answers = _first_answers().filter(attempt__activity__key=quiz.translation_key)
    return [each for each in _analyse(copies, answers) if each.figures.count]


def analyse_question(question: Question) -> Analysed | None:
    """None when no edition has it yet."""
    copies = EditionQuestion.objects.filter(question=question)
    here = Answer.objects.filter(attempt=OuterRef("attempt"), item=question.key)
    held = copies.values("edition")
    answers = _first_answers().filter(Exists(here), attempt__activity__edition__in=held)
    return next(iter(_analyse(copies, answers)), None)


def _first_answers() -> Any:
    return Answer.objects.filter(attempt__number=1, attempt__finished_at__isnull=False, scaled__isnull=False)


def _analyse(copies: Any, answers: Any) -> list[Analysed]:
    rows = list(copies.select_related("edition").order_by("key", "edition__number", "edition__minor"))
    last = {row.key: row for row in rows}
    wording = {(row.edition_id, row.key) for row in rows if row.digest == last[row.key].digest}
    since = {row.key: row.edition.label for row in reversed(rows) if (row.edition_id, row.key) in wording}
    tallies = {key: Tally() for key in last}
    for key, passage in _passages(answers, wording):
        tallies[key].add(passage)
    return [Analysed(row, since[key], figures_of(row.thawed, tallies[key])) for key, row in last.items()]


def _passages(answers: Any, wording: set[tuple[int, str]]) -> Iterator[tuple[str, Passage]]:
    """Each person's first answer to each wording, with the mean of the rest of her attempt."""
    fields = (
        "attempt_id",
        "attempt__registration__learner",
        "attempt__activity__edition_id",
        "item",
        "scaled",
        "response",
    )
    stream = answers.order_by("attempt__started_at", "attempt_id", "pk").values_list(*fields).iterator(chunk_size=2000)
    met: set[tuple[Any, str]] = set()
    for _attempt, group in groupby(stream, key=itemgetter(0)):
        given = list(group)
        whole = sum(float(row[4]) for row in given)
        for _attempt_id, learner, edition, item, scaled, response in given:
            if (edition, item) not in wording or (learner, item) in met:
                continue
            met.add((learner, item))
            rest = (whole - float(scaled)) / (len(given) - 1) if len(given) > 1 else None
            yield item, Passage(float(scaled), rest, response)
