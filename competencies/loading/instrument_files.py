"""The shape of fixtures/survey/instruments/: the questionnaire, the interview guide, what the study concluded."""

from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from competencies.loading.survey_files import Slug, TableKey, Written

Kind = Literal["one", "several", "open"]
Concern = Literal["", "room", "equipment", "project", "job_description", "training"]


class Item(Written, kw_only=True):
    """What one answers at once: a question has one, or several (« Si oui, … »)."""

    key: Slug
    wording: str = ""
    """Empty when the question says it all."""
    kind: Kind
    answers: dict[Slug, str] = {}
    when: dict[Slug, list[Slug]] = {}
    """Asked only of those who gave one of these answers to another item."""
    table: TableKey | None = None
    """The table of annex 8 that counts these answers; its columns have the keys of the answers."""
    coded: bool = False
    """Free answers, sorted by hand into that table: nothing to compare with."""
    concerns: Concern = ""
    needed: str = ""
    """In the header: the one answer without which the questionnaire is not for you."""

    def __post_init__(self) -> None:
        if (self.kind == "open") == bool(self.answers):
            raise ValueError(f"{self.key}: answers go with a closed question, and with no other")


class Question(Written, kw_only=True):
    number: Annotated[int, Meta(ge=1)]
    part: str = ""
    wording: str
    hint: str = ""
    items: Annotated[list[Item], Meta(min_length=1)]


class Instrument(Written, kw_only=True):
    """A questionnaire, as printed. Frozen whole in what it was used for."""

    key: Slug
    source: Slug
    place: str
    title: str
    introduction: str
    thanks: str = ""
    header: list[Item]
    questions: list[Question]

    def __post_init__(self) -> None:
        known = {item.key: item for question in self.questions for item in question.items}
        for item in known.values():
            for asked, answers in item.when.items():
                if asked not in known or not set(answers) <= set(known[asked].answers):
                    raise ValueError(f"{item.key}: no such answer to {asked}")

    @property
    def items(self) -> dict[str, Item]:
        return {item.key: item for question in self.questions for item in question.items}


class Hypothesis(Written, kw_only=True):
    number: int
    subject: str
    statement: str
    verdict: str
    reading: str
    place: str


class Proposal(Written, kw_only=True):
    number: int
    title: str
    what: str
    needs: str
    expected: list[str] = []
    steps: list[str] = []
    sheet: Slug | None = None


class ActionSheet(Written, kw_only=True):
    key: Slug
    title: str
    problem: str
    strategic: list[str]
    operational: list[str]
    steps: list[str]
    audience: list[str]
    evaluation: str = ""
    indicators: list[str] = []
    empty: list[str] = []
    """Boxes that the original leaves blank."""


class Conclusions(Written, kw_only=True):
    source: Slug
    hypotheses: list[Hypothesis]
    proposals: list[Proposal]
    sheets: list[ActionSheet]


def read_instrument(path: Path) -> Instrument:
    """Raises msgspec.ValidationError, whose message names the path, when the file does not fit."""
    return msgspec.yaml.decode(path.read_bytes(), type=Instrument)


def read_conclusions(path: Path) -> Conclusions:
    return msgspec.yaml.decode(path.read_bytes(), type=Conclusions)
