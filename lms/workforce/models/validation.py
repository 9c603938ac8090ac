"""A learner asks the employer to validate a level seen at work: what they say, the answer, and what they say of it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from competencies.models import CFItem
from lms.people.access import nodes_of, staff_under
from lms.people.models import Organisation, User
from lms.people.rights import Thing, Verb

WAITS = models.Q(decided_at=None, decided_by=None, level=None, reason="", read_at=None, reply="", replied_at=None)
DECIDED = models.Q(decided_at__isnull=False, decided_by__isnull=False, level__range=(1, 4))


class ValidationRequestQuerySet(models.QuerySet["ValidationRequest"]):
    def open_to(self, person: User, verb: Verb) -> "ValidationRequestQuerySet":
        """Those of the staff over whom the table gives this right, sent to that employer; never one's own."""
        nodes = nodes_of(person, verb, Thing.VALIDATION)
        roots = [node.path[: node.steplen] for node in nodes]
        found = self.filter(learner__in=staff_under(*nodes), employer__path__in=roots)
        return found.exclude(learner=person)

    def waiting(self) -> "ValidationRequestQuerySet":
        return self.filter(decided_at=None)

    def unread(self) -> "ValidationRequestQuerySet":
        """Answered, and not yet read by their learner."""
        return self.filter(decided_at__isnull=False, read_at=None)


class ValidationRequest(models.Model):
    """Written by `lms.workforce.validating` alone. It leaves the learner's own pages because the learner sent it."""

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="validation_requests", verbose_name=_("learner")
    )
    employer = models.ForeignKey(Organisation, models.CASCADE, related_name="+", verbose_name=_("employer"))
    cfitem = models.ForeignKey(CFItem, models.PROTECT, related_name="+", verbose_name=_("competency"))
    claims_level = models.PositiveSmallIntegerField(_("level asked for"))
    gesture = models.TextField(_("gesture"))
    setting = models.CharField(_("setting"), max_length=160, blank=True)
    done_on = models.DateField(_("done on"))
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    level = models.PositiveSmallIntegerField(_("level validated"), null=True)
    reason = models.TextField(_("reason of the change"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("answered by")
    )
    decided_at = models.DateTimeField(_("answered"), null=True)
    read_at = models.DateTimeField(_("read by the learner"), null=True)
    reply = models.TextField(_("what the learner says of it"), blank=True)
    replied_at = models.DateTimeField(_("said"), null=True)

    objects = ValidationRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for validation")
        verbose_name_plural = _("requests for validation")
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "cfitem"],
                condition=models.Q(decided_at=None),
                name="validation_waiting_once",
                violation_error_message=_("You already asked for this validation: the answer is on the way."),
            ),
            models.CheckConstraint(
                name="validation_says_a_gesture_and_a_level",
                condition=~models.Q(gesture="") & models.Q(claims_level__range=(1, 4)),
                violation_error_message=_("Say in one sentence what you did, and the level it shows, from 1 to 4."),
            ),
            models.CheckConstraint(
                name="validation_waits_or_is_decided",
                condition=WAITS | DECIDED,
                violation_error_message=_("An answer has its level, its day and the name of who gives it."),
            ),
            models.CheckConstraint(
                name="validation_changed_with_a_reason",
                condition=models.Q(level=None) | models.Q(level=models.F("claims_level")) | ~models.Q(reason=""),
                violation_error_message=_("Say why the level is not the one asked for: the person reads it."),
            ),
            models.CheckConstraint(
                name="validation_by_someone_else",
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("learner")),
                violation_error_message=_("One does not validate oneself: someone else decides."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} · {self.cfitem_id}"

    @property
    def level_names(self) -> Any:
        return self.cfitem.document.level_names

    @property
    def claimed_name(self) -> str:
        return str(self.level_names[self.claims_level - 1])

    @property
    def level_name(self) -> str:
        return str(self.level_names[self.level - 1]) if self.level else ""
