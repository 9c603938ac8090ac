"""A quiz: questions of the bank, in one list or in two parallel forms."""

from typing import Any, ClassVar, cast

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable, TranslatableMixin

from modules.activities.quiz.panels import QuizQuestionsPanel
from modules.loading.schema import Mode, Quiz
from modules.models.activity import Activity


class QuizMode(models.TextChoices):
    PRETEST = "pretest", _("Test before: no evidence, nothing corrected")
    POSTTEST = "posttest", _("Test after: measured evidence")
    APPLIED = "applied", _("Applied: practice, corrected at once")


class QuizForm(models.TextChoices):
    SINGLE = "", _("One form")
    A = "A", _("Form A")
    B = "B", _("Form B")


class QuizPage(Activity):
    mode = models.CharField(_("mode"), max_length=8, choices=QuizMode, default=QuizMode.APPLIED)
    mastery = models.PositiveSmallIntegerField(_("mastery, in %"), default=70, validators=[MaxValueValidator(100)])
    intro = models.TextField(_("introduction"), blank=True)
    debrief = models.TextField(_("debrief"), blank=True)

    content_panels: ClassVar[list[Any]] = [
        *Activity.content_panels,
        FieldPanel("mode"),
        FieldPanel("mastery"),
        FieldPanel("intro"),
        QuizQuestionsPanel("quiz_questions", label=_("Questions")),
        FieldPanel("debrief"),
    ]

    class Meta:
        app_label = "modules"
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")

    def freeze(self) -> Quiz:
        keys: dict[str, list[str]] = {form: [] for form in QuizForm.values}
        for row in self.quiz_questions.all():
            keys[row.form].append(row.question.key)
        return Quiz(
            **self.frozen_heading(),
            mode=cast("Mode", self.mode),
            mastery=self.mastery,
            intro=self.intro,
            debrief=self.debrief,
            questions=keys[QuizForm.SINGLE],
            form_a=keys[QuizForm.A],
            form_b=keys[QuizForm.B],
        )

    def fill(self, written: Quiz) -> None:
        """All but the questions, which the loader ties (`tie_questions`): they are rows of the bank."""
        self.mode, self.mastery, self.intro, self.debrief = (
            written.mode,
            written.mastery,
            written.intro,
            written.debrief,
        )

    def asked_questions(self) -> set[int]:
        return {row.question_id for row in self.quiz_questions.all()}

    def tie_questions(self, written: Quiz, bank: dict[str, Any]) -> None:
        """Put the questions of the bank in the order of the file."""
        forms = [
            (QuizForm.SINGLE, written.questions),
            (QuizForm.A, written.form_a),
            (QuizForm.B, written.form_b),
        ]
        pairs = [(form, bank[key]) for form, keys in forms for key in keys]
        self.quiz_questions.set(
            [
                QuizQuestion(locale=self.locale, sort_order=position, form=form, question=question)
                for position, (form, question) in enumerate(pairs)
            ]
        )


class QuizQuestion(TranslatableMixin, Orderable):
    quiz = ParentalKey(QuizPage, on_delete=models.CASCADE, related_name="quiz_questions")
    question = models.ForeignKey(
        "modules.Question", models.CASCADE, related_name="quiz_questions", verbose_name=_("question")
    )
    form = models.CharField(_("form"), max_length=1, choices=QuizForm, blank=True)

    panels: ClassVar[list[Any]] = [FieldPanel("question"), FieldPanel("form")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        app_label = "modules"
        verbose_name = _("question of a quiz")
