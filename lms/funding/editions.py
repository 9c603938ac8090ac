"""Publishing the figures of a convention as of a day. The one writer of FundingEdition."""

import hashlib
from datetime import date, timedelta

import msgspec
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.funding.attack import issued_by_day
from lms.funding.change import Change
from lms.funding.change_gate import ChangeGate, add_change, add_result
from lms.funding.gate import Gate, Progress, tell_nobody
from lms.funding.grid import FUNDER_RULES, RULE_VERSION, Step
from lms.funding.inviting import count_own_registrations
from lms.funding.issuing import Snapshot, Terms
from lms.funding.models import Convention, FundingEdition
from lms.funding.models.convention import Rhythm
from lms.funding.pace import is_month_only
from lms.funding.uptake import CATALOGUE, count_people


class EditionRefused(Exception):  # noqa: N818 (the name says what happened)
    """Why there can be no edition of that day: one sentence."""


def publish(convention: Convention, as_of: date | None = None, on_progress: Progress = tell_nobody) -> FundingEdition:
    """The edition of that day (yesterday by default); the one already there when there is one.

    Raises EditionRefused. The attack of the gate takes up to a minute, so no lock is held meanwhile. The race: the
    task, the calendar and a command ask for the same day at once. The convention's row is locked to write: the
    second one finds an edition that it did not know of, and starts again from it; the constraint has the last word.
    """
    as_of = as_of or timezone.localdate() - timedelta(days=1)
    while True:
        known = list(convention.editions.order_by("as_of"))
        already = [each for each in known if each.as_of == as_of]
        if already:
            return already[0]
        written = _write(convention, prepare(convention, as_of, known, on_progress), known)
        if written is not None:
            return written


def prepare(
    convention: Convention, as_of: date, earlier: list[FundingEdition], on_progress: Progress
) -> FundingEdition:
    """The edition of that day, not saved, once the attack has failed on it. Raises EditionRefused."""
    check_day(convention, as_of, earlier)
    count_own_registrations(convention)
    gate = gate_for(convention, as_of, earlier, on_progress)
    tables, result = gate.pass_through()
    snapshot, told = with_change(convention, tables, gate, as_of)
    return FundingEdition(
        convention=convention,
        as_of=as_of,
        rule_version=RULE_VERSION,
        k=FUNDER_RULES.k,
        snapshot=msgspec.to_builtins(snapshot),
        digest=digest_of(snapshot),
        gate=msgspec.to_builtins(add_result(result, told)),
    )


def with_change(
    convention: Convention, tables: Snapshot, gate: Gate, as_of: date
) -> tuple[Snapshot, ChangeGate | None]:
    """What changed is told each quarter; in between, that of the edition before stands."""
    if is_total_only(convention, as_of):
        before = gate.earlier[-1].change if gate.earlier else Change()
        return msgspec.structs.replace(tables, change=before), None
    return add_change(convention, tables, gate.people_on, gate.earlier, as_of)


def gate_for(
    convention: Convention, as_of: date, earlier: list[FundingEdition], on_progress: Progress = tell_nobody
) -> Gate:
    """The people of that day and of each day on which a table was issued; the terms of that day."""
    snapshots = [each.thawed for each in earlier]
    days = {as_of, *issued_by_day(snapshots)}
    return Gate(
        catalogue=CATALOGUE,
        people_on={day: count_people(convention, day) for day in sorted(days)},
        earlier=snapshots,
        terms=terms_on(convention, as_of),
        on_progress=on_progress,
    )


def terms_on(convention: Convention, as_of: date) -> Terms:
    return Terms(
        as_of,
        FUNDER_RULES,
        last_days(convention),
        is_closing=as_of >= convention.ends_on,
        is_total_only=is_total_only(convention, as_of),
    )


def is_total_only(convention: Convention, as_of: date) -> bool:
    return convention.rhythm == Rhythm.MONTHLY and is_month_only(as_of, convention.ends_on)


@transaction.atomic
def _write(convention: Convention, edition: FundingEdition, known: list[FundingEdition]) -> FundingEdition | None:
    """None when another edition was written since: the figures would not have withstood it."""
    locked = Convention.objects.select_for_update().get(pk=convention.pk)
    if locked.editions.count() != len(known):
        return None
    edition.save()
    return edition


def check_day(convention: Convention, as_of: date, earlier: list[FundingEdition]) -> None:
    if as_of >= timezone.localdate():
        raise EditionRefused(_("Figures are those of a finished day: choose yesterday or before."))
    if as_of < convention.starts_on:
        raise EditionRefused(_("The convention had not started on that day."))
    if earlier and earlier[-1].as_of > as_of:
        raise EditionRefused(_("A later edition is already published, and figures are never published backwards."))


def last_days(convention: Convention) -> dict[Step, date]:
    """The last day on which a step could be entered, by what the convention itself says."""
    return {Step.INVITED: convention.invitations_close_on or convention.ends_on}


def digest_of(snapshot: Snapshot) -> str:
    """SHA-256 of the tables in canonical JSON."""
    return hashlib.sha256(msgspec.json.encode(snapshot, order="sorted")).hexdigest()
