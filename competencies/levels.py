"""The one writer of levels. The decision itself is pure: `competencies.decision`."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from competencies.decision import NEVER_ASSESSED, LevelDecision, decide_level
from competencies.models import CFItem, Evidence, Level, LevelRule, ObservedEvidence
from competencies.models.assessed_actor import lock_actors
from competencies.models.evidence import READ_KINDS
from competencies.models.level_rule import rules_in_force
from competencies.proof import Proof

__all__ = [
    "Known",
    "LevelDecision",
    "Pair",
    "decide_level",
    "levels_on",
    "observed_marks",
    "proof_of",
    "read_evidence",
    "recompute_levels",
    "settle_levels",
    "update_levels",
    "write_levels",
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


def write_levels(pairs: set[Pair], known: "Known") -> None:
    """The same without reading what is stored: for pairs whose evidence is known, and to have just changed."""
    if not pairs:
        return
    decided = _decide(pairs, known, timezone.localdate())
    gone = [pair for pair, (decision, _) in decided.items() if decision.level is None]
    if gone:
        Level.objects.filter(pk__in=[row[0] for row in _stored(gone).values()]).delete()
    _upsert([_level(pair, *found) for pair, found in sorted(decided.items()) if found[0].level is not None])


def recompute_levels(pairs: Iterable[Pair] | None = None, on: date | None = None) -> int:
    """The same in batches, each its own transaction; every pair that has evidence or a level when none are given."""
    wanted = sorted(_all_pairs() if pairs is None else set(pairs))
    return sum(update_levels(batch, on) for batch in _batches(wanted))


def levels_on(pairs: Iterable[Pair], on: date) -> dict[Pair, LevelDecision]:
    """What the levels were on that day, by the evidence and the rules of that day. Saves nothing. Two queries."""
    return {pair: decision for pair, (decision, _rule) in _decided(set(pairs), on).items()}


def observed_marks(actors: Iterable[UUID]) -> dict[Pair, ObservedEvidence]:
    """The latest observation of each person in each competency: the mark « observé », beside the measured level."""
    seen = ObservedEvidence.objects.filter(actor__in=set(actors)).order_by("at", "id")
    return {(mark.actor, mark.cfitem_id): mark for mark in seen}


Decided = tuple[LevelDecision, LevelRule | None]
"""No rule is asked of a pair without evidence: it is never assessed, whatever the rule."""


@dataclass
class Known:
    """The evidence of some pairs, the family of rules of each competency that has some, the statements that told it."""

    proofs: dict[Pair, list[Proof]] = field(default_factory=lambda: defaultdict(list))
    keys: dict[UUID, str] = field(default_factory=dict)
    told: set[tuple[UUID, UUID]] = field(default_factory=set)
    """(statement, competency)"""

    def add(self, rows: Iterable[tuple[Pair, Proof]]) -> None:
        """What was inserted since. One query when it is the first evidence of a competency."""
        for pair, proof in rows:
            self.proofs[pair].append(proof)
        if unknown := {item for _actor, item in self.proofs} - self.keys.keys():
            self.keys |= dict(CFItem.every.filter(pk__in=unknown).order_by().values_list("pk", "rule_key"))


def _decided(pairs: set[Pair], on: date) -> dict[Pair, Decided]:
    return _decide(pairs, read_evidence(pairs), on)


def _decide(pairs: set[Pair], known: Known, on: date) -> dict[Pair, Decided]:
    rules = rules_in_force(on)
    decided: dict[Pair, Decided] = {}
    for pair in pairs:
        rule = rules[known.keys[pair[1]]] if known.proofs[pair] else None
        decided[pair] = (decide_level(known.proofs[pair], rule.rule, on), rule) if rule else (NEVER_ASSESSED, None)
    return decided


def read_evidence(pairs: set[Pair]) -> Known:
    """In one query."""
    rows = _readable().filter(actor__in={actor for actor, _ in pairs}, cfitem__in={item for _, item in pairs})
    known = Known()
    for actor, item, pk, kind, at, passed, where, unaided, observer, supports, seen, reviewer, read, key, told in rows:
        who, level = observer or reviewer, seen or read
        known.keys[item] = key
        known.told.add((told, item))
        known.proofs[actor, item].append(Proof(pk, kind, at, passed, where, unaided, who, bool(supports), level))
    return known


@cache
def _readable() -> "QuerySet[Any, Any]":
    """All that rules read. Said once: asked at every answer, the joins cost as much to say as to run."""
    return (
        Evidence.objects.non_polymorphic()
        .filter(kind__in=READ_KINDS)
        .order_by()
        .values_list(
            "actor", "cfitem_id", "id", "kind", "at", "passed", "situation", "unaided",
            "observedevidence__observer", "observedevidence__supports_colleague", "observedevidence__shows_level",
            "priorlearningevidence__reviewer", "priorlearningevidence__shows_level", "cfitem__rule_key", "statement_id",
        )
    )  # fmt: skip


def proof_of(row: Evidence) -> Proof:
    """The same from a row of a kind that rules read."""
    seen = getattr(row, "observer", None) or getattr(row, "reviewer", None)
    supports, level = getattr(row, "supports_colleague", False), getattr(row, "shows_level", None)
    return Proof(row.pk, row.kind, row.at, row.passed, row.situation, row.unaided, seen, supports, level)


def _save(decided: dict[Pair, Decided]) -> int:
    """Write the levels that differ, drop those that no longer are."""
    have = _stored(decided)
    gone = [have[pair][0] for pair, (decision, _) in decided.items() if decision.level is None and pair in have]
    changed = [
        _level(pair, *found)
        for pair, found in sorted(decided.items())
        if found[0].level is not None and (pair not in have or have[pair][1:] != _values(*found))
    ]
    if gone:
        Level.objects.filter(pk__in=gone).delete()
    _upsert(changed)
    return len(gone) + len(changed)


def _upsert(levels: list[Level]) -> None:
    if levels:
        Level.objects.bulk_create(
            levels,
            update_conflicts=True,
            unique_fields=["actor", "cfitem"],
            update_fields=[*STORED, "updated_at"],
        )


def _stored(pairs: Collection[Pair]) -> dict[Pair, tuple[Any, ...]]:
    """(id, and the values in the order of STORED) of the levels of these pairs. One query."""
    rows = Level.objects.filter(actor__in={actor for actor, _ in pairs}, cfitem__in={item for _, item in pairs})
    found = rows.order_by().values_list("actor", "cfitem_id", "pk", *STORED)
    return {(actor, item): tuple(values) for actor, item, *values in found}


def _values(decision: LevelDecision, rule: LevelRule | None) -> tuple[Any, ...]:
    return tuple(rule and rule.pk if name == "rule_id" else getattr(decision, name) for name in STORED)


def _level(pair: Pair, decision: LevelDecision, rule: LevelRule | None) -> Level:
    return Level(actor=pair[0], cfitem_id=pair[1], **dict(zip(STORED, _values(decision, rule), strict=True)))


def _all_pairs() -> set[Pair]:
    evidence = Evidence.objects.non_polymorphic().order_by().values_list("actor", "cfitem_id").distinct()
    return {*evidence, *Level.objects.order_by().values_list("actor", "cfitem_id")}


def _batches(pairs: list[Pair]) -> Iterator[list[Pair]]:
    rest = iter(pairs)
    while batch := list(islice(rest, BATCH)):
        yield batch
