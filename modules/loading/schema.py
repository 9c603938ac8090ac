"""The shape of a module as a person writes it, in YAML files of fixtures/modules/<module>/.

One file a thing: `module.yaml`, `questions.yaml` and one file an activity, in the order of their names
(`01-se-situer.yaml` …). A file that does not fit is refused with the path of what is wrong ($.screens[2].title).
Texts are short Markdown: paragraphs, lists with "- ", **bold**, [words](address). Nothing else.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

Key = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,79}$")]
Code = Annotated[str, Meta(pattern=r"^[A-C][1-3]\.[1-9]$")]
Text = Annotated[str, Meta(min_length=1)]
Minutes = Annotated[int, Meta(ge=1, le=210)]
Misconception = Annotated[str, Meta(pattern=r"^f(0[1-9]|[12][0-9]|30)$")]


Mode = Literal["pretest", "posttest", "applied"]


class Written(Struct, forbid_unknown_fields=True, kw_only=True):
    """A file or a part of one: an unknown word is a typing error, so it is refused."""


class ModuleFile(Written, kw_only=True):
    key: Key
    title: Text
    summary: Text
    """Two sentences for the catalogue."""
    audience: Text
    prerequisites: Text
    objectives: list[str]
    """Codes of the operational objectives: A1, A2, A3."""
    competencies: list[Code]
    gaps: list[str]
    """Codes of the gaps it answers: E01 …"""
    outcomes: list[Text]
    """« À la fin, vous … »: what one can do afterwards, one sentence each."""
    methods: Text
    assessment: Text
    accessibility: Text
    access: Text
    """How and how fast one gets in."""
    price: Text


class Screen(Written, kw_only=True):
    """One idea: its text, an example, maybe a figure, a question to try before reading on."""

    title: Text
    text: Text
    example: str = ""
    figure: str = ""
    """Key of a survey cell: its number, base and source are computed, never typed."""
    check: str = ""
    """A question asked of oneself."""
    answer: str = ""


class ActivityHeading(Written, kw_only=True):
    """What every kind of activity says first."""

    key: Key
    title: Text
    minutes: Minutes
    purpose: Text
    competencies: list[Code] = []


class Lesson(ActivityHeading, kw_only=True, tag_field="kind", tag="lesson"):
    screens: Annotated[list[Screen], Meta(min_length=1)]


class Quiz(ActivityHeading, kw_only=True, tag_field="kind", tag="quiz"):
    mode: Mode
    """pretest: no evidence, nothing corrected before the end; posttest: a test; applied: practice."""
    mastery: Annotated[int, Meta(ge=0, le=100)] = 70
    intro: str = ""
    questions: list[Key] = []
    """Keys of questions.yaml, in order; for two parallel forms leave it empty and fill both below."""
    form_a: list[Key] = []
    form_b: list[Key] = []
    debrief: str = ""
    """Read at the end, whatever the score."""


class Choice(Written, kw_only=True):
    posture: Literal["in_place", "with", "explain", "relay", "consent", "refuse"]
    """PL, AV, EX, OR, AC, RF of the design, named after the choice is made."""
    text: Text
    """What you say or do."""
    reply: Text
    """What the person answers or does."""
    lesson: Text
    """What this choice allowed and what it cost."""
    trust: int = 0
    hand: Literal["person", "both", "you", ""] = ""
    minutes: int = 0
    """Time spent, a positive number."""
    exposed: int = 0
    trace: bool = False
    pitfalls: list[Misconception] = []
    password: bool = False
    """A password was typed, asked for or noted by you."""


class Exchange(Written, kw_only=True):
    scene: str = ""
    line: Text
    """What the person says or does."""
    dilemma: Text
    choices: Annotated[list[Choice], Meta(min_length=2, max_length=4)]
    pivot: bool = False


class Person(Written, kw_only=True):
    name: Text
    about: Text
    wants: Text
    knows: Text
    fears: Text


class Dialogue(ActivityHeading, kw_only=True, tag_field="kind", tag="dialogue"):
    mastery: int = 10
    """Points out of 12."""
    person: Person
    place: Text
    pressure: Text
    trust: Annotated[int, Meta(ge=0, le=4)] = 2
    hand: Literal["person", "both", "you"] = "person"
    time: Minutes
    exposed: Annotated[int, Meta(ge=0, le=4)] = 0
    exchanges: Annotated[list[Exchange], Meta(min_length=1)]
    good_end: Text
    paths: list[Text] = []
    """Two other paths told at the end (a faster one, a slower one) and what each allowed."""
    debrief: Text


class Prompt(Written, kw_only=True):
    key: Key
    label: Text
    hint: str = ""
    choices: list[Text] = []
    """With choices: tick as many as apply. Without: write."""
    lines: Annotated[int, Meta(ge=1, le=12)] = 3


class Note(ActivityHeading, kw_only=True, tag_field="kind", tag="note"):
    intro: Text
    prompts: Annotated[list[Prompt], Meta(min_length=1)]
    debrief: Text


class SurveyAnswer(Written, kw_only=True):
    text: Text
    cell: str = ""
    """Key of the cell that counts this answer in 2018; empty where no cell does."""


class SurveyQuestion(Written, kw_only=True):
    key: Key
    number: int
    """Number in the 2018 questionnaire (annex 7)."""
    text: Text
    """Word for word."""
    several: bool = False
    answers: Annotated[list[SurveyAnswer], Meta(min_length=2)]
    caution: str = ""


class Questionnaire(ActivityHeading, kw_only=True, tag_field="kind", tag="questionnaire"):
    intro: Text
    questions: Annotated[list[SurveyQuestion], Meta(min_length=1)]
    debrief: str = ""


ActivityFile = Lesson | Quiz | Dialogue | Note | Questionnaire


class Option(Written, kw_only=True):
    text: Text
    right: bool = False
    feedback: Text
    misconception: Annotated[str, Meta(pattern=r"^(f(0[1-9]|[12][0-9]|30))?$")] = ""
    """The misconception behind a wrong answer; empty for the right one and for « Je ne sais pas »."""


class Row(Written, kw_only=True):
    text: Text
    category: Text
    feedback: Text


class QuestionHeading(Written, kw_only=True):
    """What every kind of question says first."""

    key: Key
    competency: Code
    case: str = ""
    """The situation, read before the question."""
    figure: str = ""
    stem: Text


class SingleChoice(QuestionHeading, kw_only=True, tag_field="kind", tag="single"):
    options: Annotated[list[Option], Meta(min_length=2)]


class MultipleChoice(QuestionHeading, kw_only=True, tag_field="kind", tag="multiple"):
    options: Annotated[list[Option], Meta(min_length=2)]


class Matching(QuestionHeading, kw_only=True, tag_field="kind", tag="matching"):
    """Each row goes to one of the categories; asked as one list of choices a row."""

    categories: Annotated[list[Text], Meta(min_length=2)]
    rows: Annotated[list[Row], Meta(min_length=2)]


QuestionEntry = SingleChoice | MultipleChoice | Matching


class QuestionsFile(Written, kw_only=True):
    questions: list[QuestionEntry]


def read_activity(source: bytes) -> ActivityFile:
    """One activity file. Raises msgspec.ValidationError, whose message names the path."""
    return msgspec.yaml.decode(source, type=ActivityFile)


def read_module(source: bytes) -> ModuleFile:
    return msgspec.yaml.decode(source, type=ModuleFile)


def read_questions(source: bytes) -> list[QuestionEntry]:
    return msgspec.yaml.decode(source, type=QuestionsFile).questions
