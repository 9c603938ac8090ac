"""A statement that another store would not take: set aside, so that those behind it go on."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from xapi_store.models.target import ForwardingTarget


class ForwardingRefusal(models.Model):
    target = models.ForeignKey(ForwardingTarget, models.CASCADE, related_name="refusals", verbose_name=_("target"))
    sid = models.BigIntegerField(_("place of the statement"))
    statement_id = models.UUIDField(_("statement"))
    status = models.PositiveSmallIntegerField(_("status of the answer"))
    problem = models.CharField(_("answer"), max_length=500)
    refused_at = models.DateTimeField(_("refused at"), default=timezone.now)

    class Meta:
        verbose_name = _("refused statement")
        verbose_name_plural = _("refused statements")
        ordering = ["target", "sid"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "sid"],
                name="xapi_store_refused_once",
                violation_error_message=_("This statement is already set aside."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.statement_id} → {self.target}"
