"""The misconceptions named behind answers: one closed list, read from fixtures/modules/misconceptions.yaml."""

from functools import cache

import msgspec
from django.conf import settings

from modules.loading.schema import Misconception, Text, Written


class MisconceptionEntry(Written, kw_only=True):
    code: Misconception
    idea: Text
    answer: Text
    """What the feedback says of it, in short."""


@cache
def misconceptions() -> dict[str, MisconceptionEntry]:
    source = (settings.FIXTURES / "modules" / "misconceptions.yaml").read_bytes()
    return {entry.code: entry for entry in msgspec.yaml.decode(source, type=list[MisconceptionEntry])}


def misconception_choices() -> list[tuple[str, str]]:
    """For a form: code and idea."""
    return [(entry.code, f"{entry.code} · {entry.idea}") for entry in misconceptions().values()]
