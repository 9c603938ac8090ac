"""On whose word a statement is stored (Data 2.4.9). Few and never deleted, so a statement holds only its number."""

from collections.abc import Mapping
from typing import Any

import msgspec
from django.db import models
from django.utils.translation import gettext_lazy as _

from xapi_store.keys import key_of, related
from xapi_store.spec.group import Actor, check_authority, identities
from xapi_store.spec.refusal import StatementRefused, locate

_write = msgspec.json.Encoder(order="sorted").encode


def write_agent(actor: Mapping[str, Any]) -> str:
    """One text for one agent, whatever the order of its properties."""
    return _write(actor).decode()


class AuthorityManager(models.Manager["Authority"]):
    def of(self, actor: Mapping[str, Any]) -> "Authority":
        """The row of this Agent, made if it is not there yet; StatementRefused if it is no valid authority.

        Two first uses at once: `get_or_create` leans on the unique text, and one of the two rows wins.
        """
        text = write_agent(actor)
        known = self.filter(text=text).first()
        if known is not None:
            return known
        return self.get_or_create(text=text, defaults={"key": related(key_of("agent", read_authority(text)))})[0]


def read_authority(text: str) -> str:
    """The identity in this JSON: of the Agent, or of the first of the two Agents of OAuth (the application)."""
    try:
        actor = msgspec.json.decode(text, type=Actor)
        check_authority(actor, "")
    except msgspec.DecodeError as error:
        raise locate(error).within("$.authority") from None
    except StatementRefused as refusal:
        raise refusal.within("$.authority") from None
    return next(identities(actor))


class Authority(models.Model):
    id = models.AutoField(primary_key=True)
    key = models.BigIntegerField(_("key of the agent"), db_index=True)
    text = models.TextField(_("agent, in JSON"), unique=True)

    objects = AuthorityManager()

    class Meta:
        verbose_name = _("authority")
        verbose_name_plural = _("authorities")

    def __str__(self) -> str:
        return self.text
