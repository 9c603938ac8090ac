"""The content of an attestation: plain data, frozen as JSON the day it is issued."""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

import msgspec
from msgspec import Struct


class CompetencyLine(Struct, forbid_unknown_fields=True):
    """A competency of the module and its level that day; `level` None: never assessed."""

    code: str
    statement: str
    level: int | None
    level_name: str
    rule: str
    rule_version: int | None


class Content(Struct, forbid_unknown_fields=True, kw_only=True):
    name: str
    title: str
    institute: str
    institute_siret: str
    edition: str
    outcomes: list[str]
    registered_on: date
    started_on: date
    completed_on: date
    minutes_done: int
    """Planned minutes of the activities done."""
    modality: Literal["remote", "half_day"]
    half_day_on: date | None
    """The day of the group, when there was one."""
    competencies: list[CompetencyLine]
    reached: int
    needed: int
    passed: bool


class HalfDayLine(Struct, forbid_unknown_fields=True, kw_only=True):
    """A half-day of a programme, as its own attestation says it."""

    title: str
    edition: str
    code: str
    """Verification code of that attestation."""
    completed_on: date
    minutes_done: int
    reached: int
    total: int
    passed: bool


class ProgrammeContent(Struct, forbid_unknown_fields=True, kw_only=True):
    name: str
    title: str
    institute: str
    institute_siret: str
    half_days: list[HalfDayLine]
    outcomes: list[str]
    started_on: date
    completed_on: date
    minutes_done: int
    competencies: list[CompetencyLine]
    passed: bool
    """All its half-days are."""


def read_content(stored: Mapping[str, Any]) -> Content:
    return msgspec.convert(stored, Content)


def read_programme_content(stored: Mapping[str, Any]) -> ProgrammeContent:
    return msgspec.convert(stored, ProgrammeContent)


def write_content(content: Content | ProgrammeContent) -> dict[str, Any]:
    """As JSON keeps it: dates in ISO form."""
    return dict(msgspec.to_builtins(content))


def digest_of(stored: Mapping[str, Any]) -> str:
    """SHA-256 of the stored content, keys sorted: one changed letter changes it."""
    return hashlib.sha256(msgspec.json.encode(stored, order="deterministic")).hexdigest()
