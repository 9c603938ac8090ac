"""From a form to a step: what was typed is read in memory as a key of the file, then forgotten. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from modules.activities.virtual_site.engine import (
    EMPTY,
    OTHER,
    State,
    Step,
    acts_of,
    fields_of,
    fields_sent,
    known_keys,
)
from modules.activities.virtual_site.real_data import find_real_data
from modules.loading.schema import SiteField
from modules.loading.schema import VirtualSite as Site

LONGEST_VALUE = 200
"""Characters looked at in one field: invented values are short."""
DEEDS = {"act": "act", "choisir": "choose", "clavier": "hand", "indice": "hint", "finir": "finish"}


class Form(Protocol):
    """A posted form (Django's QueryDict)."""

    def get(self, name: str, default: str) -> str | None: ...
    def getlist(self, name: str) -> list[str]: ...


@dataclass(frozen=True)
class Read:
    """The step asked for, None when the form asks for none; fields that hold something real, with what it is."""

    step: Step | None
    real: dict[str, str] = field(default_factory=dict)


def name_of(asked: SiteField) -> str:
    return f"champ-{asked.key}"


def read_form(site: Site, state: State, form: Form) -> Read:
    """The one button pressed, and the fields it sends."""
    pressed = next((name for name in DEEDS if form.get(name, "")), "")
    if not pressed:
        return Read(None)
    name = form.get(pressed, "") or ""
    if pressed != "act":
        return Read(Step(DEEDS[pressed], name if pressed in {"choisir", "clavier"} else ""))  # type: ignore[arg-type]
    return _read_act(site, state, name, form)


def _read_act(site: Site, state: State, name: str, form: Form) -> Read:
    """Everything typed is looked at, whichever button was pressed."""
    real = {}
    for asked in fields_of(site, state):
        if found := _find_real(form.getlist(name_of(asked))):
            real[asked.key] = found
    act = next((each for each in acts_of(site, state) if each.key == name), None)
    sent = fields_sent(site, state, act) if act is not None else []
    readings = {asked.key: read_value(asked, form.getlist(name_of(asked))) for asked in sent}
    return Read(Step("act", name, readings), real)


def _find_real(values: Iterable[str]) -> str:
    return next((found for value in values if (found := find_real_data(value[:LONGEST_VALUE]))), "")


def read_value(asked: SiteField, values: list[str]) -> str:
    """The key of what the field holds: an option, a known value, else that it is empty or something else."""
    if asked.kind == "tick":
        return "oui" if values else "non"
    if asked.kind == "tiles":
        return "assez" if len({word for word in values if word in asked.words}) >= asked.least else "court"
    value = _plain(values[0][:LONGEST_VALUE]) if values else ""
    if not value:
        return EMPTY
    if asked.kind == "text":
        return next((each.key for each in asked.readings if value in map(_plain, each.values)), OTHER)
    return value if value in known_keys(asked) else EMPTY


def _plain(value: str) -> str:
    """Spaces and capitals aside."""
    return " ".join(value.split()).casefold()
