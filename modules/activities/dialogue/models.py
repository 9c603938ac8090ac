"""A conversation with an accompanied person, kept as the text an author writes."""

from typing import Any, ClassVar

import msgspec
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from modules.loading.schema import Dialogue
from modules.models.activity import Activity

HEADING = ("key", "title", "minutes", "purpose", "competencies", "easy", "easy_readers")


class DialoguePage(Activity):
    script = models.TextField(
        _("script"), help_text=_("YAML: person, place, pressure, exchanges with their choices. See docs/contenus.md.")
    )

    content_panels: ClassVar[list[Any]] = [*Activity.content_panels, FieldPanel("script")]

    class Meta:
        app_label = "modules"
        verbose_name = _("dialogue")
        verbose_name_plural = _("dialogues")

    def freeze(self) -> Dialogue:
        content = msgspec.yaml.decode(self.script.encode()) | self.frozen_heading()
        return msgspec.convert(content, Dialogue)

    def fill(self, written: Dialogue) -> None:
        content = {name: value for name, value in msgspec.to_builtins(written).items() if name not in HEADING}
        self.script = msgspec.yaml.encode(content).decode()
