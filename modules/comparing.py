"""What differs between two editions, in words, and whether a minor edition may carry it. Pure.

A minor edition mends words. It has the same activities in the same order, the same minutes, the same questions and
the same answer keys: nobody's score, progress or right answer can depend on it. Whatever this file does not know
(a new kind of activity or question) counts as part of the key, so the doubt asks for a new edition.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import msgspec
from django.utils.translation import gettext as _

from modules.loading.schema import (
    ActivityFile,
    Dialogue,
    Lesson,
    Matching,
    MultipleChoice,
    Note,
    QuestionEntry,
    Questionnaire,
    Quiz,
    SingleChoice,
    Workshop,
)

HEADING_WORDS = ("key", "title", "purpose", "intro", "debrief", "easy", "easy_readers")
QUESTION_WORDS = ("key", "case", "figure", "stem", "feedback")
CHOICE_NUMBERS = ("posture", "trust", "hand", "minutes", "exposed", "trace", "pitfalls", "password", "then")
DIALOGUE_NUMBERS = ("mastery", "trust", "hand", "time", "exposed")


@dataclass(frozen=True)
class Snapshot:
    """An edition, or a module about to be one: frozen activities in order and questions, by their lasting keys."""

    activities: Mapping[UUID, ActivityFile]
    questions: Mapping[UUID, QuestionEntry]


@dataclass(frozen=True)
class Rewording:
    """One text that changed: where in the activity or question (`screens[2].text`), before, after."""

    path: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """What changed in one thing; `needs_new` when a minor edition may not carry it."""

    title: str
    words: str
    needs_new: bool
    rewordings: list[Rewording] = field(default_factory=list)


@dataclass(frozen=True)
class Difference:
    changes: list[Change]

    @property
    def may_be_minor(self) -> bool:
        return bool(self.changes) and not any(change.needs_new for change in self.changes)

    @property
    def reasons(self) -> list[str]:
        """Why it must be a new edition, one sentence each."""
        return [f"{change.title}\u00a0: {change.words}" for change in self.changes if change.needs_new]


def compare(before: Snapshot, after: Snapshot) -> Difference:
    return Difference([*_compare_activities(before, after), *_compare_questions(before, after)])


def _compare_activities(before: Snapshot, after: Snapshot) -> Iterator[Change]:
    for key, activity in before.activities.items():
        if key not in after.activities:
            yield Change(activity.title, _("activity taken out"), needs_new=True)
    for key, activity in after.activities.items():
        if key not in before.activities:
            yield Change(activity.title, _("activity added"), needs_new=True)
        elif before.activities[key] != activity:
            yield from _changed_activity(before.activities[key], activity)
    kept_before = [key for key in before.activities if key in after.activities]
    kept_after = [key for key in after.activities if key in before.activities]
    if kept_before != kept_after:
        yield Change(_("Order of the activities"), _("changed"), needs_new=True)


def _changed_activity(before: ActivityFile, after: ActivityFile) -> Iterator[Change]:
    rewordings = find_rewordings(before, after)
    if before.minutes != after.minutes:
        words = _("%(before)d planned minutes become %(after)d") % {"before": before.minutes, "after": after.minutes}
        yield Change(after.title, words, needs_new=True)
    if scored_part(before) != scored_part(after):
        yield Change(after.title, _("what is asked or counted changed"), needs_new=True, rewordings=rewordings)
    elif [each for each in rewordings if each.path != "minutes"]:
        yield Change(after.title, _("words changed"), needs_new=False, rewordings=rewordings)


def _compare_questions(before: Snapshot, after: Snapshot) -> Iterator[Change]:
    for uid, question in before.questions.items():
        if uid not in after.questions:
            yield Change(question.stem[:80], _("question taken out"), needs_new=True)
    for uid, question in after.questions.items():
        if uid not in before.questions:
            yield Change(question.stem[:80], _("question added"), needs_new=True)
        elif before.questions[uid] != question:
            yield _changed_question(before.questions[uid], question)


def _changed_question(before: QuestionEntry, after: QuestionEntry) -> Change:
    rewordings = find_rewordings(before, after)
    if same_key(before, after):
        return Change(after.stem[:80], _("words changed, same answer key"), needs_new=False, rewordings=rewordings)
    return Change(after.stem[:80], _("the answer key changed"), needs_new=True, rewordings=rewordings)


def same_key(before: QuestionEntry, after: QuestionEntry) -> bool:
    """Whether every answer that anyone can have given is still the same answer, worth the same."""
    if type(before) is not type(after):
        return False
    moved = any(_has_moved(old, new) for old, new in zip(_texts(before), _texts(after), strict=True))
    return not moved and answer_key(before) == answer_key(after)


def answer_key(question: Any) -> Any:
    """What grading reads. Answers are kept as places in a list: the length of the list is part of it."""
    match question:
        case SingleChoice() | MultipleChoice():
            return question.key, question.competency, [option.right for option in question.options]
        case Matching():
            return question.key, question.competency, question.categories, [row.category for row in question.rows]
    return question.key, _without(msgspec.to_builtins(question), QUESTION_WORDS)


def _texts(question: Any) -> list[list[str]]:
    """The lists of texts in which an answer is a place."""
    match question:
        case SingleChoice() | MultipleChoice():
            return [[option.text for option in question.options]]
        case Matching():
            return [[row.text for row in question.rows]]
    return []


def _has_moved(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether a text now stands at another place: an answer given by its place would say something else."""
    return any(text in before and before[place : place + 1] != [text] for place, text in enumerate(after))


