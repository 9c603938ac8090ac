"""The question bank: polymorphic, each kind freezes to the shape of its file."""

import uuid
from typing import Any

import msgspec
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from polymorphic.models import PolymorphicModel
from wagtail.models import CollectionMember, Orderable, TranslatableMixin

from modules.loading import schema


class QuestionStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    ACTIVE = "active", _("Active")
    ARCHIVED = "archived", _("Archived")


class Question(TranslatableMixin, CollectionMember, PolymorphicModel, ClusterableModel):
    """A question of an institute's bank (its collection). Archived, never deleted: editions and answers name it."""

    uid = models.UUIDField(_("identifier in statements"), default=uuid.uuid4, editable=False)
    key = models.SlugField(_("key"), max_length=80)
    status = models.CharField(_("status"), max_length=8, choices=QuestionStatus, default=QuestionStatus.ACTIVE)
    cfitem = models.ForeignKey(
        "competencies.CFItem", models.PROTECT, related_name="questions", verbose_name=_("competency")
    )
    case = models.TextField(_("situation"), blank=True)
    figure = models.CharField(_("survey cell"), max_length=120, blank=True)
    stem = models.TextField(_("question"))

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
        }

    def freeze(self) -> schema.QuestionEntry:
        """The whole question as plain data."""
        raise NotImplementedError

    def fill(self, written: Any) -> None:
        """Take the content of a file; saves nothing."""
        self.case, self.figure, self.stem = written.case, written.figure, written.stem


class ChoiceQuestion(Question):
    """Single or multiple choice: options with feedback, a misconception named behind each wrong one."""

    several = models.BooleanField(_("several right answers"), default=False)

    class Meta:
        verbose_name = _("choice question")
        verbose_name_plural = _("choice questions")

    def freeze(self) -> schema.QuestionEntry:
        options = [
            schema.Option(text=row.text, right=row.is_right, feedback=row.feedback, misconception=row.misconception)
            for row in self.options.all()
        ]
        kind = schema.MultipleChoice if self.several else schema.SingleChoice
        return kind(**self.frozen_heading(), options=options)

    def fill(self, written: schema.SingleChoice | schema.MultipleChoice) -> None:
        super().fill(written)
        self.several = isinstance(written, schema.MultipleChoice)
        self.options.set(
            [
                Option(
                    locale=self.locale,
                    sort_order=position,
                    text=option.text,
                    is_right=option.right,
                    feedback=option.feedback,
                    misconception=option.misconception,
                )
                for position, option in enumerate(written.options)
            ]
        )


class Option(TranslatableMixin, Orderable):
    question = ParentalKey(ChoiceQuestion, on_delete=models.CASCADE, related_name="options")
    text = models.TextField(_("answer"))
    is_right = models.BooleanField(_("right"), default=False)
    feedback = models.TextField(_("feedback"))
    misconception = models.CharField(_("misconception"), max_length=3, blank=True)

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("answer offered")


class MatchingQuestion(Question):
    """Rows to put each in one category."""

    categories = models.JSONField(_("categories"), default=list)

    class Meta:
        verbose_name = _("matching question")
        verbose_name_plural = _("matching questions")

    def freeze(self) -> schema.QuestionEntry:
        rows = [
            schema.Row(text=row.text, category=row.category, feedback=row.feedback) for row in self.matching_rows.all()
        ]
        return schema.Matching(**self.frozen_heading(), categories=list(self.categories), rows=rows)

    def fill(self, written: schema.Matching) -> None:
        super().fill(written)
        self.categories = list(written.categories)
        self.matching_rows.set(
            [
                MatchingRow(locale=self.locale, sort_order=position, **msgspec.to_builtins(row))
                for position, row in enumerate(written.rows)
            ]
        )


class MatchingRow(TranslatableMixin, Orderable):
    question = ParentalKey(MatchingQuestion, on_delete=models.CASCADE, related_name="matching_rows")
    text = models.TextField(_("row"))
    category = models.CharField(_("category"), max_length=200)
    feedback = models.TextField(_("feedback"))

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("row to match")


QUESTION_KINDS: dict[type, type[Question]] = {
    schema.SingleChoice: ChoiceQuestion,
    schema.MultipleChoice: ChoiceQuestion,
    schema.Matching: MatchingQuestion,
}
