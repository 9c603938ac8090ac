"""How far each invited person is now: the one writer of `Invitation.step` and `Invitation.minutes`.

A row a person and a module, no total: two learners of one convention never wait for each other, and a statement costs
the same whatever the number of rows. What is summed is read by the index of the convention, never kept.
"""

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from lms.agenda.hours import hours_now
from lms.agenda.models import Attestation
from lms.funding.grid import Step
from lms.funding.models import Invitation
from modules.models import Registration

BATCH = 1_000


def settle(registrations: Iterable[UUID]) -> int:
    """Make the invitations of these registrations, which the caller holds, say what is known now; how many changed.

    One query for a registration that no convention counts, four at most, whatever their number.
    """
    return _settle(list(_counted(registrations)))


def settle_everything() -> int:
    """The same for every invitation there is, so many at a time; how many changed, none on a healthy database."""
    return sum(_settle_batch(batch) for batch in _batches())


def _counted(registrations: Iterable[UUID]) -> Iterable[Invitation]:
    return _read(Invitation.objects.filter(registration__in=list(registrations)))


def _read(invitations: QuerySet[Invitation]) -> QuerySet[Invitation]:
    return invitations.order_by().select_related("registration")


def _settle(invitations: list[Invitation]) -> int:
    if not invitations:
        return 0
    registrations = [each.registration_id for each in invitations]
    minutes, attested = hours_now(registrations), _attested(registrations)
    changed = []
    for each in invitations:
        known = each.registration_id
        step = step_now(each.registration, attested=known in attested)
        now = (step, minutes.get(known, 0) if known else 0)
        if now != (each.step, each.minutes):
            each.step, each.minutes = now
            changed.append(each)
    Invitation.objects.bulk_update(changed, ["step", "minutes"], batch_size=500)
    return len(changed)


def _attested(registrations: Iterable[UUID | None]) -> set[UUID]:
    """Those of which an attestation stands."""
    standing = Attestation.objects.standing().filter(registration__in=[each for each in registrations if each])
    return set(standing.order_by().values_list("registration", flat=True))


def step_now(registration: Registration | None, *, attested: bool) -> Step:
    """`attested`: an attestation of it stands. Pure."""
    if registration is None or registration.registered_at is None:
        return Step.INVITED
    if registration.completed_at is not None:
        return Step.ATTESTED if attested else Step.COMPLETED
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
    return _settle(list(_read(Invitation.objects.filter(pk__in=invitations))))
