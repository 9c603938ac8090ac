"""What an author still has to do before an edition: blockers, which forbid it, apart from warnings, which advise. Pure.

The rules read frozen activities and questions (`loading.schema`) and nothing else: the same for a draft in the
studio, for a file of an archive and for what is about to be published.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from modules.activities.dialogue.exploring import find_faults as find_dead_ends
from modules.activities.orientation.checking import find_faults as find_unfair
from modules.activities.virtual_site.checking import find_faults
from modules.easy_words import count_stale
from modules.loading.schema import (
    ActivityFile,
    Dialogue,
    Lesson,
    MultipleChoice,
    Note,
    Orientation,
    Positioning,
    QuestionEntry,
    Questionnaire,
    Quiz,
    SingleChoice,
    VirtualSite,
    Workshop,
)
from modules.media.naming import misplaced

HALF_DAY_MINUTES = 210
PRACTICE_PERCENT = 60
NEVER_ASSESSING = (Lesson, Note, Questionnaire, Positioning, Workshop)
BARE_ADDRESS = re.compile(r"\[(?:https?://[^\]]*|www\.[^\]]*|ici|lien|cliquez ici|)\]\(", re.IGNORECASE)


class Level(StrEnum):
    BLOCKER = "blocker"
    WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """One thing to mend: how serious, in words, and the key of the activity where it is (empty: the module)."""

    level: Level
    words: str
    where: str = ""


@dataclass(frozen=True)
class Sheet:
    """A module as the checks see it."""

    outcomes: Sequence[str]
    competencies: Sequence[str]
    activities: Sequence[ActivityFile]
    questions: Sequence[QuestionEntry]
    question_faults: Sequence[str] = ()
    """Why some of the questions asked cannot be, one sentence each."""
    foreign: Sequence[str] = ()
    """Stems of the questions asked that are another institute's."""
    unknown: Sequence[str] = ()
    """Keys of cells and claims cited that the survey does not have."""
    unreadable: dict[str, str] = field(default_factory=dict)
    """Title of an activity whose content cannot be read, and why."""
    unpublished: Sequence[str] = ()
    """Titles of the activities whose latest changes are not live."""

    @property
    def minutes(self) -> int:
        return sum(each.minutes for each in self.activities)

    @property
    def practice_minutes(self) -> int:
        return sum(each.minutes for each in self.activities if is_practice(each))

    @property
    def practice_percent(self) -> int:
        """Share of the planned minutes spent practising, rounded down; 0 for a module without minutes."""
        return self.practice_minutes * 100 // self.minutes if self.minutes else 0


def is_practice(activity: ActivityFile) -> bool:
    """Doing, with competencies at stake: not reading, not being tested, not answering a survey."""
    if isinstance(activity, Quiz):
        return activity.mode == "applied" and bool(activity.competencies)
    return bool(activity.competencies) and not isinstance(activity, (Lesson, Positioning))


def competencies_assessed(sheet: Sheet) -> set[str]:
    """Codes that some activity gives evidence of: a question asked after the pretest, a dialogue, a simulation."""
    asked = {key for each in sheet.activities if isinstance(each, Quiz) for key in _evidence_keys(each)}
    codes = {question.competency for question in sheet.questions if question.key in asked}
    for activity in sheet.activities:
        if not isinstance(activity, (Quiz, *NEVER_ASSESSING)):
            codes |= set(activity.competencies)
    return codes


def _evidence_keys(quiz: Quiz) -> Sequence[str]:
    return () if quiz.mode == "pretest" else (*quiz.questions, *quiz.form_a, *quiz.form_b)


def find_findings(sheet: Sheet) -> list[Finding]:
    """Blockers first, then warnings."""
    return [*find_blockers(sheet), *find_warnings(sheet)]


def find_blockers(sheet: Sheet) -> list[Finding]:
    return [Finding(Level.BLOCKER, words, where) for words, where in _blockers(sheet)]


def find_warnings(sheet: Sheet) -> list[Finding]:
    return [Finding(Level.WARNING, words, where) for words, where in _warnings(sheet)]


def _blockers(sheet: Sheet) -> Iterator[tuple[str, str]]:
    for title, reason in sheet.unreadable.items():
        yield _("“%(title)s” cannot be read: %(reason)s") % {"title": title, "reason": reason}, ""
    if not sheet.activities:
        yield _("The module has no published activity."), ""
    if not any(outcome.strip() for outcome in sheet.outcomes):
        yield _("The module says no objective: write what one can do at the end."), ""
    if not sheet.competencies:
        yield _("The module works on no competency: choose at least one."), ""
    yield from _competencies_unassessed(sheet)
    yield from _quizzes_without_question(sheet)
    yield from _forms_not_parallel(sheet)
    for stem in sheet.foreign:
        yield _("“%(thing)s” belongs to another institute: choose one of yours.") % {"thing": stem[:60]}, ""
    for fault in sheet.question_faults:
        yield fault, ""
    yield from _media_misplaced(sheet)
    yield from _dialogues_dead(sheet)
    for key in sheet.unknown:
        yield _("No cell or claim of the survey has the key “%(key)s”.") % {"key": key}, ""
    yield from _sites_unplayable(sheet)
    yield from _cases_unfair(sheet)


