"""How far each invited person is now: the one writer of `Invitation.step` and `Invitation.minutes`.

A row a person and a module, no total: two learners of one convention never wait for each other, and a statement costs
the same whatever the number of rows. What is summed is read by the index of the convention, never kept.
"""

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db import transaction

from lms.agenda.hours import hours_now
from lms.funding.grid import Step
from lms.funding.models import Invitation
from modules.models import Registration

BATCH = 1_000


def settle(registrations: Iterable[UUID]) -> int:
    """Make the invitations of these registrations, which the caller holds, say what is known now; how many changed.

    One query for a registration that no convention counts, three at most, whatever their number.
    """
    return _settle(list(_counted(registrations)))


def settle_everything() -> int:
    """The same for every invitation there is, so many at a time; how many changed, none on a healthy database."""
    return sum(_settle_batch(batch) for batch in _batches())


def _counted(registrations: Iterable[UUID]) -> Iterable[Invitation]:
    invitations = Invitation.objects.filter(registration__in=list(registrations)).order_by()
    return invitations.select_related("registration__attestation")


def _settle(invitations: list[Invitation]) -> int:
    if not invitations:
        return 0
    minutes = hours_now([each.registration_id for each in invitations])
    changed = []
    for each in invitations:
        now = (step_now(each.registration), minutes.get(each.registration_id, 0) if each.registration_id else 0)
        if now != (each.step, each.minutes):
            each.step, each.minutes = now
            changed.append(each)
    Invitation.objects.bulk_update(changed, ["step", "minutes"], batch_size=500)
    return len(changed)


def step_now(registration: Registration | None) -> Step:
    """A revoked attestation no longer counts. Pure, once the attestation is read."""
    if registration is None or registration.registered_at is None:
        return Step.INVITED
    if registration.completed_at is not None:
        attestation = getattr(registration, "attestation", None)
        return Step.ATTESTED if attestation and attestation.revoked_at is None else Step.COMPLETED
    return Step.STARTED if registration.started_at is not None else Step.ENROLLED


def _batches() -> Iterator[list[UUID]]:
    """Invitations by id: bounded memory whatever their number."""
    last = UUID(int=0)
    while batch := list(Invitation.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        yield batch
        last = batch[-1]


@transaction.atomic
def _settle_batch(invitations: list[UUID]) -> int:
    """The registrations first are locked, then read: no statement slips between the reading and the writing."""
    held = Registration.objects.select_for_update().filter(invitation__in=invitations).order_by("pk")
    list(held.values_list("pk"))
    rows = Invitation.objects.filter(pk__in=invitations).order_by()
    return _settle(list(rows.select_related("registration__attestation")))
