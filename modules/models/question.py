"""The question bank: polymorphic, each kind freezes to the shape of its file (kinds in question_kinds.py)."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from msgspec import UNSET
from polymorphic.managers import PolymorphicManager
from polymorphic.models import PolymorphicModel
from polymorphic.query import PolymorphicQuerySet
from wagtail.models import CollectionMember, TranslatableMixin

from modules.loading import schema


class QuestionStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    TRIAL = "trial", _("On trial")
    ACTIVE = "active", _("Active")
    RETIRED = "retired", _("Retired")


ASKED = (QuestionStatus.TRIAL, QuestionStatus.ACTIVE)
"""What a quiz may ask. A draft is not ready; a retired one stays in the editions that have it."""


class Difficulty(models.IntegerChoices):
    EASY = 1, _("Easy")
    MEDIUM = 2, _("Medium")
    HARD = 3, _("Hard")


class QuestionQuerySet(PolymorphicQuerySet):
    def that_may_be_asked(self) -> "QuestionQuerySet":
        return self.filter(status__in=ASKED)

    def in_collections(self, collections: Any) -> "QuestionQuerySet":
        """Of these institutes' banks only: what every page of the studio starts from."""
        return self.filter(collection__in=collections)


class Question(TranslatableMixin, CollectionMember, PolymorphicModel, ClusterableModel):
    """A question of an institute's bank (its collection). Retired, never deleted: editions and answers name it."""

    uid = models.UUIDField(_("identifier in statements"), default=uuid.uuid4, editable=False)
    key = models.SlugField(
        _("key"), max_length=80, blank=True, help_text=_("Left empty, it is made from the question.")
    )
    status = models.CharField(_("status"), max_length=8, choices=QuestionStatus, default=QuestionStatus.DRAFT)
    difficulty = models.PositiveSmallIntegerField(_("difficulty"), choices=Difficulty, null=True, blank=True)
    cfitem = models.ForeignKey(
        "competencies.CFItem", models.PROTECT, related_name="questions", verbose_name=_("competency")
    )
    case = models.TextField(_("situation"), blank=True)
    figure = models.CharField(_("survey cell"), max_length=120, blank=True)
    stem = models.TextField(_("question"))
    asks_confidence = models.BooleanField(
        _("also ask how sure the person is"), default=False, help_text=_("The answer never counts in the score.")
    )

    objects: ClassVar[Any] = PolymorphicManager.from_queryset(QuestionQuerySet)()

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["collection", "locale", "key"],
                name="question_key_once",
                violation_error_message=_("Another question of this institute has this key."),
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=QuestionStatus.values),
                name="question_status_known",
                violation_error_message=_("A question is a draft, on trial, active or retired."),
            ),
            models.CheckConstraint(
                condition=models.Q(difficulty=None) | models.Q(difficulty__in=Difficulty.values),
                name="question_difficulty_known",
                violation_error_message=_("The difficulty goes from 1 to 3."),
            ),
        ]

    def __str__(self) -> str:
        return self.stem[:80]

    def frozen_heading(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "competency": self.cfitem.human_coding_scheme,
            "case": self.case,
            "figure": self.figure,
            "stem": self.stem,
            "confidence": True if self.asks_confidence else UNSET,
        }

    def freeze(self) -> schema.QuestionEntry:
        """The whole question as plain data."""
        raise NotImplementedError

    def fill(self, written: Any) -> None:
        """Take the content of a file; saves nothing."""
        self.case, self.figure, self.stem = written.case, written.figure, written.stem
        self.asks_confidence = written.confidence is True