def _competencies_unassessed(sheet: Sheet) -> Iterator[tuple[str, str]]:
    if sheet.activities and all(isinstance(each, Positioning) for each in sheet.activities):
        return  # a positioning assesses nothing, on purpose: it gives no level
    assessed = competencies_assessed(sheet)
    for code in sheet.competencies:
        if code not in assessed:
            words = _("No activity assesses the competency %(code)s: ask a question on it or put it in a dialogue.")
            yield words % {"code": code}, ""


def _quizzes_without_question(sheet: Sheet) -> Iterator[tuple[str, str]]:
    for quiz in (each for each in sheet.activities if isinstance(each, Quiz)):
        if not (quiz.questions or quiz.form_a):
            yield _("“%(title)s” asks no question.") % {"title": quiz.title}, quiz.key
        if bool(quiz.form_a) != bool(quiz.form_b):
            yield _("“%(title)s” has one of the forms A and B and not the other.") % {"title": quiz.title}, quiz.key


def _forms_not_parallel(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """One learner takes A before and B after, the next the reverse: the two must measure the same things."""
    code_of = {question.key: question.competency for question in sheet.questions}
    for quiz in (each for each in sheet.activities if isinstance(each, Quiz) and each.form_a and each.form_b):
        if set(quiz.form_a) & set(quiz.form_b):
            yield _("“%(title)s” asks the same question in form A and in form B.") % {"title": quiz.title}, quiz.key
        counts = [Counter(code_of.get(key, "") for key in form) for form in (quiz.form_a, quiz.form_b)]
        for code in sorted({*counts[0], *counts[1]}):
            if counts[0][code] != counts[1][code]:
                words = _("“%(title)s”, questions on %(code)s: %(a)d in form A, %(b)d in form B.")
                said = {"title": quiz.title, "code": code, "a": counts[0][code], "b": counts[1][code]}
                yield words % said, quiz.key


def _tests_of_other_forms(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """The test after asks the form that the test before did not: they have the same two."""
    tests = [each for each in sheet.activities if isinstance(each, Quiz) and each.mode != "applied" and each.form_b]
    for test in tests[1:]:
        if (test.form_a, test.form_b) != (tests[0].form_a, tests[0].form_b):
            words = _("“%(title)s” and “%(other)s” do not ask the same two forms: before and after cannot be compared.")
            yield words % {"title": tests[0].title, "other": test.title}, test.key


def _media_misplaced(sheet: Sheet) -> Iterator[tuple[str, str]]:
    for activity in sheet.activities:
        for path, name in misplaced(activity):
            words = _("“%(title)s”: a file “.%(extension)s” cannot be shown at %(place)s.")
            place = {"title": activity.title, "extension": name.rpartition(".")[2], "place": path.removeprefix("$.")}
            yield words % place, activity.key


def _dialogues_dead(sheet: Sheet) -> Iterator[tuple[str, str]]:
    for dialogue in (each for each in sheet.activities if isinstance(each, Dialogue)):
        for fault in find_dead_ends(dialogue):
            yield _("“%(title)s”: %(fault)s") % {"title": dialogue.title, "fault": fault}, dialogue.key


def _sites_unplayable(sheet: Sheet) -> Iterator[tuple[str, str]]:
    for site in (each for each in sheet.activities if isinstance(each, VirtualSite)):
        for fault in find_faults(site):
            yield _("“%(title)s”: %(fault)s") % {"title": site.title, "fault": fault}, site.key


def _cases_unfair(sheet: Sheet) -> Iterator[tuple[str, str]]:
    for activity in (each for each in sheet.activities if isinstance(each, Orientation)):
        for fault in find_unfair(activity):
            yield _("“%(title)s”: %(fault)s") % {"title": activity.title, "fault": fault}, activity.key


def _warnings(sheet: Sheet) -> Iterator[tuple[str, str]]:
    yield from _minutes_off(sheet)
    for title in sheet.unpublished:
        yield (
            _("“%(title)s” has changes that are not published: they will not be in the edition.") % {"title": title},
            "",
        )
    yield from _misconceptions_untreated(sheet)
    yield from _easy_words_stale(sheet)
    yield from _tests_of_other_forms(sheet)
    for activity in sheet.activities:
        yield from _activity_warnings(activity)
    for question in sheet.questions:
        yield from _question_warnings(question)


def _minutes_off(sheet: Sheet) -> Iterator[tuple[str, str]]:
    if sheet.minutes != HALF_DAY_MINUTES:
        words = _("%(minutes)d planned minutes: a half-day has %(half_day)d.")
        yield words % {"minutes": sheet.minutes, "half_day": HALF_DAY_MINUTES}, ""
    if sheet.minutes and sheet.practice_percent < PRACTICE_PERCENT:
        words = _("%(percent)d %% of the time is practice: %(wanted)d %% at least are asked for.")
        yield words % {"percent": sheet.practice_percent, "wanted": PRACTICE_PERCENT}, ""


def _easy_words_stale(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Learners read the standard text there until somebody reads the easier words again."""
    questions = {question.key: question for question in sheet.questions}
    for activity in sheet.activities:
        if stale := count_stale(activity, questions):
            words = ngettext(
                "“%(title)s”: %(n)d easier text is stale, its standard text has changed since.",
                "“%(title)s”: %(n)d easier texts are stale, their standard text has changed since.",
                stale,
            )
            yield words % {"title": activity.title, "n": stale}, activity.key


def _misconceptions_untreated(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Tested, and worked on nowhere: a wrong answer of a test that no practice meets again."""
    treated = _misconceptions_practised(sheet)
    tested = {tag for question in sheet.questions for tag in _tags(question)}
    for tag in sorted(tested - treated):
        words = _("The misconception %(tag)s is tested, and no practice works on it.")
        yield words % {"tag": tag}, ""


def _misconceptions_practised(sheet: Sheet) -> set[str]:
    questions = {question.key: question for question in sheet.questions}
    practised: set[str] = set()
    for activity in sheet.activities:
        if isinstance(activity, Dialogue):
            practised |= {
                tag for exchange in activity.exchanges for choice in exchange.choices for tag in choice.pitfalls
            }
        if isinstance(activity, Orientation):
            asks = [ask for case in activity.cases for ask in (case.need, case.relay)]
            practised |= {option.misconception for ask in asks for option in ask.options}
        if isinstance(activity, Quiz) and activity.mode == "applied":
            practised |= {tag for key in activity.questions if key in questions for tag in _tags(questions[key])}
    return practised


def _tags(question: QuestionEntry) -> set[str]:
    if not isinstance(question, (SingleChoice, MultipleChoice)):
        return set()
    return {option.misconception for option in question.options if option.misconception}


def _activity_warnings(activity: ActivityFile) -> Iterator[tuple[str, str]]:
    if activity.purpose == activity.title:
        yield _("“%(title)s” does not say what it is for.") % {"title": activity.title}, activity.key
    if isinstance(activity, Quiz) and activity.mode != "pretest" and not activity.debrief:
        yield _("“%(title)s” ends without a word on what to take away.") % {"title": activity.title}, activity.key
    if isinstance(activity, Lesson):
        yield from _lesson_warnings(activity)
    if isinstance(activity, Workshop):
        yield from _workshop_warnings(activity)


def _workshop_warnings(workshop: Workshop) -> Iterator[tuple[str, str]]:
    steps = sum(step.minutes for step in workshop.steps)
    if steps != workshop.minutes:
        words = _("“%(title)s”: its steps last %(steps)d minutes, %(minutes)d are planned.")
        yield words % {"title": workshop.title, "steps": steps, "minutes": workshop.minutes}, workshop.key
    if not workshop.bring:
        yield _("“%(title)s” does not say what to bring.") % {"title": workshop.title}, workshop.key


def _lesson_warnings(lesson: Lesson) -> Iterator[tuple[str, str]]:
    for number, screen in enumerate(lesson.screens, start=1):
        place = {"title": lesson.title, "number": number}
        if BARE_ADDRESS.search(screen.text + screen.example + screen.answer):
            yield _("“%(title)s”, screen %(number)d: a link does not say where it leads.") % place, lesson.key
        if screen.check and not screen.answer:
            yield _("“%(title)s”, screen %(number)d: a question to try has no answer to read.") % place, lesson.key
        if screen.video and not screen.video.transcript.strip():
            yield _("“%(title)s”, screen %(number)d: the video has no transcript.") % place, lesson.key
        if screen.video and not screen.video.captions:
            yield _("“%(title)s”, screen %(number)d: the video has no captions.") % place, lesson.key
        if screen.picture and not screen.picture.alt.strip():
            yield _("“%(title)s”, screen %(number)d: the picture has no alternative text.") % place, lesson.key


def _question_warnings(question: QuestionEntry) -> Iterator[tuple[str, str]]:
    if isinstance(question, SingleChoice) and sum(option.right for option in question.options) != 1:
        yield _("“%(stem)s” has not exactly one right answer.") % {"stem": question.stem[:60]}, ""
