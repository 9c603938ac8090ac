"""Questions of the 2018 survey, word for word, beside the cell that counts them; or what one thinks of the module."""

from typing import Any, ClassVar

import msgspec
from django.db import models
from django.utils.translation import gettext_lazy as _
from msgspec import UNSET
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from modules.loading.schema import Questionnaire, SurveyAnswer, SurveyQuestion
from modules.models.activity import Activity


class SurveyAnswerBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Answer"))
    cell = blocks.CharBlock(label=_("Survey cell"), required=False)


class SurveyQuestionBlock(blocks.StructBlock):
    key = blocks.CharBlock(label=_("Key"))
    number = blocks.IntegerBlock(
        label=_("Number in 2018"), default=0, min_value=0, help_text=_("0 for a question of your own.")
    )
    text = blocks.TextBlock(label=_("Word for word"))
    several = blocks.BooleanBlock(label=_("Several answers"), required=False)
    answers = blocks.ListBlock(SurveyAnswerBlock(), label=_("Answers"))
    caution = blocks.TextBlock(label=_("Caution"), required=False)

    class Meta:
        icon = "help"
        label = _("Survey question")


class QuestionnairePage(Activity):
    intro = models.TextField(_("introduction"), blank=True)
    questions = StreamField([("question", SurveyQuestionBlock())], blank=True, verbose_name=_("questions"))
    debrief = models.TextField(_("debrief"), blank=True)
    is_anonymous = models.BooleanField(
        _("anonymous"),
        default=False,
        help_text=_("What learners think of the module: answers are counted, no one’s is kept. Asked once."),
    )

    content_panels: ClassVar[list[Any]] = [
        *Activity.content_panels,
        FieldPanel("is_anonymous"),
        FieldPanel("intro"),
        FieldPanel("questions"),
        FieldPanel("debrief"),
    ]

    class Meta:
        app_label = "modules"
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")

    def freeze(self) -> Questionnaire:
        questions = [_frozen_question(block.value) for block in self.questions]
        return Questionnaire(
            **self.frozen_heading(),
            intro=self.intro,
            questions=questions,
            debrief=self.debrief,
            anonymous=True if self.is_anonymous else UNSET,
        )

    def fill(self, written: Questionnaire) -> None:
        self.intro, self.debrief, self.is_anonymous = written.intro, written.debrief, written.anonymous is True
        self.questions = [("question", msgspec.to_builtins(question)) for question in written.questions]


def _frozen_question(value: Any) -> SurveyQuestion:
    return SurveyQuestion(
        key=value["key"],
        number=value["number"],
        text=value["text"],
        several=bool(value["several"]),
        answers=[SurveyAnswer(text=answer["text"], cell=answer["cell"] or "") for answer in value["answers"]],
        caution=value["caution"] or "",
    )
