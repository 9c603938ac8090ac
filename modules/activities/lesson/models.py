"""A lesson: screens of one idea each."""

from typing import Any, ClassVar

import msgspec
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from modules.loading.schema import Lesson, Screen
from modules.models.activity import Activity


class ScreenBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Idea"))
    text = blocks.TextBlock(label=_("Text"), help_text=_("Paragraphs, lists with « - », **bold**."))
    example = blocks.TextBlock(label=_("Example"), required=False)
    figure = blocks.CharBlock(label=_("Survey cell"), required=False)
    check = blocks.TextBlock(label=_("Question to try"), required=False)
    answer = blocks.TextBlock(label=_("Its answer"), required=False)

    class Meta:
        icon = "doc-full"
        label = _("Screen")


class LessonPage(Activity):
    screens = StreamField([("screen", ScreenBlock())], blank=True, verbose_name=_("screens"))

    content_panels: ClassVar[list[Any]] = [*Activity.content_panels, FieldPanel("screens")]

    class Meta:
        app_label = "modules"
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    def freeze(self) -> Lesson:
        screens = [Screen(**{name: value or "" for name, value in block.value.items()}) for block in self.screens]
        return Lesson(**self.frozen_heading(), screens=screens)

    def fill(self, written: Lesson) -> None:
        self.screens = [("screen", msgspec.to_builtins(screen)) for screen in written.screens]
