"""The one writer of levels. The decision itself is pure: `competencies.decision`."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from competencies.decision import LevelDecision, decide_level
from competencies.models import CFItem, Evidence, Level, LevelRule, ObservedEvidence
from competencies.models.assessed_actor import lock_actors
from competencies.models.level_rule import rules_in_force
from competencies.proof import Proof

__all__ = [
    "LevelDecision",
    "Pair",
    "decide_level",
    "levels_on",
    "observed_marks",
    "recompute_levels",
    "settle_levels",
    "update_levels",
]

Pair = tuple[UUID, UUID]
"""(actor, identifier of the CFItem)"""

BATCH = 500
STORED = ["level", "reached_on", "expires_on", "rule_id", "reasons", "next_steps", "evidence_ids"]


def update_levels(pairs: Iterable[Pair], on: date | None = None) -> int:
    """Decide again the levels of these (actor, competency) and save those that differ. Returns how many did.

    A constant number of queries, whatever the number of pairs; one transaction; the people are locked meanwhile.
    """
    wanted = set(pairs)
    with transaction.atomic():
        lock_actors(actor for actor, _ in wanted)
        return settle_levels(wanted, on)


def settle_levels(pairs: set[Pair], on: date | None = None) -> int:
    """The same for a caller who already holds the lock of these people."""
    return _save(_decided(pairs, on or timezone.localdate())) if pairs else 0


def recompute_levels(pairs: Iterable[Pair] | None = None, on: date | None = None) -> int:
    """The same in batches, each its own transaction; every pair that has evidence or a level when none are given."""
    wanted = sorted(_all_pairs() if pairs is None else set(pairs))
    return sum(update_levels(batch, on) for batch in _batches(wanted))


def levels_on(pairs: Iterable[Pair], on: date) -> dict[Pair, LevelDecision]:
    """What the levels were on that day, by the evidence and the rules of that day. Saves nothing. Three queries."""
    return {pair: decision for pair, (decision, _rule) in _decided(set(pairs), on).items()}


def observed_marks(actors: Iterable[UUID]) -> dict[Pair, ObservedEvidence]:
    """The latest observation of each person in each competency: the mark « observé », beside the measured level."""
    seen = ObservedEvidence.objects.filter(actor__in=set(actors)).order_by("at", "id")
    return {(mark.actor, mark.cfitem_id): mark for mark in seen}


def _decided(pairs: set[Pair], on: date) -> dict[Pair, tuple[LevelDecision, LevelRule]]:
    proofs = _proofs(pairs)
    items = CFItem.objects.filter(pk__in={item for _, item in pairs})
    keys = dict(items.order_by().values_list("pk", "rule_key"))
    rules = rules_in_force(on)
    decided = {}
    for pair in pairs:
        rule = rules[keys[pair[1]]]
        decided[pair] = decide_level(proofs[pair], rule.rule, on), rule
    return decided


def _proofs(pairs: set[Pair]) -> dict[Pair, list[Proof]]:
    """The evidence of each pair, read whole in one query."""
    rows = (
        Evidence.objects.non_polymorphic()
        .filter(actor__in={actor for actor, _ in pairs}, cfitem__in={item for _, item in pairs})
        .order_by()
        .values_list(
            "actor", "cfitem_id", "id", "kind", "at", "passed", "situation", "unaided",
            "observedevidence__observer", "observedevidence__supports_colleague", "observedevidence__shows_level",
        )
    )  # fmt: skip
    found: dict[Pair, list[Proof]] = defaultdict(list)
    for actor, item, pk, kind, at, passed, situation, unaided, observer, supports, shows_level in rows:
        proof = Proof(pk, kind, at, passed, situation, unaided, observer, bool(supports), shows_level)
        found[actor, item].append(proof)
    return found


def _save(decided: dict[Pair, tuple[LevelDecision, LevelRule]]) -> int:
    """Write the levels that differ, drop those that no longer are."""
    items = {item for _, item in decided}
    rows = Level.objects.filter(actor__in={actor for actor, _ in decided}, cfitem__in=items).order_by()
    have = {(row.actor, row.cfitem_id): row for row in rows}
    gone = [have[pair].pk for pair, (decision, _) in decided.items() if decision.level is None and pair in have]
    fresh = [_level(pair, *found) for pair, found in sorted(decided.items()) if found[0].level is not None]
    changed = [row for row in fresh if _differs(row, have.get((row.actor, row.cfitem_id)))]
    if gone:
        Level.objects.filter(pk__in=gone).delete()
    if changed:
        Level.objects.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=["actor", "cfitem"],
            update_fields=[*STORED, "updated_at"],
        )
    return len(gone) + len(changed)


def _level(pair: Pair, decision: LevelDecision, rule: LevelRule) -> Level:
    values = {name: getattr(decision, name) for name in STORED if name != "rule_id"}
    return Level(actor=pair[0], cfitem_id=pair[1], rule=rule, **values)


def _differs(row: Level, saved: Level | None) -> bool:
    return saved is None or any(getattr(row, name) != getattr(saved, name) for name in STORED)


def _all_pairs() -> set[Pair]:
    evidence = Evidence.objects.non_polymorphic().order_by().values_list("actor", "cfitem_id").distinct()
    return {*evidence, *Level.objects.order_by().values_list("actor", "cfitem_id")}


def _batches(pairs: list[Pair]) -> Iterator[list[Pair]]:
    rest = iter(pairs)
    while batch := list(islice(rest, BATCH)):
        yield batch
