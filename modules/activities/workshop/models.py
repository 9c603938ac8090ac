"""A workshop: a sequence in a room, the trainer's sheet of it, and papers to hand out."""

from typing import Any, ClassVar

import msgspec
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField

from modules.loading.schema import Handout, Workshop, WorkshopStep
from modules.models.activity import Activity


class WorkshopStepBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Step"))
    minutes = blocks.IntegerBlock(label=_("Minutes"), min_value=1, max_value=210, default=10)
    does = blocks.TextBlock(label=_("What the trainer does"))
    done = blocks.TextBlock(label=_("What the group did"), help_text=_("Read afterwards by who came."))
    ready = blocks.TextBlock(label=_("On the tables"), required=False)

    class Meta:
        icon = "time"
        label = _("Step")


class HandoutBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.TextBlock(label=_("Text"), max_length=6000, help_text=_("Paragraphs, lists with « - », **bold**."))

    class Meta:
        icon = "doc-full"
        label = _("Handout")


class WorkshopPage(Activity):
    intro = models.TextField(_("what it is"), blank=True)
    bring = models.TextField(_("what to bring"), blank=True, help_text=_("One thing a line, read by each learner."))
    room = models.TextField(_("before the workshop"), blank=True, help_text=_("The room and what to set up in it."))
    steps = StreamField([("step", WorkshopStepBlock())], blank=True, verbose_name=_("sequence"))
    watch = models.TextField(_("what to keep an eye on"), blank=True)
    handouts = StreamField([("handout", HandoutBlock())], blank=True, verbose_name=_("handouts"))
    debrief = models.TextField(_("debrief"), blank=True)

    content_panels: ClassVar[list[Any]] = [
        *Activity.content_panels,
        MultiFieldPanel(
            [FieldPanel("intro"), FieldPanel("bring"), FieldPanel("debrief")], heading=_("What a learner reads")
        ),
        MultiFieldPanel([FieldPanel("room"), FieldPanel("watch")], heading=_("Trainer’s sheet")),
        FieldPanel("steps"),
        FieldPanel("handouts"),
    ]

    class Meta:
        app_label = "modules"
        verbose_name = _("workshop")
        verbose_name_plural = _("workshops")

    def freeze(self) -> Workshop:
        steps = [freeze_step(block.value) for block in self.steps]
        return Workshop(
            **self.frozen_heading(),
            intro=self.intro,
            bring=[line.strip() for line in self.bring.splitlines() if line.strip()],
            room=self.room,
            steps=steps,
            watch=self.watch,
            handouts=[Handout(title=each.value["title"], text=each.value["text"]) for each in self.handouts],
            debrief=self.debrief,
        )

    def fill(self, written: Workshop) -> None:
        self.intro, self.room, self.watch, self.debrief = written.intro, written.room, written.watch, written.debrief
        self.bring = "\n".join(written.bring)
        self.steps = [("step", msgspec.to_builtins(step)) for step in written.steps]
        self.handouts = [("handout", msgspec.to_builtins(handout)) for handout in written.handouts]


def freeze_step(value: Any) -> WorkshopStep:
    return WorkshopStep(
        title=value["title"],
        minutes=value["minutes"],
        does=value["does"],
        done=value["done"],
        ready=value["ready"] or "",
    )
