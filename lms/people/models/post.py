"""Where a person works, as what, and from when to when. Several posts at once are allowed; history is kept."""

from datetime import date

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.people.models.organisation import Organisation, within


class Profession(models.TextChoices):
    """The trades of the 2018 survey (annex 7's header), and the rest."""

    ASS = "ass", _("Social service assistant")
    ES = "es", _("Specialised educator")
    ME = "me", _("Educator-instructor")
    CESF = "cesf", _("Social and family economy adviser")
    TISF = "tisf", _("Social and family intervention technician")
    AES = "aes", _("Educational and social carer")
    ETS = "ets", _("Specialised technical educator")
    ANIMATOR = "animator", _("Activity leader")
    MJPM = "mjpm", _("Court-appointed guardian")
    SMS = "sms", _("Medico-social secretary")
    MANAGER = "manager", _("Head of service")
    OTHER = "other", _("Other profession")


class PostQuerySet(models.QuerySet["Post"]):
    def open_on(self, day: date | None = None) -> "PostQuerySet":
        """Posts held on that day (today by default)."""
        day = day or timezone.localdate()
        return self.filter(models.Q(ended_on=None) | models.Q(ended_on__gte=day), started_on__lte=day)

    def under(self, *nodes: Organisation) -> "PostQuerySet":
        return self.filter(within(*nodes, prefix="team__"))


class Post(models.Model):
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="posts", verbose_name=_("person"))
    team = models.ForeignKey(Organisation, models.PROTECT, related_name="posts", verbose_name=_("team"))
    profession = models.CharField(_("profession"), max_length=12, choices=Profession)
    started_on = models.DateField(_("from"), default=timezone.localdate)
    ended_on = models.DateField(_("until"), null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["person", "-started_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="post_ends_after_start",
                condition=models.Q(ended_on=None) | models.Q(ended_on__gte=models.F("started_on")),
                violation_error_message=_("A post cannot end before it starts."),
            ),
            models.UniqueConstraint(
                fields=["person", "team", "profession"],
                condition=models.Q(ended_on=None),
                name="post_open_once",
                violation_error_message=_("This person already holds this post."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_profession_display()} · {self.team}"
