"""How long an activity takes: words read at 200 a minute, and what is left of its planned minutes for each task.

Reading: everything on the screens of one passage. A quiz that corrects shows the feedback of every option; a test only
adds the one of the option picked; a pretest corrects nothing. In a dialogue one reads every choice, and what followed
two of them at each exchange: yours, and the one you went back to or read again at the end.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from modules.loading.schema import (
    ActivityFile,
    Dialogue,
    Highlight,
    Lesson,
    Matching,
    Note,
    Ordering,
    Orientation,
    QuestionEntry,
    Questionnaire,
    Quiz,
    VirtualSite,
    Workshop,
)

WORDS_A_MINUTE = 200
WORDS_A_SHEET = 60
"""What a place’s sheet says, its summary included."""
WORD = re.compile(r"[^\W\d_][\w’-]*|\d[\d.,]*")


def count_words(*texts: str) -> int:
    return sum(len(WORD.findall(text)) for text in texts)


@dataclass(frozen=True)
class Duration:
    minutes: int
    words: int
    tasks: int
    """Choices, rows to sort, lines to write, questions to ask oneself, figures to read."""

    @property
    def reading(self) -> Fraction:
        return Fraction(self.words, WORDS_A_MINUTE)

    @property
    def seconds_a_task(self) -> float:
        return float((self.minutes - self.reading) * 60 / self.tasks)

    @property
    def sentence(self) -> str:
        """As kept at the top of the file."""
        return (
            f"{self.minutes} min : {self.words} mots lus à {WORDS_A_MINUTE} par minute ({float(self.reading):.1f} min)"
            f" + {self.tasks} tâches, {self.seconds_a_task:.0f} s chacune"
        )


def measure(activity: ActivityFile, questions: Mapping[str, QuestionEntry]) -> Duration:
    words, tasks = _MEASURES[type(activity)](activity, questions)
    return Duration(activity.minutes, words, tasks)


def _lesson(lesson: Lesson, _questions: Any) -> tuple[int, int]:
    words = sum(count_words(each.title, each.text, each.example, each.check, each.answer) for each in lesson.screens)
    return words, sum(bool(each.check) + bool(each.figure) for each in lesson.screens)


def _quiz(quiz: Quiz, questions: Mapping[str, QuestionEntry]) -> tuple[int, int]:
    asked = [questions[key] for key in quiz.questions or quiz.form_a]
    words = count_words(quiz.intro, quiz.debrief)
    words += sum(count_words(each.case, each.stem, *_shown(each)) + _feedback_read(quiz, each) for each in asked)
    return words, sum(_tasks(each) for each in asked) + 1  # the debriefing is one


def _shown(question: QuestionEntry) -> Iterator[str]:
    for name in ("options", "rows", "items", "segments"):
        yield from (part.text for part in getattr(question, name, []))


def _feedback_read(quiz: Quiz, question: QuestionEntry) -> int:
    parts = [
        part.feedback
        for name in ("options", "rows", "items", "segments")
        for part in getattr(question, name, [])
        if part.feedback
    ]
    if quiz.mode == "pretest":
        return 0
    words = count_words(*parts, getattr(question, "feedback", ""))
    return words // max(1, len(parts)) if quiz.mode == "posttest" else words


def _tasks(question: QuestionEntry) -> int:
    if isinstance(question, Matching):
        return len(question.rows)
    if isinstance(question, Ordering):
        return len(question.items)
    return len(question.segments) if isinstance(question, Highlight) else 1


def _dialogue(dialogue: Dialogue, _questions: Any) -> tuple[int, int]:
    words = count_words(dialogue.place, dialogue.pressure, dialogue.good_end, dialogue.debrief, *dialogue.paths)
    words += count_words(dialogue.person.about, dialogue.person.wants, dialogue.person.knows, dialogue.person.fears)
    for exchange in dialogue.exchanges:
        words += count_words(exchange.scene, exchange.line, exchange.dilemma)
        words += count_words(*(choice.text for choice in exchange.choices))
        words += (
            2
            * count_words(*(choice.reply + " " + choice.lesson for choice in exchange.choices))
            // len(exchange.choices)
        )
    return words, 2 * len(dialogue.exchanges) + len(dialogue.paths) + 1  # choose, read again, compare, say


def _note(note: Note, _questions: Any) -> tuple[int, int]:
    words = count_words(note.intro, note.debrief)
    words += sum(count_words(each.label, each.hint, *each.choices) for each in note.prompts)
    return words, len(note.prompts)


def _questionnaire(form: Questionnaire, _questions: Any) -> tuple[int, int]:
    words = count_words(form.intro, form.debrief)
    for each in form.questions:
        words += count_words(each.text, each.caution, *(answer.text for answer in each.answers))
    if form.anonymous is True:
        return words, len(form.questions)
    return words, 2 * len(form.questions)  # answer, then read the figure beside it


def _workshop(workshop: Workshop, _questions: Any) -> tuple[int, int]:
    words = count_words(workshop.intro, workshop.debrief, *workshop.bring)
    words += count_words(*(step.title + " " + step.done for step in workshop.steps))
    words += sum(count_words(each.title, each.text) for each in workshop.handouts)
    return words, 2 * len(workshop.steps)  # do, then say


def _virtual_site(site: VirtualSite, _questions: Any) -> tuple[int, int]:
    words = count_words(site.place, site.good_end, site.debrief)
    tasks = 1
    for screen in site.screens:
        words += count_words(screen.title, *(line.text for line in screen.lines))
        words += count_words(*(field.label for field in screen.fields), *(act.text for act in screen.acts))
        for moment in screen.moments:
            words += count_words(moment.line, moment.dilemma, *(choice.text for choice in moment.choices))
        tasks += len(screen.fields) + len(screen.moments) + 1
    return words, tasks


def _orientation(orientation: Orientation, _questions: Any) -> tuple[int, int]:
    """The sheets of the places shown are read too, and afterwards once more, criterion by criterion."""
    words = count_words(orientation.intro, orientation.debrief)
    for case in orientation.cases:
        words += count_words(case.situation, case.lesson)
        for ask in (case.need, case.relay):
            words += count_words(ask.stem, *(option.text for option in ask.options))
            words += sum(count_words(option.feedback) for option in ask.options) // len(ask.options)
        words += case.shown * WORDS_A_SHEET
    return words, 6 * len(orientation.cases) + 1  # five choices a case, its key to read, and the debriefing


_MEASURES: dict[type, Any] = {
    Lesson: _lesson,
    Quiz: _quiz,
    Dialogue: _dialogue,
    Note: _note,
    Questionnaire: _questionnaire,
    Workshop: _workshop,
    VirtualSite: _virtual_site,
    Orientation: _orientation,
}
