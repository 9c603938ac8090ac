"""Questions of the 2018 survey, word for word: one's own answer beside the cell that counts it."""

from typing import Any, ClassVar

import msgspec
from django.db import models
from django.utils.translation import gettext_lazy as _
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
    number = blocks.IntegerBlock(label=_("Number in 2018"))
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

    content_panels: ClassVar[list[Any]] = [
        *Activity.content_panels,
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
        return Questionnaire(**self.frozen_heading(), intro=self.intro, questions=questions, debrief=self.debrief)

    def fill(self, written: Questionnaire) -> None:
        self.intro, self.debrief = written.intro, written.debrief
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
