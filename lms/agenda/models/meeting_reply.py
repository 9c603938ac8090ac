"""What someone with a seat answered: before a meeting, at its end, three months after. No words, no date."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.agenda.models.meeting import MeetingSeat


class Moment(models.TextChoices):
    BEFORE = "before", _("Before the meeting")
    AFTER = "after", _("At the end of the meeting")
    LATER = "later", _("Three months after")


class MeetingReply(models.Model):
    """Written once for each moment. Once the seat's name and address are erased, it is nobody's any more."""

    seat = models.ForeignKey(MeetingSeat, models.CASCADE, related_name="replies", verbose_name=_("seat"))
    moment = models.CharField(_("moment"), max_length=6, choices=Moment.choices)
    choices = models.JSONField(_("answers"))
    """Key of an item → the number of its answer; an item left out was not answered (`meetings.questionnaire`)."""

    class Meta:
        verbose_name = _("answers about a meeting")
        verbose_name_plural = _("answers about meetings")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["seat", "moment"],
                name="one_reply_a_moment",
                violation_error_message=_("Your answers to this questionnaire are already kept."),
            ),
            models.CheckConstraint(
                name="replies_have_a_known_moment",
                condition=Q(moment__in=Moment.values),
                violation_error_message=_("A questionnaire is given before, at the end, or three months after."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat} · {self.get_moment_display()}"
