"""What an employer asks of a profession, or of posts chosen one by one: levels, from a day on, by a target date."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from competencies.models import CFItem
from lms.people.models import Organisation, Post, Profession
from lms.people.models.organisation import within


class Concerns(models.TextChoices):
    PROFESSION = "profession", _("Everyone of one profession")
    EVERYONE = "everyone", _("Everyone, whatever the profession")
    POSTS = "posts", _("Posts chosen one by one")


class ProfileQuerySet(models.QuerySet["Profile"]):
    def under(self, *nodes: Organisation) -> "ProfileQuerySet":
        return self.filter(within(*nodes, prefix="node__"))


class Profile(models.Model):
    """Concerns posts under its node. What it asks is in its versions: an old one is never written over."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    node = models.ForeignKey(
        Organisation, models.CASCADE, related_name="required_profiles", verbose_name=_("structure")
    )
    name = models.CharField(_("name"), max_length=120)
    concerns = models.CharField(_("concerns"), max_length=12, choices=Concerns, default=Concerns.PROFESSION)
    profession = models.CharField(_("profession"), max_length=12, choices=Profession, blank=True)
    posts = models.ManyToManyField(Post, blank=True, related_name="required_profiles", verbose_name=_("posts"))

    objects = ProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("required profile")
        verbose_name_plural = _("required profiles")
        ordering = ["node__path", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["node", "name"],
                name="required_profile_name_once",
                violation_error_message=_("This structure already has a profile of this name."),
            ),
            models.CheckConstraint(
                name="required_profile_has_its_profession",
                condition=(models.Q(concerns=Concerns.PROFESSION) & ~models.Q(profession=""))
                | (~models.Q(concerns=Concerns.PROFESSION) & models.Q(profession="")),
                violation_error_message=_("Choose the profession, for a profile of one profession only."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProfileVersionQuerySet(models.QuerySet["ProfileVersion"]):
    def started_by(self, day: date) -> "ProfileVersionQuerySet":
        """Newest first: the first of each profile is the one in force that day."""
        return self.filter(starts_on__lte=day).order_by("profile", "-starts_on", "-number")


class ProfileVersion(models.Model):
    profile = models.ForeignKey(Profile, models.CASCADE, related_name="versions", verbose_name=_("profile"))
    number = models.PositiveSmallIntegerField(_("number"))
    starts_on = models.DateField(_("asked from"), default=timezone.localdate)
    due_on = models.DateField(_("to be reached by"), null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    made_at = models.DateTimeField(_("made"), default=timezone.now)

    objects = ProfileVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a profile")
        verbose_name_plural = _("versions of profiles")
        ordering = ["profile", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "number"],
                name="required_version_once",
                violation_error_message=_("Someone has just changed this profile. Read it again."),
            ),
            models.CheckConstraint(
                name="required_version_due_after_start",
                condition=models.Q(due_on=None) | models.Q(due_on__gte=models.F("starts_on")),
                violation_error_message=_("The target date is before the first day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.profile} · {self.number}"


class RequiredLevel(models.Model):
    version = models.ForeignKey(ProfileVersion, models.CASCADE, related_name="levels", verbose_name=_("version"))
    cfitem = models.ForeignKey(CFItem, models.CASCADE, related_name="+", verbose_name=_("competency"))
    level = models.PositiveSmallIntegerField(_("level"))

    class Meta:
        verbose_name = _("required level")
        verbose_name_plural = _("required levels")
        ordering = ["version", "cfitem__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "cfitem"],
                name="required_level_once",
                violation_error_message=_("This competency is already asked for here."),
            ),
            models.CheckConstraint(
                name="required_level_from_one_to_four",
                condition=models.Q(level__range=(1, 4)),
                violation_error_message=_("A required level goes from 1 to 4."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cfitem_id} · {self.level}"
