"""A stored statement: its whole text, and the few columns by which it is found."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.db import models
from django.utils.translation import gettext_lazy as _

from xapi_store.digest import digest_of
from xapi_store.keys import registration_key
from xapi_store.models.authority import Authority, write_agent
from xapi_store.payload import give, pack, unpack
from xapi_store.sid import stored_at


class StatementQuerySet(models.QuerySet["Statement"]):
    def standing(self) -> "StatementQuerySet":
        """Those that no other statement voids."""
        return self.filter(voided=False)

    def for_registration(self, registration: UUID) -> "StatementQuerySet":
        return self.filter(registration=registration_key(registration))

    def for_registrations(self, registrations: Sequence[UUID]) -> "StatementQuerySet":
        return self.filter(registration__in=[registration_key(each) for each in registrations])

    def by_authority(self, *actors: Mapping[str, Any]) -> "StatementQuerySet":
        """Those stored on the word of one of these Agents."""
        return self.filter(authority__in=Authority.objects.filter(text__in=[write_agent(actor) for actor in actors]))

    def in_order(self) -> "StatementQuerySet":
        """As they were stored."""
        return self.order_by("sid")

    def replay(self, chunk: int = 1000, after: int = 0) -> "Iterator[Statement]":
        """Every statement after this sid, in order, read by pages of `chunk`: no long query, no long memory.

        What is stored meanwhile is met as well, if its place in the order is still ahead.
        """
        while page := list(self.in_order().filter(sid__gt=after).select_related("authority")[:chunk]):
            yield from page
            after = page[-1].sid


class Statement(models.Model):
    """`sid` is the order (see `xapi_store.sid`), `statement_id` the id of the specification, `payload` the text."""

    sid = models.BigIntegerField(primary_key=True)
    verb = models.BigIntegerField(_("key of the verb"))
    registration = models.BigIntegerField(_("key of the registration"), null=True)
    timestamp = models.DateTimeField(_("happened at"))
    # No constraint in the database: it would lock one row for each statement, and no authority is ever deleted.
    authority = models.ForeignKey(
        Authority, models.PROTECT, related_name="+", db_constraint=False, db_index=False, verbose_name=_("authority")
    )
    statement_id = models.UUIDField(_("id"), unique=True)
    # Worked out of the text when it is asked for; kept only where the text is no longer the one that was received.
    digest = models.UUIDField(_("digest of what cannot change"), null=True, editable=False)
    voided = models.BooleanField(_("voided"), default=False)
    payload = models.BinaryField(_("text"))

    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        indexes = [
            models.Index(fields=["verb", "sid"], name="xapi_store_by_verb"),
            models.Index(fields=["authority", "sid"], name="xapi_store_by_authority"),
            models.Index(
                fields=["registration", "sid"],
                name="xapi_store_by_registration",
                condition=models.Q(registration__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.statement_id)

    @property
    def stored(self) -> datetime:
        """When the store took it, in UTC."""
        return stored_at(self.sid)

    def kept_text(self) -> bytes:
        """Without what the store answers for: `stored` and `authority`."""
        return unpack(bytes(self.payload))

    def told_digest(self) -> UUID:
        """Of what was received, whatever has been taken out of the text since."""
        return self.digest or digest_of(self.kept_text())

    def rewrite(self, text: bytes) -> None:
        """Put another text in the place of the one received (an erasure): an equal statement stays equal to it."""
        self.digest = self.told_digest()
        self.payload = pack(text)
        self.save(update_fields=["digest", "payload"])

    def as_text(self) -> bytes:
        """The JSON of the statement with what the store adds; every received value is as it was received."""
        return give(self.kept_text(), self.stored, self.authority.text.encode())

    def as_json(self) -> dict[str, Any]:
        return msgspec.json.decode(self.as_text(), type=dict[str, Any])
