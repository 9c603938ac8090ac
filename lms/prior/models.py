"""A document that a learner sends to an institute, what is decided of it, and what is left of it after."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from competencies.models import CFItem
from lms.people.access import nodes_of
from lms.people.models import Organisation, User
from lms.people.models.organisation import within
from lms.people.rights import Thing, Verb
from lms.prior.document import DocumentKind

WAITS = models.Q(decided_at=None, decided_by=None, is_accepted=None, level=None, reason="", read_at=None)
ACCEPTED = models.Q(is_accepted=True, level__range=(1, 4))
DECIDED = models.Q(decided_at__isnull=False, decided_by__isnull=False) & (
    ACCEPTED | models.Q(is_accepted=False, level=None)
)


def papers() -> Storage:
    """Out of MEDIA_URL: only a view that checks who asks gives the document."""
    return storages["papers"]


class PriorLearningRequestQuerySet(models.QuerySet["PriorLearningRequest"]):
    def of(self, learner: User) -> "PriorLearningRequestQuerySet":
        return self.filter(learner=learner)

    def open_to(self, person: User, verb: Verb) -> "PriorLearningRequestQuerySet":
        """Those sent to the institutes over which the table gives this right; never one's own."""
        nodes = nodes_of(person, verb, Thing.PRIOR_LEARNING)
        return self.filter(within(*nodes, prefix="institute__")).exclude(learner=person)

    def waiting(self) -> "PriorLearningRequestQuerySet":
        return self.filter(decided_at=None)

    def unread(self) -> "PriorLearningRequestQuerySet":
        """Decided, and not yet read by their learner."""
        return self.filter(decided_at__isnull=False, read_at=None)

    def decided_before(self, moment: datetime) -> "PriorLearningRequestQuerySet":
        """Decided before that moment and still holding a document."""
        return self.filter(decided_at__lt=moment).exclude(document="")


class PriorLearningRequest(models.Model):
    """Written by `lms.prior.reviewing` alone. The document goes; what was said and decided of it stays."""

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="prior_learning_requests", verbose_name=_("learner")
    )
    institute = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("institute"))
    cfitem = models.ForeignKey(CFItem, models.PROTECT, related_name="+", verbose_name=_("competency"))
    claims_level = models.PositiveSmallIntegerField(_("level the document is said to show"))
    title = models.CharField(_("what the document is"), max_length=160)
    words = models.TextField(_("what it shows"))
    document = models.FileField(_("document"), storage=papers, upload_to="prior", blank=True)
    kind = models.CharField(_("type of document"), max_length=3, choices=DocumentKind)
    asked_at = models.DateTimeField(_("sent"), default=timezone.now)
    is_accepted = models.BooleanField(_("accepted"), null=True)
    level = models.PositiveSmallIntegerField(_("level shown"), null=True)
    reason = models.TextField(_("reason"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("answered by")
    )
    decided_at = models.DateTimeField(_("answered"), null=True)
    read_at = models.DateTimeField(_("read by the learner"), null=True)
    emptied_at = models.DateTimeField(_("document deleted"), null=True)

    objects = PriorLearningRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("document of prior learning")
        verbose_name_plural = _("documents of prior learning")
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "cfitem"],
                condition=models.Q(decided_at=None),
                name="prior_learning_waiting_once",
                violation_error_message=_("You already sent a document here: its answer is on the way."),
            ),
            models.CheckConstraint(
                name="prior_learning_says_what_it_shows",
                condition=~models.Q(title="") & ~models.Q(words="") & models.Q(claims_level__range=(1, 4)),
                violation_error_message=_("Say what the document is, what it shows and which level, from 1 to 4."),
            ),
            models.CheckConstraint(
                name="prior_learning_waits_or_is_decided",
                condition=WAITS | DECIDED,
                violation_error_message=_("An answer says yes with a level or no, its day and who gives it."),
            ),
            models.CheckConstraint(
                name="prior_learning_decided_with_a_reason",
                condition=models.Q(decided_at=None) | ~models.Q(reason=""),
                violation_error_message=_("Say why: the person reads it."),
            ),
            models.CheckConstraint(
                name="prior_learning_by_someone_else",
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("learner")),
                violation_error_message=_("One does not review one’s own document: someone else decides."),
            ),
            models.CheckConstraint(
                name="prior_learning_document_there_or_deleted",
                condition=(~models.Q(document="") & models.Q(emptied_at=None))
                | models.Q(document="", emptied_at__isnull=False, decided_at__isnull=False),
                violation_error_message=_("A document waiting for an answer is there; after, it may be deleted."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} · {self.cfitem_id}"

    @property
    def file_name(self) -> str:
        """Ours, never the one it came with."""
        return f"acquis-{self.cfitem.human_coding_scheme.lower().replace('.', '-')}-{self.pk}.{self.kind}"

    @property
    def content_type(self) -> str:
        return DocumentKind(self.kind).content_type

    @property
    def level_names(self) -> Any:
        return self.cfitem.document.level_names

    @property
    def claimed_name(self) -> str:
        return str(self.level_names[self.claims_level - 1])

    @property
    def level_name(self) -> str:
        return str(self.level_names[self.level - 1]) if self.level else ""
