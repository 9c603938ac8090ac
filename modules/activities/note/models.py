"""A reflective note: private prompts on one's own gestures, never on an accompanied person."""

from typing import Any, ClassVar

import msgspec
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from modules.loading.schema import Note, Prompt
from modules.models.activity import Activity


class PromptBlock(blocks.StructBlock):
    key = blocks.CharBlock(label=_("Key"))
    label = blocks.CharBlock(label=_("Prompt"))
    hint = blocks.TextBlock(label=_("Hint"), required=False)
    choices = blocks.ListBlock(blocks.CharBlock(), label=_("Choices"), required=False, default=[])
    lines = blocks.IntegerBlock(label=_("Lines"), min_value=1, max_value=12, default=3)

    class Meta:
        icon = "edit"
        label = _("Prompt")


class NotePage(Activity):
    intro = models.TextField(_("introduction"), blank=True)
    prompts = StreamField([("prompt", PromptBlock())], blank=True, verbose_name=_("prompts"))
    debrief = models.TextField(_("debrief"), blank=True)

    content_panels: ClassVar[list[Any]] = [
        *Activity.content_panels,
        FieldPanel("intro"),
        FieldPanel("prompts"),
        FieldPanel("debrief"),
    ]

    class Meta:
        app_label = "modules"
        verbose_name = _("reflective note")
        verbose_name_plural = _("reflective notes")

    def freeze(self) -> Note:
        prompts = [
            Prompt(
                key=block.value["key"],
                label=block.value["label"],
                hint=block.value["hint"] or "",
                choices=list(block.value["choices"]),
                lines=block.value["lines"],
            )
            for block in self.prompts
        ]
        return Note(**self.frozen_heading(), intro=self.intro, prompts=prompts, debrief=self.debrief)

    def fill(self, written: Note) -> None:
        self.intro, self.debrief = written.intro, written.debrief
        self.prompts = [("prompt", msgspec.to_builtins(prompt)) for prompt in written.prompts]
