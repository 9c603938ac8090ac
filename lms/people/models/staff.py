"""An employer's staff file: the number it knows each person by, the files it sent, who was invited to sign in."""

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.people.models.organisation import Organisation, within


class StaffNumber(models.Model):
    """The stable key of an employer's files: names and addresses change, the staff number does not."""

    employer = models.ForeignKey(Organisation, models.CASCADE, related_name="staff_numbers", verbose_name=_("employer"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="staff_numbers", verbose_name=_("person")
    )
    number = models.CharField(_("staff number"), max_length=40)

    class Meta:
        verbose_name = _("staff number")
        verbose_name_plural = _("staff numbers")
        ordering = ["employer", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["employer", "number"],
                name="staff_number_once",
                violation_error_message=_("Another person of this employer already has this staff number."),
            ),
            models.UniqueConstraint(
                fields=["employer", "person"],
                name="staff_number_one_per_person",
                violation_error_message=_("This person already has a staff number at this employer."),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class ImportState(models.TextChoices):
    CHECKING = "checking", _("Being read")
    REFUSED = "refused", _("Could not be read")
    FAULTY = "faulty", _("To correct")
    READY = "ready", _("Waiting for your agreement")
    APPLYING = "applying", _("Being recorded")
    DONE = "done", _("Recorded")


AT_WORK = [ImportState.CHECKING, ImportState.APPLYING]


class StaffImportQuerySet(models.QuerySet["StaffImport"]):
    def under(self, *nodes: Organisation) -> "StaffImportQuerySet":
        return self.filter(within(*nodes, prefix="node__"))

    def stale(self, moment: datetime) -> "StaffImportQuerySet":
        """Queued before that moment and not answered yet."""
        return self.filter(state__in=AT_WORK, queued_at__lt=moment)

    def older_than(self, moment: datetime) -> "StaffImportQuerySet":
        """Sent before that moment and still holding a file or names."""
        return self.filter(sent_at__lt=moment).exclude(file="", changes=[])


def papers() -> Storage:
    return storages["papers"]


class StaffImport(models.Model):
    """A staff file: read first (what will change, or what to correct), recorded only once its sender agrees."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    node = models.ForeignKey(Organisation, models.CASCADE, related_name="staff_imports", verbose_name=_("structure"))
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("sent by")
    )
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    name = models.CharField(_("name of the file"), max_length=120)
    file = models.FileField(_("file"), storage=papers, upload_to="staff", blank=True)
    as_of = models.DateField(_("situation on"))
    covers_everyone = models.BooleanField(_("lists everyone"), default=False)
    state = models.CharField(_("state"), max_length=12, choices=ImportState, default=ImportState.CHECKING)
    queued_at = models.DateTimeField(_("queued"), default=timezone.now)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    rows_read = models.PositiveIntegerField(_("rows read"), default=0)
    refusal = models.CharField(_("why it could not be read"), max_length=300, blank=True)
    faults = models.JSONField(_("what to correct, by row"), default=dict, blank=True)
    changes = models.JSONField(_("what changes"), default=list, blank=True)
    counts = models.JSONField(_("how many of each"), default=dict, blank=True)
    invites = models.BooleanField(_("invites those who join"), default=True)
    applied_at = models.DateTimeField(_("recorded"), null=True, blank=True)

    objects = StaffImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("staff file")
        verbose_name_plural = _("staff files")
        ordering = ["-sent_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="staff_import_done_has_its_day",
                condition=models.Q(state=ImportState.DONE, applied_at__isnull=False)
                | (~models.Q(state=ImportState.DONE) & models.Q(applied_at=None)),
                violation_error_message=_("A staff file is recorded on a day, and has none before."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.node}"

    @property
    def is_at_work(self) -> bool:
        return self.state in AT_WORK

    @property
    def part_read(self) -> float:
        """From 0 to 100."""
        return 100 * self.rows_read / self.rows if self.rows else 0.0

    def say(self, **fields: Any) -> None:
        """Write these fields of the row, and no other."""
        for name, value in fields.items():
            setattr(self, name, value)
        self.save(update_fields=list(fields))


class SignInInvitation(models.Model):
    """Someone whose account an employer opened, to be told once by e-mail how to sign in."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="sign_in_invitations", verbose_name=_("person")
    )
    employer = models.ForeignKey(Organisation, models.CASCADE, related_name="+", verbose_name=_("employer"))
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation to sign in")
        verbose_name_plural = _("invitations to sign in")
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "employer"],
                name="sign_in_invitation_once",
                violation_error_message=_("This person has already been invited to sign in."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.employer_id}"
