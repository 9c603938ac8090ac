"""A statement read just deeply enough: what it shares with many others stays in its own bytes.

The actor, the verb, the object and the context activities of a statement are nearly always those of another one: they
are found valid once, then known by their bytes (`xapi_store.fragments`). All the rest is read here, as strictly as in
`xapi_store.spec.statement`, or makes the statement unusual.
"""

import re
from collections.abc import Mapping
from typing import Final

import msgspec

from xapi_store.spec.context import Context
from xapi_store.spec.statement import Told
from xapi_store.spec.word import UNSET, UnsetType

_USUAL_VERSIONS: Final[Mapping[str, frozenset[str | UnsetType]]] = {
    "1": frozenset({UNSET, "1.0.0", "1.0.3"}),
    "2": frozenset({UNSET, "1.0.0", "1.0.3", "2.0.0"}),
}
_ESCAPED_LETTER = re.compile(rb"\\u00[4-7]")


class ContextSketch(Context, frozen=True, kw_only=True):
    context_activities: msgspec.Raw | UnsetType = UNSET  # type: ignore[assignment]  # less is read than in a Context

    def __post_init__(self) -> None:
        """The registration is read by `xapi_store.fragments`, which knows most of them."""
        self.check_words()

    def is_usual(self, version: str) -> bool:
        return version != "1" or (self.context_agents is UNSET and self.context_groups is UNSET)


class Sketch(Told, frozen=True, kw_only=True):
    """What `stored` and `authority` say is not looked at: with them, a statement is unusual."""

    actor: msgspec.Raw  # type: ignore[assignment]  # less is read than in a Statement
    verb: msgspec.Raw  # type: ignore[assignment]
    context: ContextSketch | UnsetType = UNSET
    id: str | UnsetType = UNSET
    stored: msgspec.Raw | UnsetType = UNSET
    authority: msgspec.Raw | UnsetType = UNSET
    version: str | UnsetType = UNSET

    def is_usual(self, version: str) -> bool:
        assigned = self.stored is not UNSET or self.authority is not UNSET
        if assigned or self.attachments is not UNSET or self.version not in _USUAL_VERSIONS[version]:
            return False
        return self.context is UNSET or self.context.is_usual(version)


read_sketch = msgspec.json.Decoder(Sketch).decode


def names_once(text: bytes, sketch: Sketch) -> bool:
    """Whether what stays in its bytes stands once in this text; False when that is not sure at a glance.

    Of a name that comes twice msgspec gives the last value, and here nobody would have looked at the first.
    """
    if b"\\" in text and _ESCAPED_LETTER.search(text):
        return False  # a name may be hidden
    listed = sketch.context is not UNSET and sketch.context.context_activities is not UNSET
    return text.count(b'"actor"') == text.count(b'"verb"') == 1 and text.count(b'"contextActivities"') == listed
