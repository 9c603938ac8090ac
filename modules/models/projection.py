"""How far the projector has read what came over HTTP, and what it found to be nobody's progress."""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ProjectionCursorManager(models.Manager["ProjectionCursor"]):
    def place(self) -> int:
        """The sid up to which everything has been walked; 0 before the first walk."""
        return self.filter(pk=1).values_list("sid", flat=True).first() or 0

    def lock(self) -> "ProjectionCursor | None":
        """The row, kept until the end of the transaction; None when another projector is at work.

        SQLite needs no lock: a transaction that writes there is already alone (BEGIN IMMEDIATE).
        """
        self.get_or_create(pk=1)
        return self.select_for_update(skip_locked=True).filter(pk=1).first()


class ProjectionCursor(models.Model):
    """One row. It moves in the transaction of what it moved past: a crash leaves neither or both."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sid = models.BigIntegerField(_("walked up to"), default=0)
    moved_at = models.DateTimeField(_("moved"), default=timezone.now)

    objects = ProjectionCursorManager()

    class Meta:
        verbose_name = _("place of the projector")
        verbose_name_plural = _("place of the projector")
        constraints = [
            models.CheckConstraint(
                name="projection_has_one_cursor",
                condition=models.Q(id=1),
                violation_error_message=_("The projector has one place."),
            )
        ]

    def __str__(self) -> str:
        return str(self.sid)

    def move_to(self, sid: int) -> None:
        self.sid, self.moved_at = sid, timezone.now()
        self.save(update_fields=["sid", "moved_at"])


class Reason(models.TextChoices):
    """Why a statement that came over HTTP moves nobody's progress, in the order in which it is asked."""

    CREDENTIAL = "credential", _("Its credential may not give evidence")
    RESTRICTION = "restriction", _("It is outside what its credential is restricted to")
    ACTIVITY = "activity", _("It is about no activity of the module the person follows")
    REGISTRATION = "registration", _("It names no registration known here")
    ACTOR = "actor", _("Its actor is not the person of the registration")


class UnalignedStatementQuerySet(models.QuerySet["UnalignedStatement"]):
    def because(self, reason: Reason) -> "UnalignedStatementQuerySet":
        return self.filter(reason=reason)

    def newest_first(self) -> "UnalignedStatementQuerySet":
        return self.order_by("-statement")

    def with_statement(self) -> "UnalignedStatementQuerySet":
        """And on whose word it is stored: one query for a page of them."""
        return self.select_related("statement__authority__credential")


class UnalignedStatement(models.Model):
    """A statement that was read and left aside. Written by the projector alone: the decision a rebuild keeps to."""

    # No constraint in the database: the store may purge what is old without knowing of this table.
    statement: Any = models.OneToOneField(
        "xapi_store.Statement",
        models.CASCADE,
        primary_key=True,
        db_constraint=False,
        related_name="+",
        verbose_name=_("statement"),
    )
    reason = models.CharField(_("reason"), max_length=12, choices=Reason)

    objects = UnalignedStatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("unaligned statement")
        verbose_name_plural = _("unaligned statements")
        indexes = [models.Index(fields=["reason", "statement"], name="unaligned_by_reason")]

    def __str__(self) -> str:
        return f"{self.statement_id} · {self.reason}"