def scored_part(activity: Any) -> Any:
    """Of an activity, what its score, its evidence or the answers kept of it stand on."""
    own: Any
    match activity:
        case Lesson() | Workshop():
            own = None
        case Quiz():
            own = activity.mode, activity.mastery, activity.questions, activity.form_a, activity.form_b
        case Dialogue():
            own = _dialogue_numbers(activity)
        case Note():
            own = [(prompt.key, len(prompt.choices)) for prompt in activity.prompts]
        case Questionnaire():
            asked = [(each.key, each.several, [answer.cell for answer in each.answers]) for each in activity.questions]
            own = activity.anonymous is True, asked
        case _:
            own = _without(msgspec.to_builtins(activity), HEADING_WORDS)
    return type(activity).__name__, activity.competencies, own


def _dialogue_numbers(dialogue: Dialogue) -> Any:
    exchanges = [
        (
            exchange.key,
            exchange.pivot,
            [[getattr(choice, name) for name in CHOICE_NUMBERS] for choice in exchange.choices],
        )
        for exchange in dialogue.exchanges
    ]
    return [getattr(dialogue, name) for name in DIALOGUE_NUMBERS], exchanges


def _without(value: Any, names: tuple[str, ...]) -> Any:
    """The same plain data without these fields, at any depth."""
    if isinstance(value, dict):
        return {name: _without(each, names) for name, each in value.items() if name not in names}
    if isinstance(value, list):
        return [_without(each, names) for each in value]
    return value


def find_rewordings(before: Any, after: Any) -> list[Rewording]:
    """Every value that differs between two frozen things, with its path."""
    return list(_rewordings(msgspec.to_builtins(before), msgspec.to_builtins(after), ""))


def _rewordings(before: Any, after: Any, path: str) -> Iterator[Rewording]:
    if isinstance(before, dict) and isinstance(after, dict):
        for name in dict.fromkeys([*before, *after]):
            yield from _rewordings(before.get(name, ""), after.get(name, ""), f"{path}.{name}".lstrip("."))
    elif isinstance(before, list) and isinstance(after, list):
        for place in range(max(len(before), len(after))):
            old, new = before[place : place + 1], after[place : place + 1]
            yield from _rewordings(old[0] if old else "", new[0] if new else "", f"{path}[{place + 1}]")
    elif before != after:
        yield Rewording(path, _say(before), _say(after))


def _say(value: Any) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
