"""What a statement is found by because of the statements it refers to, however far (Communication 2.1.3)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReferenceLink(models.Model):
    """`source` is the statement referred to, which has this key: agent, activity, verb or registration."""

    pk = models.CompositePrimaryKey("key", "sid", "source")
    key = models.BigIntegerField(_("key"))
    sid = models.BigIntegerField(_("statement that refers"), db_index=True)
    source = models.BigIntegerField(_("statement referred to"))

    class Meta:
        verbose_name = _("link by reference")
        verbose_name_plural = _("links by reference")

    def __str__(self) -> str:
        return f"{self.key:x} {self.sid} → {self.source}"
