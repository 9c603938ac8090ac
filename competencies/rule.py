"""The shape of a level rule. The words of fixtures/framework/rules.yaml, kept as JSON in LevelRule.content."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

NeedKind = Literal[
    "graded", "test", "practice", "unaided_practice", "note", "observation", "support_observation", "prior_learning"
]
"""What a rule may ask for. Declarations, answers three months after and positionings have no word here, on purpose."""
Months = Annotated[int, Meta(ge=1, le=120)]
LevelNumber = Annotated[int, Meta(ge=1, le=4)]


class Need(Struct, forbid_unknown_fields=True, frozen=True):
    """So many proofs of a kind, from different situations (measured) or different observers (observed)."""

    kind: NeedKind
    count: Annotated[int, Meta(ge=1, le=9)] = 1


class LevelCondition(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    sentence: str
    any_of: list[list[Need]]
    """Ways to get there; each is a list of needs that must all be met."""
    valid_months: Months
    within_months: Months | None = None
    """The needs of one way are met by proofs less than so many months apart; None: at any time."""
    renewed_by: list[NeedKind] = []
    with_level: LevelNumber | None = None
    """Another level that must be valid at the same time."""


class Rule(Struct, forbid_unknown_fields=True, frozen=True):
    levels: dict[LevelNumber, LevelCondition]


def read_rule(content: Mapping[str, Any]) -> Rule:
    """Raises msgspec.ValidationError, whose message names the path, when the content does not fit."""
    return msgspec.convert(content, Rule, strict=False, str_keys=True)
