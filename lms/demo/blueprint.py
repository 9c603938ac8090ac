"""fixtures/demo/house.yaml, read and checked."""

from datetime import date
from pathlib import Path

import msgspec
from django.conf import settings
from msgspec import Struct


class SiteFile(Struct, forbid_unknown_fields=True):
    name: str
    commune_code: str
    commune_name: str
    teams: list[str]


class EmployerFile(Struct, forbid_unknown_fields=True):
    name: str
    structure_type: str
    sites: list[SiteFile]


class RootFile(Struct, forbid_unknown_fields=True):
    name: str
    commune_code: str
    commune_name: str
    slug: str = ""


class ConventionFile(Struct, forbid_unknown_fields=True):
    number: str
    title: str
    starts_on: date
    ends_on: date
    departments: list[str]
    people_invited: int
    people_enrolled: int
    people_completed: int
    hours: int


class AccountFile(Struct, forbid_unknown_fields=True):
    role: str
    email: str
    first_name: str
    last_name: str
    node: str = ""
    team: str = ""
    profession: str = ""


class Blueprint(Struct, forbid_unknown_fields=True):
    password: str
    institute: RootFile
    employers: list[EmployerFile]
    neighbours: list[EmployerFile]
    """Where the learners beyond the first forty work: a table by group needs several employers in each."""
    funder: RootFile
    convention: ConventionFile
    accounts: list[AccountFile]
    first_names: list[str]
    last_names: list[str]
    professions: list[str]


def read_blueprint(path: Path | None = None) -> Blueprint:
    path = path or settings.FIXTURES / "demo" / "house.yaml"
    return msgspec.yaml.decode(path.read_bytes(), type=Blueprint)
