"""Inviting people in the name of a convention, and counting their registration in it. The one writer of Invitation."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from lms.funding.models import Convention, Invitation
from lms.funding.rollup import settle
from lms.people.models import User
from modules.answering import register
from modules.models import Edition, Registration


class ModuleNotCovered(Exception):  # noqa: N818 (the name says what happened)
    """The convention does not pay for this module."""


class InvitationsClosed(Exception):  # noqa: N818 (the name says what happened)
    """The day is before the convention starts or after its last day of invitations."""


class NotTheInvitedOne(Exception):  # noqa: N818 (the name says what happened)
    """The registration is of another person, or of another module, than the invitation."""


@transaction.atomic
def invite(convention: Convention, person: User, module_key: UUID, on: date) -> Invitation:
    """Invite the person; the invitation already there when there is one.

    Raises ModuleNotCovered, InvitationsClosed. The races: two imports of one list, where the constraint has the last
    word and get_or_create reads the row that won; two conventions that invite one person at once, who must count in
    one only, so her row is locked first.
    """
    if not convention.modules.filter(module_key=module_key).exists():
        raise ModuleNotCovered
    if not convention.starts_on <= on <= (convention.invitations_close_on or convention.ends_on):
        raise InvitationsClosed
    User.objects.select_for_update().get(pk=person.pk)
    return Invitation.objects.get_or_create(
        convention=convention,
        person=person,
        module_key=module_key,
        defaults={"invited_on": on, "counts": not counts_elsewhere(person, convention)},
    )[0]


def counts_elsewhere(person: User, convention: Convention) -> bool:
    """Whether the person already counts in another convention of the same time."""
    others = Convention.objects.running_between(convention.starts_on, convention.ends_on).exclude(pk=convention.pk)
    return Invitation.objects.filter(person=person, counts=True, convention__in=others).exists()


@transaction.atomic
def enrol(invitation: Invitation, edition: Edition, at: datetime | None = None) -> Registration:
    """Register the invited person to the edition, on the learner's road, and count it. Raises NotTheInvitedOne."""
    if edition.module_key != invitation.module_key:
        raise NotTheInvitedOne
    registration = register(invitation.person, edition, at)
    count_registration(invitation, registration)
    return registration


@transaction.atomic
def count_registration(invitation: Invitation, registration: Registration) -> None:
    """Let the registration count in the invitation's convention; a database constraint keeps it out of any other.

    Raises NotTheInvitedOne; IntegrityError when it already counts elsewhere. The race: a statement of the same learner,
    which moves the live step too. Both lock the registration first.
    """
    is_hers = registration.learner_id == invitation.person_id
    if not is_hers or registration.edition.module_key != invitation.module_key:
        raise NotTheInvitedOne
    Registration.objects.select_for_update().get(pk=registration.pk)
    invitation.registration = registration
    invitation.save(update_fields=["registration"])
    settle([registration.pk])


def count_own_registrations(convention: Convention) -> int:
    """Count the registrations that invited people made by themselves; returns how many were found.

    Only from the day of the invitation on: a convention does not claim what was followed before it, nor what another
    convention counts.
    """
    waiting = convention.invitations.filter(registration=None)
    free = _free_registrations(waiting)
    found = [each for each in waiting.order_by("invited_on", "id") if _take(each, free)]
    if found:
        _save_taken(found)
    return len(found)


@transaction.atomic
def _save_taken(invitations: list[Invitation]) -> None:
    """With their live steps: the registrations first are locked, as by the statements that move them."""
    taken = [each.registration_id for each in invitations if each.registration_id]
    list(Registration.objects.select_for_update().filter(pk__in=taken).order_by("pk").values_list("pk"))
    Invitation.objects.bulk_update(invitations, ["registration"], batch_size=500)
    settle(taken)


def _free_registrations(waiting: QuerySet[Invitation]) -> dict[tuple[UUID, UUID], list[Registration]]:
    """By person and module, those of the waiting people that no invitation counts yet, latest first."""
    registrations = Registration.objects.filter(learner__in=waiting.values("person"), invitation=None)
    free: dict[tuple[UUID, UUID], list[Registration]] = {}
    for each in registrations.with_edition().order_by("-registered_at", "id"):
        free.setdefault((each.learner_id, each.edition.module_key), []).append(each)
    return free


def _take(invitation: Invitation, free: dict[tuple[UUID, UUID], list[Registration]]) -> bool:
    """Give the invitation the earliest registration made since, out of the free ones."""
    mine = free.get((invitation.person_id, invitation.module_key), [])
    since = [each for each in mine if timezone.localdate(each.registered_at) >= invitation.invited_on]
    if since:
        invitation.registration = since[-1]
        mine.remove(since[-1])
    return bool(since)
