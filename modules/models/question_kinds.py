"""The kinds of question: how each is frozen and filled. How it is asked and graded is in `questions/`."""

from typing import Any

import msgspec
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable, TranslatableMixin

from modules.loading import schema
from modules.models.question import Question

one_of_thirty = RegexValidator(r"^f(0[1-9]|[12][0-9]|30)$", _("A misconception goes from f01 to f30."))


def misconception_field(name: Any) -> "models.CharField[str, str]":
    """A code of fixtures/modules/misconceptions.yaml, or nothing."""
    return models.CharField(name, max_length=3, blank=True, validators=[one_of_thirty])


def _rows(model: Any, question: Question, written: list[dict[str, Any]]) -> list[Any]:
    return [model(locale=question.locale, sort_order=position, **row) for position, row in enumerate(written)]


def _marked(option: Any) -> dict[str, Any]:
    """A struct with a right answer, a word about it and the misconception behind, as the fields of a row."""
    fields: dict[str, Any] = msgspec.to_builtins(option)
    return {"is_right": fields.pop("right"), **fields}


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
        self.options.set(_rows(Option, self, [_marked(option) for option in written.options]))


class Option(TranslatableMixin, Orderable):
    question = ParentalKey(ChoiceQuestion, on_delete=models.CASCADE, related_name="options")
    text = models.TextField(_("answer"))
    is_right = models.BooleanField(_("right"), default=False)
    feedback = models.TextField(_("feedback"), blank=True)
    misconception = misconception_field(_("misconception"))

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("answer offered")


class TrueFalseQuestion(Question):
    """A sentence, true or false."""

    is_true = models.BooleanField(_("the sentence is true"), default=False)
    feedback_true = models.TextField(_("feedback to who answers “true”"), blank=True)
    feedback_false = models.TextField(_("feedback to who answers “false”"), blank=True)
    misconception = misconception_field(_("misconception behind the wrong answer"))

    class Meta:
        verbose_name = _("true or false question")
        verbose_name_plural = _("true or false questions")

    def freeze(self) -> schema.QuestionEntry:
        return schema.TrueFalse(
            **self.frozen_heading(),
            right=self.is_true,
            feedback_true=self.feedback_true,
            feedback_false=self.feedback_false,
            misconception=self.misconception,
        )

    def fill(self, written: schema.TrueFalse) -> None:
        super().fill(written)
        self.is_true, self.misconception = written.right, written.misconception
        self.feedback_true, self.feedback_false = written.feedback_true, written.feedback_false


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
        self.matching_rows.set(_rows(MatchingRow, self, [msgspec.to_builtins(row) for row in written.rows]))


class MatchingRow(TranslatableMixin, Orderable):
    question = ParentalKey(MatchingQuestion, on_delete=models.CASCADE, related_name="matching_rows")
    text = models.TextField(_("row"))
    category = models.CharField(_("category"), max_length=200)
    feedback = models.TextField(_("feedback"), blank=True)

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("row to match")


class OrderingQuestion(Question):
    """Lines to put in order: they are written here in the right one."""

    feedback = models.TextField(_("feedback"), blank=True)

    class Meta:
        verbose_name = _("ordering question")
        verbose_name_plural = _("ordering questions")

    def freeze(self) -> schema.QuestionEntry:
        items = [schema.OrderedItem(text=row.text, feedback=row.feedback) for row in self.ordered_items.all()]
        return schema.Ordering(**self.frozen_heading(), items=items, feedback=self.feedback)

    def fill(self, written: schema.Ordering) -> None:
        super().fill(written)
        self.feedback = written.feedback
        self.ordered_items.set(_rows(OrderedItem, self, [msgspec.to_builtins(item) for item in written.items]))


class OrderedItem(TranslatableMixin, Orderable):
    question = ParentalKey(OrderingQuestion, on_delete=models.CASCADE, related_name="ordered_items")
    text = models.TextField(_("line"))
    feedback = models.TextField(_("why it comes here"), blank=True)

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("line to order")


class ShortTextQuestion(Question):
    """A few words to write: the accepted writings, and the wrong ones worth a word of their own."""

    feedback = models.TextField(_("feedback to any other answer"), blank=True)

    class Meta:
        verbose_name = _("short answer question")
        verbose_name_plural = _("short answer questions")

    def freeze(self) -> schema.QuestionEntry:
        answers = [
            schema.Variant(text=row.text, right=row.is_right, feedback=row.feedback, misconception=row.misconception)
            for row in self.variants.all()
        ]
        return schema.ShortText(**self.frozen_heading(), answers=answers, feedback=self.feedback)

    def fill(self, written: schema.ShortText) -> None:
        super().fill(written)
        self.feedback = written.feedback
        self.variants.set(_rows(Variant, self, [_marked(variant) for variant in written.answers]))


class Variant(TranslatableMixin, Orderable):
    question = ParentalKey(ShortTextQuestion, on_delete=models.CASCADE, related_name="variants")
    text = models.CharField(_("writing"), max_length=200)
    is_right = models.BooleanField(_("accepted"), default=True)
    feedback = models.TextField(_("feedback"), blank=True)
    misconception = misconception_field(_("misconception"))

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("foreseen answer")


class HighlightQuestion(Question):
    """A text cut in passages: mark those the question asks for."""

    feedback = models.TextField(_("feedback"), blank=True)

    class Meta:
        verbose_name = _("text to mark")
        verbose_name_plural = _("texts to mark")

    def freeze(self) -> schema.QuestionEntry:
        segments = [
            schema.Segment(text=row.text, right=row.is_right, feedback=row.feedback, misconception=row.misconception)
            for row in self.segments.all()
        ]
        return schema.Highlight(**self.frozen_heading(), segments=segments, feedback=self.feedback)

    def fill(self, written: schema.Highlight) -> None:
        super().fill(written)
        self.feedback = written.feedback
        self.segments.set(_rows(Segment, self, [_marked(segment) for segment in written.segments]))


class Segment(TranslatableMixin, Orderable):
    question = ParentalKey(HighlightQuestion, on_delete=models.CASCADE, related_name="segments")
    text = models.TextField(_("passage"))
    is_right = models.BooleanField(_("to mark"), default=False)
    feedback = models.TextField(_("feedback"), blank=True)
    misconception = misconception_field(_("misconception"))

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("passage")


QUESTION_KINDS: dict[type, type[Question]] = {
    schema.SingleChoice: ChoiceQuestion,
    schema.MultipleChoice: ChoiceQuestion,
    schema.Matching: MatchingQuestion,
    schema.TrueFalse: TrueFalseQuestion,
    schema.Ordering: OrderingQuestion,
    schema.ShortText: ShortTextQuestion,
    schema.Highlight: HighlightQuestion,
}
MODELS_OF_KINDS = list(dict.fromkeys(QUESTION_KINDS.values()))
