"""Which statements name an agent or an activity: one narrow row each, read as a range of its primary key."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Link(models.Model):
    """`key` as `xapi_store.keys` makes it (its lowest bit says "direct") and the `sid` of the statement.

    No foreign key: a check for each row would cost more than the row.
    """

    pk = models.CompositePrimaryKey("key", "sid")
    key = models.BigIntegerField(_("key"))
    sid = models.BigIntegerField(_("statement"))

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")

    def __str__(self) -> str:
        return f"{self.key:x} {self.sid}"
