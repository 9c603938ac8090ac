"""Orientation cases, kept as the text an author writes; the places come from the directory it names."""

from typing import Any, ClassVar

import msgspec
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from modules.activities.orientation.copying import copy_directories, without_directories
from modules.loading.schema import Orientation
from modules.models.activity import Activity

HEADING = ("key", "title", "minutes", "purpose", "competencies", "easy", "easy_readers")


class OrientationPage(Activity):
    source = models.TextField(
        _("cases"), help_text=_("YAML: intro, cases with their needs and directory, debrief. See docs/contenus.md.")
    )

    content_panels: ClassVar[list[Any]] = [*Activity.content_panels, FieldPanel("source")]

    class Meta:
        app_label = "modules"
        verbose_name = _("orientation cases")
        verbose_name_plural = _("orientation cases")

    def freeze(self) -> Orientation:
        content = msgspec.yaml.decode(self.source.encode()) | self.frozen_heading()
        return copy_directories(msgspec.convert(content, Orientation))

    def fill(self, written: Orientation) -> None:
        content = msgspec.to_builtins(without_directories(written))
        self.source = msgspec.yaml.encode(
            {name: each for name, each in content.items() if name not in HEADING}
        ).decode()
