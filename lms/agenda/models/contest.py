"""A learner contests a level: what they say, and the answer of the institute, both kept for ever."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from competencies.models import CFItem
from lms.people.access import nodes_of
from lms.people.models import Organisation, User
from lms.people.models.organisation import within
from lms.people.rights import Thing, Verb


class ContestQuerySet(models.QuerySet["Contest"]):
    def of(self, learner: User) -> "ContestQuerySet":
        return self.filter(learner=learner)

    def open_to(self, person: User, verb: Verb) -> "ContestQuerySet":
        """Those addressed to the institutes over which the table gives this right; never one's own."""
        nodes = nodes_of(person, verb, Thing.CONTEST)
        return self.filter(within(*nodes, prefix="institute__")).exclude(learner=person)

    def waiting(self) -> "ContestQuerySet":
        return self.filter(answered_at=None)

    def unread(self) -> "ContestQuerySet":
        """Answered, and not yet read by their learner."""
        return self.filter(answered_at__isnull=False, read_at=None)


class Contest(models.Model):
    """Written by `lms.agenda.contesting` alone. The level, its rule and version stay as they were that day."""

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="contests", verbose_name=_("learner")
    )
    institute = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("institute"))
    cfitem = models.ForeignKey(CFItem, models.PROTECT, related_name="+", verbose_name=_("competency"))
    level = models.PositiveSmallIntegerField(_("level contested"), null=True)
    """None: never assessed, and contested as such."""
    rule = models.ForeignKey(
        "competencies.LevelRule", models.PROTECT, null=True, related_name="+", verbose_name=_("level rule")
    )
    reason = models.TextField(_("what the learner says"))
    asked_at = models.DateTimeField(_("contested"))
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("answered by")
    )
    read_at = models.DateTimeField(_("read by the learner"), null=True)

    objects = ContestQuerySet.as_manager()

    class Meta:
        verbose_name = _("contested level")
        verbose_name_plural = _("contested levels")
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "cfitem"],
                condition=models.Q(answered_at=None),
                name="contest_waiting_once",
                violation_error_message=_("You already contest this level: its answer is on the way."),
            ),
            models.CheckConstraint(
                name="contest_says_why",
                condition=~models.Q(reason=""),
                violation_error_message=_("Say why this level does not seem right to you."),
            ),
            models.CheckConstraint(
                name="contest_answered_in_words_by_someone",
                condition=models.Q(answer="", answered_at=None, answered_by=None)
                | (~models.Q(answer="") & models.Q(answered_at__isnull=False, answered_by__isnull=False)),
                violation_error_message=_("An answer has its words, its day and the name of who gives it."),
            ),
            models.CheckConstraint(
                name="contest_not_answered_by_its_learner",
                condition=~models.Q(answered_by=models.F("learner")),
                violation_error_message=_("One does not answer oneself: someone else decides."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} · {self.cfitem_id}"
