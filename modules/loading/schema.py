"""The shape of a module as a person writes it, in YAML files of fixtures/modules/<module>/.

One file a thing: `module.yaml`, `questions.yaml` and one file an activity, in the order of their names
(`01-se-situer.yaml` …). A file that does not fit is refused with the path of what is wrong ($.screens[2].title).
Texts are short Markdown: paragraphs, lists with "- ", **bold**, [words](address). Nothing else.
"""

from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

Key = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,79}$")]
Code = Annotated[str, Meta(pattern=r"^[A-C][1-3]\.[1-9]$")]
Text = Annotated[str, Meta(min_length=1)]
Minutes = Annotated[int, Meta(ge=1, le=210)]
Misconception = Annotated[str, Meta(pattern=r"^f(0[1-9]|[12][0-9]|30)$")]
MisconceptionOrNone = Annotated[str, Meta(pattern=r"^(f(0[1-9]|[12][0-9]|30))?$")]

PostureName = Literal["in_place", "with", "explain", "relay", "consent", "refuse"]
Medium = Annotated[str, Meta(pattern=r"^[0-9a-f]{40}\.[a-z0-9]{3,4}$")]
"""The name of a file of the module: the hash of its content and its extension."""
MediumOrNone = Annotated[str, Meta(pattern=r"^([0-9a-f]{40}\.[a-z0-9]{3,4})?$")]
Mode = Literal["pretest", "posttest", "applied"]
Language = Literal["fr", "en"]


class Written(Struct, forbid_unknown_fields=True, kw_only=True):
    """A file or a part of one: an unknown word is a typing error, so it is refused."""


class ModuleFile(Written, kw_only=True):
    key: Key
    language: Language = "fr"
    translates: Annotated[str, Meta(pattern=r"^([a-z0-9][a-z0-9-]{0,79})?$")] = ""
    """Key of the module this one says in another language: its activities and questions keep the same keys."""
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
    private: bool = False
    """What is done in it is its learner's alone: no hour, no attestation, no plan, no convention."""


class Video(Written, kw_only=True):
    """Played by the browser alone, from our own address."""

    title: Text
    file: Medium
    captions: MediumOrNone = ""
    transcript: str = ""
    """Everything that is said and shown, on the page."""


class Picture(Written, kw_only=True):
    file: Medium
    alt: str = ""
    """What it says to who does not see it."""


class Attached(Written, kw_only=True):
    """A paper to keep: a PDF."""

    title: Text
    file: Medium


class Screen(Written, kw_only=True):
    """One idea: its text, an example, maybe a figure, a question to try before reading on."""

    title: Text
    text: Text
    example: str = ""
    figure: str = ""
    """Key of a survey cell: its number, base and source are computed, never typed. Or of a claim, cited as printed."""
    check: str = ""
    """A question asked of oneself."""
    answer: str = ""
    # Unset rather than empty: older editions keep their digest.
    video: Video | UnsetType = UNSET
    picture: Picture | UnsetType = UNSET
    papers: list[Attached] | UnsetType = UNSET


class EasyWords(Written, kw_only=True):
    """A text of an activity, word for word, and the same in easier words."""

    standard: Text
    easy: Text


class EasyReader(Written, kw_only=True):
    """Somebody concerned who read the easier words and said that they are easy, named as they agreed to be."""

    name: Annotated[str, Meta(min_length=1, max_length=60)]
    """A first name, never more."""
    role: Annotated[str, Meta(max_length=120)] = ""
    read_on: date


class ActivityHeading(Written, kw_only=True):
    """What every kind of activity says first."""

    key: Key
    title: Text
    minutes: Minutes
    purpose: Text
    competencies: list[Code] = []
    easy: list[EasyWords] | UnsetType = UNSET
    """Easier words for some of its texts. Unset rather than empty: older editions keep their digest."""
    easy_readers: list[EasyReader] | UnsetType = UNSET
    """Who read these easier words, as they are."""


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


Then = Annotated[
    str, Meta(pattern=r"^(((trust|time|exposed)(<|>=)[0-9]{1,3}|hand=(person|both|you)):\s*)?[a-z0-9][a-z0-9-]{0,79}$")
]
""" "trust<2: la-porte", "hand=you: rendre", or the name of an exchange alone; "fin" ends (`dialogue/branching.py`)."""


class Choice(Written, kw_only=True):
    posture: PostureName
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
    then: list[Then] | UnsetType = UNSET
    """Where it leads when not to the next exchange; the first that suits. Unset, not empty: older digests."""


