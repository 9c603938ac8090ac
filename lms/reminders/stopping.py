"""The link at the foot of each message: it stops them without signing in. The one writer of Stop."""

from uuid import UUID

from django.core import signing
from django.urls import reverse

from lms.people.models import User
from lms.reminders.models import Stop

SIGNER = signing.Signer(salt="reminders.stop")


def stop_address(person: User) -> str:
    return reverse("reminders:stop", args=[SIGNER.sign(str(person.pk))])


def read_stop_address(signed: str) -> User | None:
    """Whose link it is; None for an address that we never gave."""
    try:
        key = UUID(SIGNER.unsign(signed))
    except (signing.BadSignature, ValueError):
        return None
    return User.objects.filter(pk=key).first()


def has_stopped(person: User) -> bool:
    return Stop.objects.filter(person=person).exists()


def stop_reminders(person: User) -> None:
    """Stopped twice, it keeps its first day."""
    Stop.objects.get_or_create(person=person)


def resume_reminders(person: User) -> None:
    Stop.objects.filter(person=person).delete()
