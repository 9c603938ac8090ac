"""Publishing the figures of a convention as of a day. The one writer of FundingEdition."""

import hashlib
from datetime import date, timedelta

import msgspec
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.funding.grid import FUNDER_RULES, RULE_VERSION, Step
from lms.funding.inviting import count_own_registrations
from lms.funding.issuing import Snapshot, Terms, issue_all
from lms.funding.models import Convention, FundingEdition
from lms.funding.uptake import AXES, count_people


class EditionRefused(Exception):  # noqa: N818 (the name says what happened)
    """Why there can be no edition of that day: one sentence."""


def publish(convention: Convention, as_of: date | None = None) -> FundingEdition:
    """The edition of that day (yesterday by default); the one already there when there is one.

    Raises EditionRefused. The race: the task, the calendar and a command ask
    for the same day at once. The convention's row is locked first, so they queue and the second reads the first's
    edition; the constraint has the last word.
    """
    as_of = as_of or timezone.localdate() - timedelta(days=1)
    with transaction.atomic():
        locked = Convention.objects.select_for_update().get(pk=convention.pk)
        editions = list(locked.editions.order_by("as_of"))
        already = [each for each in editions if each.as_of == as_of]
        return already[0] if already else _write(locked, as_of, editions)


def _write(convention: Convention, as_of: date, earlier: list[FundingEdition]) -> FundingEdition:
    check_day(convention, as_of, earlier)
    count_own_registrations(convention)
    people = count_people(convention, as_of)
    terms = Terms(as_of, FUNDER_RULES, last_days(convention))
    snapshot = issue_all(people, AXES, [each.thawed for each in earlier], terms)
    return FundingEdition.objects.create(
        convention=convention,
        as_of=as_of,
        rule_version=RULE_VERSION,
        k=FUNDER_RULES.k,
        snapshot=msgspec.to_builtins(snapshot),
        digest=digest_of(snapshot),
    )


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