class Exchange(Written, kw_only=True):
    key: Key | UnsetType = UNSET
    """The name by which a choice leads to it."""
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
    """Number in the 2018 questionnaire (annex 7); 0 for a question of our own."""
    text: Text
    """Word for word, when it is one of 2018."""
    several: bool = False
    answers: Annotated[list[SurveyAnswer], Meta(min_length=2)]
    caution: str = ""


class Questionnaire(ActivityHeading, kw_only=True, tag_field="kind", tag="questionnaire"):
    intro: Text
    questions: Annotated[list[SurveyQuestion], Meta(min_length=1)]
    debrief: str = ""
    anonymous: Literal[True] | UnsetType = UNSET
    """What one thinks of the module: counted, never kept. Unset rather than False: older editions keep their digest."""


Condition = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]*(=[a-z0-9-]+)?$")]
"""A fact ("compte-cree"), what a field holds ("mois-1=virgule") or who types ("hand=you")."""


class Conditional(Written, kw_only=True):
    """There only when every condition of `when` holds and none of `unless`."""

    when: list[Condition] = []
    unless: list[Condition] = []


class SiteLine(Conditional, kw_only=True):
    """A line of a screen, of the person's phone or of her notebook."""

    text: Text


class Reading(Written, kw_only=True):
    """What a field may be read as: an option, or the typed values that mean it. Its key is kept, never the value."""

    key: Key
    text: str = ""
    """The option's words; none for a typed field."""
    values: list[Text] = []
    """Typed field: the invented values read as this one."""
    refused: str = ""
    """What the site answers to it; the screen is then not sent."""
    facts: list[Key] = []


class SiteField(Conditional, kw_only=True):
    """A field of an invented screen. A password is made of word tiles, at least `least` of them: nothing is typed."""

    key: Key
    label: Text
    hint: str = ""
    kind: Literal["text", "radio", "select", "tick", "tiles"] = "text"
    readings: list[Reading] = []
    """A tick is read as `oui` or `non`, tiles as `assez` or `court`."""
    chosen: str = ""
    """The reading already chosen when the screen opens."""
    words: list[Text] = []
    least: int = 4


class Effects(Conditional, kw_only=True):
    """What something done on the site or said to the person changes."""

    next: str = ""
    """Key of the screen it leads to; empty: the same one."""
    facts: list[Key] = []
    lost: list[Key] = []
    hand: Literal["person", "you", ""] = ""
    message: str = ""
    """What the site says then; `alert` when it is an error."""
    alert: bool = False
    reply: str = ""
    """What the person says or does."""
    posture: PostureName | Literal[""] = ""
    lesson: str = ""


class Branch(Effects, kw_only=True):
    """Instead of the act's own effects, when its conditions hold: a realistic fault, most often."""


class Act(Effects, kw_only=True):
    """A command of a screen. The main one sends the fields."""

    key: Key
    text: Text
    look: Literal["main", "second", "menu", "discreet"] = "main"
    branches: list[Branch] = []


class SiteChoice(Effects, kw_only=True):
    key: Key
    text: Text
    password: bool = False
    """A password was typed, asked for or noted by you."""


class Moment(Conditional, kw_only=True):
    """The site waits: the person says or does something, and you choose. The first choice counts."""

    key: Key
    line: Text
    dilemma: Text
    choices: Annotated[list[SiteChoice], Meta(min_length=2, max_length=4)]


class SiteScreen(Written, kw_only=True):
    key: Key
    title: Text
    area: str = ""
    """Where we are on the site, after its name: « Mon espace »."""
    signed: str = ""
    """Who is signed in, as the site writes it."""
    steps: list[Text] = []
    step: int = 0
    lines: list[SiteLine] = []
    fields: list[SiteField] = []
    acts: list[Act] = []
    moments: list[Moment] = []
    hints: list[Text] = []
    """Up to three: a question, a landmark, the gesture shown; the activity's own when there are none."""
    last: bool = False
    """The site is over here: no command is expected."""


class Paper(Written, kw_only=True):
    title: Text
    rows: list[Annotated[list[Text], Meta(min_length=2, max_length=2)]] = []
    note: str = ""


class Service(Written, kw_only=True):
    name: Text
    strap: Text


class Phone(Written, kw_only=True):
    number: Text
    messages: list[SiteLine] = []


class Task(Written, kw_only=True):
    text: Text
    fact: Key


class Expected(Written, kw_only=True):
    """A fact a criterion looks for (or, among the faults, one that costs a point)."""

    fact: Key
    done: Text
    help: Text


class Criterion(Written, kw_only=True):
    expects: list[Expected] = []
    faults: list[Expected] = []


