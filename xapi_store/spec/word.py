"""The manner of every structure: strict, camelCase outside, no unknown property; UNSET is absence, null is a fault."""

import msgspec
from msgspec import UNSET, UnsetType


class Word(msgspec.Struct, forbid_unknown_fields=True, rename="camel", frozen=True, gc=False):
    """One object of the specification."""


__all__ = ["UNSET", "UnsetType", "Word"]
