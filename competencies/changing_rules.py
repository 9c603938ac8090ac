"""One more version of a level rule: who would change before it is kept, then the levels decided again.

The decision is the pure function of every day, over stored evidence, a batch of people at a time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from competencies.levels import Pair, decide_level, read_evidence, update_levels
from competencies.models import AssessedActor, CFItem, Evidence, LevelRule
from competencies.models.evidence import READ_KINDS
from competencies.models.level_rule import rules_in_force
from competencies.rule import Rule, read_rule

PEOPLE_AT_ONCE = 200


class ChangedMeanwhile(Exception):  # noqa: N818 (the name says what happened)
    """Another version came into force since the preview was read."""


@dataclass(frozen=True, slots=True)
class Change:
    """How many levels would go up, down, or stay, over people and competencies; nobody is named."""

    gain: int = 0
    lose: int = 0
    stay: int = 0

    def after(self, before: int, now: int) -> "Change":
        return Change(self.gain + (now > before), self.lose + (now < before), self.stay + (now == before))


def preview_change(key: str, new: Rule, on: date) -> Change:
    """What the new rule would change that day. Bounded memory: a batch of people, then the next. Saves nothing."""
    old, change = rules_in_force(on)[key].rule, Change()
    for pairs in pairs_under(key):
        for proofs in read_evidence(pairs).proofs.values():
            levels = [decide_level(proofs, rule, on).level or 0 for rule in (old, new)]
            change = change.after(*levels)
    return change


def pairs_under(key: str) -> Iterator[set[Pair]]:
    """Every (actor, competency) that this family of rules reads, a batch of people at a time."""
    items = list(CFItem.every.filter(rule_key=key).values_list("pk", flat=True))
    people = AssessedActor.objects.order_by("actor").values_list("actor", flat=True)
    batch = list(people[:PEOPLE_AT_ONCE])
    while batch:
        rows = Evidence.objects.non_polymorphic().filter(actor__in=batch, cfitem__in=items, kind__in=READ_KINDS)
        found: set[tuple[UUID, UUID]] = set(rows.order_by().values_list("actor", "cfitem").distinct())
        if found:
            yield found
        batch = list(people.filter(actor__gt=batch[-1])[:PEOPLE_AT_ONCE])


@transaction.atomic
def add_version(key: str, version: int, sentence: str, content: dict[str, Any], on: date) -> LevelRule:
    """Keep one more version, in force from that day; the ones before stay, for the days before.

    The race: two people at once. The uniqueness of the version has the last word, and a preview read over an older
    version is refused. Raises ChangedMeanwhile.
    """
    current = rules_in_force(on)[key]
    if current.version + 1 != version or LevelRule.objects.filter(key=key, version__gte=version).exists():
        raise ChangedMeanwhile
    read_rule(content)
    return LevelRule.objects.create(
        key=key, version=version, in_force_from=on, title=current.title, sentence=sentence, content=content
    )


def recompute_under(key: str) -> int:
    """Decide again every level of this family of rules, a batch a transaction; how many changed. Safe to run twice."""
    return sum(update_levels(pairs) for pairs in pairs_under(key))
