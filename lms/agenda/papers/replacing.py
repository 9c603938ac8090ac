"""Revoking an attestation, replacing it, correcting the hours it says: what an institute may do to its papers.

Hours are the ledger’s alone: revoking a paper takes no hour away. Hours that are corrected make a new paper at once, so
that an attestation that stands says what the ledger says.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import F, IntegerField, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, Least
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.agenda.hours import minutes_of
from lms.agenda.ledger import correct
from lms.agenda.models import Attestation, HourEntry
from lms.agenda.papers.issuing import INSTANT, write_attestation
from lms.agenda.signals import hours_settled
from lms.people.models import User
from modules.models import Registration


class AlreadyRevoked(Exception):  # noqa: N818 (the name says what happened)
    """Someone revoked it first: the first reason stays."""


class StillStanding(Exception):  # noqa: N818 (the name says what happened)
    """An attestation of this registration stands: it is replaced, not issued once more."""


@transaction.atomic
def revoke_attestation(attestation: Attestation, by: User, reason: str, at: datetime | None = None) -> None:
    """From now on its verification page says that it is revoked and why; its learner cannot have another by themselves.

    The race: two people revoke, or one issues meanwhile. The registration is locked first, as when one is issued.
    Raises AlreadyRevoked, ValueError without a reason.
    """
    if not reason.strip():
        raise ValueError(_("Say why this attestation is revoked: the verification page says it."))
    Registration.objects.select_for_update().get(pk=attestation.registration_id)
    standing = Attestation.objects.standing().filter(pk=attestation.pk)
    if not standing.update(revoked_at=at or timezone.now(), revoked_reason=reason.strip(), revoked_by=by):
        raise AlreadyRevoked
    hours_settled.send(Attestation, registrations=[attestation.registration_id])


@transaction.atomic
def replace_attestation(attestation: Attestation, by: User, reason: str, at: datetime | None = None) -> Attestation:
    """Revoked, and issued again in the same instant with what is known today: there is no moment without one.

    Raises AlreadyRevoked, ValueError without a reason, NotFinished.
    """
    at = at or timezone.now()
    revoke_attestation(attestation, by, reason, at)
    return write_attestation(attestation.registration, at)


@transaction.atomic
def issue_again(registration: Registration, at: datetime | None = None) -> Attestation:
    """One more, after a revocation. Raises StillStanding, NotFinished."""
    locked = Registration.objects.select_for_update().get(pk=registration.pk)
    if Attestation.objects.standing().filter(registration=locked).exists():
        raise StillStanding
    return write_attestation(locked, at or timezone.now())


@transaction.atomic
def correct_hours(entry: HourEntry, by: User, reason: str) -> Attestation | None:
    """Take an entry of the ledger back; the attestation that replaces the one that stood, when it said other hours.

    Raises AlreadyTakenBack, ValueError without a reason.
    """
    correct(entry, by, reason)
    standing = Attestation.objects.standing().filter(registration=entry.registration_id).first()
    if standing is None or says_the_ledger(standing):
        return None
    return replace_attestation(standing, by, reason)


def says_the_ledger(attestation: Attestation) -> bool:
    """Whether its hours are those that the ledger gives today for the moment it was issued. Two queries."""
    said = attestation.frozen.minutes_done
    return said == minutes_of(attestation.registration, attestation.issued_at + INSTANT)


def out_of_step(attestations: QuerySet[Attestation]) -> QuerySet[Attestation]:
    """Those that stand and no longer say what the ledger says: a statement was voided, or came late.

    `says_the_ledger` asked by the database; one test holds the two together.
    """
    done = HourEntry.objects.filter(registration=OuterRef("registration"), done_at__lte=OuterRef("issued_at"))
    total = done.order_by().values("registration").annotate(total=Sum("minutes")).values("total")
    return (
        attestations.filter(revoked_at=None)
        .annotate(said=Cast(KeyTextTransform("minutes_done", "content"), IntegerField()))
        .annotate(
            entered=Least(
                F("registration__edition__planned_minutes"),
                Coalesce(Subquery(total, output_field=IntegerField()), Value(0)),
            )
        )
        .exclude(said=F("entered"))
    )
