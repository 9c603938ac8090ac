"""The shape of fixtures/framework/: framework.yaml, gaps.yaml, rules.yaml."""

from datetime import date
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from competencies.loading.survey_files import CellKey, Slug, Written
from competencies.rule import LevelCondition, LevelNumber

GapCode = Annotated[str, Meta(pattern=r"^E[0-9]{2}$")]
ItemCode = Annotated[str, Meta(pattern=r"^[A-Z]([0-9](\.[0-9])?)?$")]


class Document(Written, kw_only=True):
    code: Slug
    title: str
    creator: str
    version: str
    language: str
    adoption_status: str
    description: str = ""
    levels: Annotated[list[str], Meta(min_length=4, max_length=4)]


class Competency(Written, kw_only=True):
    code: ItemCode
    statement: str
    gaps: Annotated[list[GapCode], Meta(min_length=1)]
    levels: Annotated[list[str], Meta(min_length=4, max_length=4)]


class Objective(Written, kw_only=True):
    code: ItemCode
    statement: str
    competencies: list[Competency]


class Domain(Written, kw_only=True):
    code: ItemCode
    statement: str
    objectives: list[Objective]


class Framework(Written, kw_only=True):
    document: Document
    domains: list[Domain]


class Gap(Written, kw_only=True):
    code: GapCode
    statement: str
    weight: Annotated[int, Meta(ge=1, le=3)]
    cells: list[CellKey] = []
    claims: list[Slug] = []
    caution: str


class Gaps(Written, kw_only=True):
    gaps: list[Gap]


class Rule(Written, kw_only=True):
    key: Slug
    version: int
    in_force_from: date
    title: str
    sentence: str
    levels: dict[LevelNumber, LevelCondition]
    competencies: list[ItemCode]


class Rules(Written, kw_only=True):
    rules: list[Rule]


class OtherFramework(Written, kw_only=True):
    key: Slug
    title: str
    uri: str


class Alignment(Written, kw_only=True):
    """Some of our competencies, and an item of a framework kept elsewhere that they touch."""

    framework: Slug
    code: str
    about: str
    competencies: Annotated[list[ItemCode], Meta(min_length=1)]
    check: bool = False
    """Still to be verified on the official text."""


class Alignments(Written, kw_only=True):
    claim: Slug
    """The number that says why the State's diplomas are among them."""
    frameworks: list[OtherFramework]
    alignments: list[Alignment]


def read_alignments(folder: Path) -> Alignments:
    """Raises msgspec.ValidationError, whose message names the path, when the file does not fit."""
    return msgspec.yaml.decode((folder / "alignments.yaml").read_bytes(), type=Alignments)


def read_framework(folder: Path) -> tuple[Framework, list[Gap], list[Rule]]:
    """Raises msgspec.ValidationError, whose message names the path, when a file does not fit."""
    framework = msgspec.yaml.decode((folder / "framework.yaml").read_bytes(), type=Framework)
    gaps = msgspec.yaml.decode((folder / "gaps.yaml").read_bytes(), type=Gaps).gaps
    rules = msgspec.yaml.decode((folder / "rules.yaml").read_bytes(), type=Rules).rules
    return framework, gaps, rules
