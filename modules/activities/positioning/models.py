"""A positioning: questions of the bank with how hard each is. Which comes next is decided in `competencies`."""

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable, TranslatableMixin

from modules.activities.quiz.panels import QuizQuestionsPanel
from modules.loading.schema import Positioning, PositioningItem
from modules.models.activity import Activity


class PositioningPage(Activity):
    intro = models.TextField(_("introduction"), blank=True)

    content_panels: ClassVar[list[Any]] = [
        *Activity.content_panels,
        FieldPanel("intro"),
        QuizQuestionsPanel("positioning_questions", label=_("Questions")),
    ]

    class Meta:
        app_label = "modules"
        verbose_name = _("positioning")
        verbose_name_plural = _("positionings")

    def freeze(self) -> Positioning:
        rows = self.positioning_questions.all()
        items = [PositioningItem(question=row.question.key, difficulty=row.difficulty) for row in rows]
        return Positioning(**self.frozen_heading(), intro=self.intro, items=items)

    def fill(self, written: Positioning) -> None:
        """All but the questions, which the loader ties (`tie_questions`): they are rows of the bank."""
        self.intro = written.intro

    def asked_questions(self) -> set[int]:
        return {row.question_id for row in self.positioning_questions.all()}

    def tie_questions(self, written: Positioning, bank: dict[str, Any]) -> None:
        self.positioning_questions.set(
            [
                PositioningQuestion(
                    locale=self.locale,
                    sort_order=position,
                    question=bank[item.question],
                    difficulty=item.difficulty,
                )
                for position, item in enumerate(written.items)
            ]
        )


class PositioningQuestion(TranslatableMixin, Orderable):
    positioning = ParentalKey(PositioningPage, on_delete=models.CASCADE, related_name="positioning_questions")
    question = models.ForeignKey(
        "modules.Question", models.CASCADE, related_name="positioning_questions", verbose_name=_("question")
    )
    difficulty = models.SmallIntegerField(
        _("how hard it is"),
        default=0,
        validators=[MinValueValidator(-3), MaxValueValidator(3)],
        help_text=_("From -3 to 3; 0 is a question that half the people get."),
    )

    panels: ClassVar[list[Any]] = [FieldPanel("question"), FieldPanel("difficulty")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        app_label = "modules"
        verbose_name = _("question of a positioning")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(difficulty__range=(-3, 3)),
                name="positioning_difficulty_on_the_scale",
                violation_error_message=_("How hard a question is goes from -3 to 3."),
            ),
        ]
