"""Another Learning Record Store, to which our statements go on: which of them, how far they went, what went wrong."""

import uuid
from datetime import datetime, timedelta
from typing import Final

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from xapi_store.sealing import seal, unseal

LEASE: Final = timedelta(minutes=3)  # longer than the longest call: see xapi_store.outgoing
_LONGEST_WAIT: Final = timedelta(hours=1)


class ForwardingTargetQuerySet(models.QuerySet["ForwardingTarget"]):
    def open(self) -> "ForwardingTargetQuerySet":
        return self.filter(is_open=True)

    def due(self, moment: datetime) -> "ForwardingTargetQuerySet":
        """Open, held by nobody, and not waiting after a failure."""
        free = models.Q(leased_until=None) | models.Q(leased_until__lt=moment)
        return self.open().filter(free, models.Q(next_try_at=None) | models.Q(next_try_at__lte=moment))


class ForwardingTarget(models.Model):
    """Everything up to `cursor` (a sid) was delivered, set aside (ForwardingRefusal) or is not for this target."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    endpoint = models.URLField(
        _("address"), max_length=500, help_text=_("The address of the other store, without “statements” at its end.")
    )
    key = models.CharField(_("key"), max_length=200)
    sealed_secret = models.TextField(_("secret, encrypted"), editable=False)
    verb = models.CharField(_("only this verb"), max_length=500, blank=True)
    activity = models.CharField(_("only what names this activity"), max_length=500, blank=True)
    agent = models.TextField(_("only what names this agent"), blank=True)
    registration = models.UUIDField(_("only this registration"), null=True, blank=True)
    is_open = models.BooleanField(_("open"), default=True)
    opened_at = models.DateTimeField(_("opened at"), default=timezone.now, editable=False)
    cursor = models.BigIntegerField(_("went as far as"), default=0, editable=False)
    sent = models.PositiveBigIntegerField(_("statements sent"), default=0, editable=False)
    sent_at = models.DateTimeField(_("last sent at"), null=True, editable=False)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0, editable=False)
    next_try_at = models.DateTimeField(_("next try at"), null=True, editable=False)
    last_error = models.CharField(_("last error"), max_length=500, blank=True, editable=False)
    lease = models.UUIDField(_("who sends now"), null=True, editable=False)
    leased_until = models.DateTimeField(_("until"), null=True, editable=False)

    objects = ForwardingTargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("forwarding target")
        verbose_name_plural = _("forwarding targets")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def set_secret(self, secret: str) -> None:
        self.sealed_secret = seal(secret)

    def secret(self) -> str:
        """SealBroken when the secret of the project has changed since it was set."""
        return unseal(self.sealed_secret)

    def take(self) -> bool:
        """Whether this process now sends to this target. Race: two workers; one update finds it free."""
        now, lease = timezone.now(), uuid.uuid4()
        taken = ForwardingTarget.objects.filter(pk=self.pk).due(now).update(lease=lease, leased_until=now + LEASE)
        if taken:
            self.refresh_from_db()
        return bool(taken)

    def advance(self, sid: int, sent: int) -> bool:
        """Note how far it went and keep the target; False when another process has taken it over meanwhile."""
        now = timezone.now()
        moved = self._mine().update(
            cursor=sid,
            sent=models.F("sent") + sent,
            sent_at=now if sent else self.sent_at,
            failures=0,
            next_try_at=None,
            last_error="",
            leased_until=now + LEASE,
        )
        self.cursor = sid
        return bool(moved)

    def note_failure(self, problem: str, wait: timedelta | None = None) -> None:
        """Try later: twice as late after each failure, up to an hour, or when the other end says."""
        backed_off = timedelta(seconds=10) * 2 ** min(self.failures, 10)
        later = min(max(backed_off, wait or timedelta()), _LONGEST_WAIT)
        self._mine().update(
            failures=models.F("failures") + 1,
            next_try_at=timezone.now() + later,
            last_error=problem[:500],
            lease=None,
            leased_until=None,
        )

    def leave(self) -> None:
        self._mine().update(lease=None, leased_until=None)

    def _mine(self) -> ForwardingTargetQuerySet:
        return ForwardingTarget.objects.filter(pk=self.pk, lease=self.lease)
