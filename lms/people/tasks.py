"""Slow work about staff files. A job is a row: a lost message is queued again by beat."""

from datetime import timedelta
from functools import partial
from uuid import UUID

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from lms.people.models import ImportState, SignInInvitation, StaffImport
from lms.people.staff.importing import apply, check, forget_old_files
from lms.people.staff.inviting import send_waiting

STALE_AFTER = timedelta(minutes=10)


@shared_task  # type: ignore[untyped-decorator]
def work_on_staff_file(import_id: str) -> None:
    """Read the file, or record it, as its row says. Safe to run twice: a file is recorded once, under a lock."""
    staff_import = StaffImport.objects.select_related("node").get(pk=UUID(import_id))
    if staff_import.state == ImportState.CHECKING:
        check(staff_import)
    elif staff_import.state == ImportState.APPLYING:
        apply(staff_import)
        send_sign_in_invitations.delay()


@shared_task  # type: ignore[untyped-decorator]
def send_sign_in_invitations() -> None:
    """Write to everyone who waits for an invitation."""
    send_waiting()


@shared_task  # type: ignore[untyped-decorator]
def queue_stale_files() -> None:
    """Queue again the files and the invitations that a stopped worker left behind."""
    for staff_import in StaffImport.objects.stale(timezone.now() - STALE_AFTER)[:20]:
        queue_staff_file(staff_import)
    if SignInInvitation.objects.filter(sent_at=None, asked_at__lt=timezone.now() - STALE_AFTER).exists():
        send_sign_in_invitations.delay()


@shared_task  # type: ignore[untyped-decorator]
def forget_old_staff_files() -> None:
    forget_old_files()


@transaction.atomic
def queue_staff_file(staff_import: StaffImport) -> None:
    """Queue the work on commit."""
    staff_import.say(queued_at=timezone.now())
    transaction.on_commit(partial(work_on_staff_file.delay, str(staff_import.pk)))
