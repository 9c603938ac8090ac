"""Interaction Activities (Data 2.4.4.1): the ten types and their components."""

from collections.abc import Mapping
from typing import Final, Literal

from xapi_store.spec.language_map import LanguageMap, check_language_map
from xapi_store.spec.refusal import refuse
from xapi_store.spec.word import UNSET, UnsetType, Word

InteractionType = Literal[
    "true-false", "choice", "fill-in", "long-fill-in", "matching",
    "performance", "sequencing", "likert", "numeric", "other",
]  # fmt: skip

# The lists of components that each type may have; the others have none.
COMPONENTS: Final[Mapping[str, frozenset[str]]] = {
    "choice": frozenset({"choices"}),
    "sequencing": frozenset({"choices"}),
    "likert": frozenset({"scale"}),
    "matching": frozenset({"source", "target"}),
    "performance": frozenset({"steps"}),
}


class InteractionComponent(Word, frozen=True):
    id: str
    description: LanguageMap | UnsetType = UNSET

    def __post_init__(self) -> None:
        if self.description is not UNSET:
            check_language_map(self.description, ".description")


Components = list[InteractionComponent] | UnsetType


def check_components(interaction_type: str | UnsetType, lists: Mapping[str, Components]) -> None:
    """Components belong to their type, and an id is used once in a list."""
    for name, components in lists.items():
        if components is UNSET:
            continue
        if interaction_type is UNSET or name not in COMPONENTS.get(interaction_type, frozenset()):
            refuse(f"has no meaning for the interaction type {interaction_type or 'none'!r}", "XAPI-00010", f".{name}")
        if len({component.id for component in components}) != len(components):
            refuse("two components have the same id", "XAPI-00049", f".{name}")