class Criteria(Written, kw_only=True):
    """Two points each. `hand` is also the share of the fields that the person filled in."""

    result: Criterion
    consent: Criterion
    hand: Criterion
    data: Criterion
    trace: Criterion


class VirtualSite(ActivityHeading, kw_only=True, tag_field="kind", tag="virtual_site"):
    """A procedure on an invented site, beside an invented person."""

    mastery: Annotated[int, Meta(ge=1, le=10)] = 7
    """Points out of 10."""
    service: Service
    person: Person
    place: Text
    file: list[Annotated[list[Text], Meta(min_length=2, max_length=2)]] = []
    """The person's invented identifiers: label, value."""
    papers: list[Paper] = []
    phone: Phone
    notebook: list[SiteLine] = []
    hand: Literal["person", "you"] = "you"
    """Who holds the keyboard at the start."""
    mandate: bool = False
    """You act in the person's name, as written: who filled in the fields is then not looked at."""
    tasks: Annotated[list[Task], Meta(min_length=1)]
    hints: Annotated[list[Text], Meta(min_length=1, max_length=3)]
    start: Key
    screens: Annotated[list[SiteScreen], Meta(min_length=1)]
    criteria: Criteria
    good_end: Text
    debrief: Text


class PositioningItem(Written, kw_only=True):
    """A question of the bank and how hard it is: 0 is a question that half the people get."""

    question: Key
    difficulty: Annotated[int, Meta(ge=-3, le=3)] = 0


class Positioning(ActivityHeading, kw_only=True, tag_field="kind", tag="positioning"):
    """Questions drawn one by one, the most informative first; a word a competency, no score and no level."""

    intro: str = ""
    items: Annotated[list[PositioningItem], Meta(min_length=1)]


class Option(Written, kw_only=True):
    text: Text
    right: bool = False
    feedback: Text
    misconception: MisconceptionOrNone = ""
    """The misconception behind a wrong answer; empty for the right one and for « Je ne sais pas »."""


class Ask(Written, kw_only=True):
    """A question inside a case: one right answer, a word on each."""

    stem: Text
    options: Annotated[list[Option], Meta(min_length=2, max_length=4)]


class Needs(Written, kw_only=True):
    """What suits the person, in the words of the directory: the key is computed from it, never typed.

    What is left empty is not asked of a place.
    """

    services: list[Text] = []
    """All of them."""
    support: list[Text] = []
    """One of these ways of helping."""
    labels: list[Text] = []
    """All of these programmes or labels."""
    care: list[Text] = []
    """All of these specific cares: a wheelchair, reading, a language."""
    access: list[Text] = []
    """One of these ways to get in."""
    hours: str = ""
    """When the person can come, written as opening hours."""
    fees: list[Text] = []
    """The fees the person can bear."""
    reach_km: Annotated[float, Meta(ge=0)] = 0
    """How far the person can go; 0: it does not matter."""


class OrientationCase(Written, kw_only=True):
    key: Key
    title: Text
    situation: Text
    town: Text
    latitude: Annotated[float, Meta(ge=-90, le=90)]
    longitude: Annotated[float, Meta(ge=-180, le=180)]
    directory: Key
    """Name of the snapshot the places come from."""
    shown: Annotated[int, Meta(ge=2, le=8)] = 4
    """How many places are shown: the nearest."""
    needs: Needs
    need: Ask
    """What is needed first, before any place."""
    relay: Ask
    """How the relay holds, after the place."""
    lesson: Text


class ListedPlace(Written, kw_only=True):
    """A place as the directory had it on its day: what an edition keeps of it."""

    identifier: Text
    name: Text
    town: Text
    latitude: float
    longitude: float
    summary: str = ""
    hours: str = ""
    services: list[Text] = []
    support: list[Text] = []
    labels: list[Text] = []
    """National programmes and other labels together."""
    care: list[Text] = []
    publics: list[Text] = []
    access: list[Text] = []
    fees: list[Text] = []
    roaming: list[Text] = []
    updated_on: Text


class ListedDirectory(Written, kw_only=True):
    key: Key
    title: Text
    dated_on: Text
    is_invented: bool
    places: list[ListedPlace]


class Orientation(ActivityHeading, kw_only=True, tag_field="kind", tag="orientation"):
    """Choosing a place of the directory with someone, and saying why."""

    mastery: Annotated[int, Meta(ge=1, le=100)] = 70
    intro: Text
    cases: Annotated[list[OrientationCase], Meta(min_length=1)]
    debrief: Text
    directories: list[ListedDirectory] = []
    """Not written by an author: the places of the snapshots named, copied when the activity is frozen."""


