"""Which statements go on to a target, window by window: a window is a stretch of the order of storing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, OuterRef, Q

from xapi_store.consistency import consistent_through
from xapi_store.identity import read_identity
from xapi_store.keys import direct, key_of, registration_key, related
from xapi_store.models import ForwardingTarget, Link, Reference, Statement
from xapi_store.sid import first_at

WINDOW: Final = 50  # statements looked at together, at most as many sent together
_WINDOW_OF_A_FILTER: Final = 1000  # most of them are then for nobody


@dataclass(frozen=True, slots=True)
class Window:
    """`end` is the last sid looked at; None when there is nothing new to look at."""

    end: int | None
    statements: Sequence[Statement]


def readable_bound() -> int:
    """The sid before which everything that was stored can be read (Consistent-Through)."""
    return first_at(consistent_through())


def next_window(target: ForwardingTarget, bound: int) -> Window:
    """What comes after the cursor of this target, up to the bound."""
    condition = _condition(target)
    size = WINDOW if condition is None else _WINDOW_OF_A_FILTER
    ahead = Statement.objects.filter(sid__gt=target.cursor, sid__lt=bound).in_order()
    sids = list(ahead.values_list("sid", flat=True)[:size])
    if not sids:
        return Window(None, [])
    looked_at = Statement.objects.filter(sid__gte=sids[0], sid__lte=sids[-1]).select_related("authority").in_order()
    if condition is None:
        return Window(sids[-1], list(looked_at))
    chosen = looked_at.filter(condition | Q(sid__in=_voidings(sids, condition)))[: WINDOW + 1]
    statements = list(chosen)
    if len(statements) > WINDOW:
        return Window(statements[WINDOW - 1].sid, statements[:WINDOW])
    return Window(sids[-1], statements)


def _voidings(sids: Sequence[int], condition: Q) -> list[int]:
    """A voiding goes wherever the statement that it voids went."""
    voiding = Reference.objects.filter(sid__gte=sids[0], sid__lte=sids[-1], voids=True).order_by("sid")
    targets = dict(voiding.values_list("sid", "target"))
    if not targets:
        return []
    there = Statement.objects.filter(condition, statement_id__in=set(targets.values())).order_by()
    ids = set(there.values_list("statement_id", flat=True))
    return [sid for sid, statement_id in targets.items() if statement_id in ids]


def _condition(target: ForwardingTarget) -> Q | None:
    """None when everything goes."""
    conditions = []
    if target.verb:
        conditions.append(Q(verb=key_of("verb", target.verb)))
    if target.registration:
        conditions.append(Q(registration=registration_key(target.registration)))
    if target.activity:
        conditions.append(_names(key_of("activity", target.activity)))
    if target.agent:
        conditions.append(_names(key_of("agent", read_identity(target.agent))))
    whole = Q()
    for condition in conditions:
        whole &= condition
    return whole if conditions else None


def _names(key: int) -> Q:
    """Anywhere in the statement: as actor, object, in its context."""
    return Q(Exists(Link.objects.filter(key__in=[direct(key), related(key)], sid=OuterRef("sid"))))
