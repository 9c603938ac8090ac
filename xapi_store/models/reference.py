"""Which statement refers to which (StatementRef as object), whether or not the other is there yet."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reference(models.Model):
    sid = models.BigIntegerField(_("statement that refers"), primary_key=True)
    target = models.UUIDField(_("statement referred to"), db_index=True)
    voids = models.BooleanField(_("voids it"))

    class Meta:
        verbose_name = _("reference")
        verbose_name_plural = _("references")

    def __str__(self) -> str:
        return f"{self.sid} → {self.target}"