class WorkshopStep(Written, kw_only=True):
    """A moment of the sequence: for the trainer what to do, for who came what was done."""

    title: Text
    minutes: Minutes
    does: Text
    """What the trainer does."""
    done: Text
    """What the group did, read afterwards."""
    ready: str = ""
    """What must be on the tables."""


class Handout(Written, kw_only=True):
    """A paper for everyone in the room, printed by the trainer."""

    title: Annotated[str, Meta(min_length=1, max_length=120)]
    text: Annotated[str, Meta(min_length=1, max_length=6000)]


class Workshop(ActivityHeading, kw_only=True, tag_field="kind", tag="workshop"):
    """A sequence in a room. Who was there is signed in the half-day, never here."""

    intro: Text
    bring: list[Text] = []
    room: str = ""
    """What the trainer sets up before."""
    steps: Annotated[list[WorkshopStep], Meta(min_length=1)]
    watch: str = ""
    """What the trainer keeps an eye on."""
    handouts: list[Handout] = []
    debrief: Text


# Append only: a kind or a field taken away would leave frozen editions unreadable (tests/modules/frozen/).
ActivityFile = Lesson | Quiz | Dialogue | Note | Questionnaire | VirtualSite | Orientation | Positioning | Workshop


class Row(Written, kw_only=True):
    text: Text
    category: Text
    feedback: Text


class OrderedItem(Written, kw_only=True):
    text: Text
    feedback: str = ""
    """Why it comes here."""


class Variant(Written, kw_only=True):
    """A short answer foreseen: accents, case, spaces and final punctuation make no difference."""

    text: Annotated[str, Meta(min_length=1, max_length=200)]
    right: bool = True
    feedback: str = ""
    misconception: MisconceptionOrNone = ""


class Segment(Written, kw_only=True):
    """A sentence, or a part of one, of a text to read with a pen in hand."""

    text: Text
    right: bool = False
    feedback: str = ""
    misconception: MisconceptionOrNone = ""


class QuestionHeading(Written, kw_only=True):
    """What every kind of question says first."""

    key: Key
    competency: Code
    case: str = ""
    """The situation, read before the question."""
    figure: str = ""
    stem: Text
    confidence: Literal[True] | UnsetType = UNSET
    """Also ask how sure one is; never counted. Unset rather than False: older editions keep their digest."""


class SingleChoice(QuestionHeading, kw_only=True, tag_field="kind", tag="single"):
    options: Annotated[list[Option], Meta(min_length=2)]


class MultipleChoice(QuestionHeading, kw_only=True, tag_field="kind", tag="multiple"):
    options: Annotated[list[Option], Meta(min_length=2)]


class Matching(QuestionHeading, kw_only=True, tag_field="kind", tag="matching"):
    """Each row goes to one of the categories; asked as one list of choices a row."""

    categories: Annotated[list[Text], Meta(min_length=2)]
    rows: Annotated[list[Row], Meta(min_length=2)]


class TrueFalse(QuestionHeading, kw_only=True, tag_field="kind", tag="true_false"):
    """The stem is a sentence: true or false."""

    right: bool
    feedback_true: Text
    """Read by who answered « vrai »."""
    feedback_false: Text
    misconception: MisconceptionOrNone = ""


class Ordering(QuestionHeading, kw_only=True, tag_field="kind", tag="ordering"):
    """Items written in the right order, shown in another one."""

    items: Annotated[list[OrderedItem], Meta(min_length=2, max_length=12)]
    feedback: Text


class ShortText(QuestionHeading, kw_only=True, tag_field="kind", tag="short_text"):
    answers: Annotated[list[Variant], Meta(min_length=1)]
    """Those that are right, and the wrong ones worth a word of their own."""
    feedback: Text
    """Read when the answer is none of those."""


class Highlight(QuestionHeading, kw_only=True, tag_field="kind", tag="highlight"):
    """A text in which one marks what the stem asks for."""

    segments: Annotated[list[Segment], Meta(min_length=2)]
    feedback: Text


# Append only: a kind or a field taken away would leave frozen editions unreadable (tests/modules/frozen/).
QuestionEntry = SingleChoice | MultipleChoice | Matching | TrueFalse | Ordering | ShortText | Highlight


class QuestionsFile(Written, kw_only=True):
    questions: list[QuestionEntry]


def read_activity(source: bytes) -> ActivityFile:
    """One activity file. Raises msgspec.ValidationError, whose message names the path."""
    return msgspec.yaml.decode(source, type=ActivityFile)


def read_module(source: bytes) -> ModuleFile:
    return msgspec.yaml.decode(source, type=ModuleFile)


def read_questions(source: bytes) -> list[QuestionEntry]:
    return msgspec.yaml.decode(source, type=QuestionsFile).questions
