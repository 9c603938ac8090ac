"""From evidence to a level: pure, so any past day can be asked again (pédagogie § 7)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypedDict

from competencies.months import add_months
from competencies.proof import Proof, Standing, standing_on
from competencies.rule import LevelCondition, Need, Rule


class Reason(TypedDict):
    """Said in French by `competencies.sentences`."""

    code: str
    count: int
    on: str
    """ISO date of the last proof."""


class NextStep(TypedDict):
    code: str
    level: int
    count: int
    on: str
    """ISO date for a renewal; empty otherwise."""


@dataclass(frozen=True, slots=True)
class LevelDecision:
    """`level` is None when nothing was ever measured; otherwise 1 to 4, and the dates are there."""

    level: int | None
    reached_on: date | None = None
    expires_on: date | None = None
    reasons: list[Reason] = field(default_factory=list)
    next_steps: list[NextStep] = field(default_factory=list)
    evidence_ids: list[int] = field(default_factory=list)

    def is_to_renew_on(self, day: date) -> bool:
        return self.expires_on is not None and self.expires_on <= day


NEVER_ASSESSED = LevelDecision(None)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A condition that is met: since when, by which proofs, on which needs, valid from which days."""

    reached_on: date
    proofs: frozenset[Proof]
    needs: tuple[Need, ...]
    valid_from: frozenset[date]
    valid_months: int

    def expires_on(self) -> date:
        return add_months(max(self.valid_from), self.valid_months)

    def is_valid_on(self, day: date) -> bool:
        return any(start <= day < add_months(start, self.valid_months) for start in self.valid_from)


@dataclass(frozen=True, slots=True)
class Reading:
    """What stands on a day, and the conditions already met below the one being read."""

    standing: Standing
    on: date
    met: Mapping[int, Meeting]


def decide_level(evidence: Iterable[Proof], rule: Rule, on: date) -> LevelDecision:
    """The highest level whose every condition is met by what stood on that day.

    The order of the evidence does not matter; what came after `on` is ignored; a level whose validity is over is
    still decided, with an `expires_on` in the past (« à renouveler »). Observations alone decide no level.
    """
    standing = standing_on(evidence, on)
    met: dict[int, Meeting] = {}
    for number in sorted(rule.levels):
        meeting = _meet(rule.levels[number], Reading(standing, on, met))
        if meeting is None:
            break
        met[number] = meeting
    return _decide(max(met), met, rule, Reading(standing, on, met)) if met else NEVER_ASSESSED


def _decide(level: int, met: Mapping[int, Meeting], rule: Rule, reading: Reading) -> LevelDecision:
    meeting = met[level]
    return LevelDecision(
        level=level,
        reached_on=meeting.reached_on,
        expires_on=meeting.expires_on(),
        reasons=_reasons(meeting, reading.standing),
        next_steps=[*_steps_up(level + 1, rule, reading.standing), _renewal(level, meeting, rule, reading.on)],
        evidence_ids=[proof.id for proof in _by_time(meeting.proofs)],
    )


def _meet(condition: LevelCondition, reading: Reading) -> Meeting | None:
    """The condition, met as early as it can be and valid as long as it can be; None when it is not met."""
    starts: list[date] = []
    proofs: set[Proof] = set()
    needs: dict[Need, None] = {}
    for way, window in _windows(condition, reading.standing):
        start = _start(way, window, condition, reading)
        if start:
            starts.append(start)
            proofs.update(window)
            needs.update(dict.fromkeys(way))
    if not starts:
        return None
    proofs |= {p for kind in condition.renewed_by for p in reading.standing.of(kind) if p.day >= min(starts)}
    days = frozenset(proof.day for proof in proofs)
    return Meeting(min(starts), frozenset(proofs), tuple(needs), days, condition.valid_months)


def _windows(condition: LevelCondition, standing: Standing) -> Iterator[tuple[list[Need], list[Proof]]]:
    """Every way of the condition with every run of proofs, short enough in time, that meets all its needs."""
    for way in condition.any_of:
        pool = _by_time({proof for need in way for proof in standing.of(need.kind)})
        for window in _runs(pool, condition.within_months):
            if not _missing(way, window, standing):
                yield way, window


def _runs(pool: list[Proof], within_months: int | None) -> Iterator[list[Proof]]:
    if within_months is None:
        yield pool
        return
    for first, proof in enumerate(pool):
        end = add_months(proof.day, within_months)
        yield [later for later in pool[first:] if later.day < end]


def _missing(way: list[Need], window: Iterable[Proof], standing: Standing) -> list[Need]:
    """The needs that the proofs of the window leave open, with how many are still wanted."""
    inside = set(window)
    still_open = []
    for need in way:
        found = len({proof.source for proof in standing.of(need.kind) if proof in inside})
        if found < need.count:
            still_open.append(Need(need.kind, need.count - found))
    return still_open


def _start(way: list[Need], window: list[Proof], condition: LevelCondition, reading: Reading) -> date | None:
    """First day on which this window makes the level, beside a valid `with_level` when one is asked for."""
    sizes = range(1, len(window) + 1)
    complete = next(window[size - 1].day for size in sizes if not _missing(way, window[:size], reading.standing))
    if condition.with_level is None:
        return complete
    other = reading.met[condition.with_level]
    earliest = max(complete, other.reached_on)
    last = min(reading.on, add_months(window[0].day, condition.within_months or condition.valid_months) - ONE_DAY)
    days = sorted({earliest, *(day for day in other.valid_from if day > earliest)})
    return next((day for day in days if day <= last and other.is_valid_on(day)), None)


def _reasons(meeting: Meeting, standing: Standing) -> list[Reason]:
    reasons = []
    for need in meeting.needs:
        used = [proof for proof in standing.of(need.kind) if proof in meeting.proofs]
        if used:
            sources = len({proof.source for proof in used})
            reasons.append(Reason(code=need.kind, count=sources, on=used[-1].day.isoformat()))
    return reasons


def _renewal(level: int, meeting: Meeting, rule: Rule, on: date) -> NextStep:
    """When and how the level is renewed."""
    expiry = meeting.expires_on()
    code = "renew_now" if expiry <= on else "renew_later"
    by = "" if rule.levels[level].renewed_by else "_seen"
    return NextStep(code=code + by, level=level, count=1, on=expiry.isoformat())


def _steps_up(level: int, rule: Rule, standing: Standing) -> list[NextStep]:
    """What is missing for the level above; nothing at the top."""
    condition = rule.levels.get(level)
    if condition is None:
        return []
    missing = [_missing(way, _everything(standing), standing) for way in condition.any_of]
    if len(missing) > 1:
        kinds = sorted({need.kind for needs in missing for need in needs})
        return [NextStep(code="_or_".join(kinds), level=level, count=1, on="")]
    if not missing[0]:
        code = "closer_in_time" if condition.with_level is None else "closer_in_time_seen"
        return [NextStep(code=code, level=level, count=1, on="")]
    return [NextStep(code=need.kind, level=level, count=need.count, on="") for need in missing[0]]


def _everything(standing: Standing) -> Iterable[Proof]:
    return [*standing.graded, *standing.observed, *standing.prior]


def _by_time(proofs: Iterable[Proof]) -> list[Proof]:
    return sorted(proofs, key=lambda proof: (proof.at, proof.id))
