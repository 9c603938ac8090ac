"""A procedure on an invented site, kept as the text an author writes; each of its screens can be previewed."""

from typing import Any, ClassVar

import msgspec
from django.db import models
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel

from modules.activities.virtual_site.checking import find_faults
from modules.activities.virtual_site.preview import preview_context
from modules.activities.virtual_site.source import SourceRefused, read_source
from modules.easy_words import easier, words_of
from modules.loading.schema import VirtualSite
from modules.models.activity import Activity
from modules.studio.forms import ActivityForm
from modules.studio.previewing import PREVIEW_MODES

HEADING = ("key", "title", "minutes", "purpose", "competencies", "easy", "easy_readers")


OTHERWISE = "autrement:"
"""Before the name of a preview that is no screen: no key of a screen holds a colon."""


class VirtualSitePageForm(ActivityForm):
    def clean(self) -> Any:
        """A draft may be half written; what goes before learners can be played to a good end."""
        cleaned = super().clean()
        source = cleaned.get("source")
        if source and not self.is_deferred_validation and "source" not in self.errors:
            try:
                faults = find_faults(read_source(source, WITHOUT_HEADING))
            except SourceRefused as refused:
                faults = [str(refused)]
            if faults:
                self.add_error("source", faults)
        return cleaned


class VirtualSitePage(Activity):
    source = models.TextField(
        gettext_lazy("screens"),
        help_text=gettext_lazy(
            "YAML: service, person, file, papers, phone, tasks, screens, criteria. See docs/contenus.md."
        ),
    )

    base_form_class = VirtualSitePageForm
    content_panels: ClassVar[list[Any]] = [*Activity.content_panels, FieldPanel("source")]

    class Meta:
        app_label = "modules"
        verbose_name = gettext_lazy("virtual administration site")
        verbose_name_plural = gettext_lazy("virtual administration sites")

    def freeze(self) -> VirtualSite:
        return read_source(self.source, self.frozen_heading())

    def fill(self, written: VirtualSite) -> None:
        content = {name: value for name, value in msgspec.to_builtins(written).items() if name not in HEADING}
        self.source = msgspec.yaml.encode(content).decode()

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        """One preview a screen, a path to the good end, then the first screen on a phone, easier, on paper."""
        try:
            screens = self.freeze().screens
        except SourceRefused:
            screens = []
        return [
            *((screen.key, screen.title) for screen in screens),
            ("", _("A path to the good end")),
            *((f"{OTHERWISE}{name}", words) for name, words in PREVIEW_MODES if name != "learner"),
        ]

    @property
    def default_preview_mode(self) -> str:
        return self.preview_modes[0][0]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> TemplateResponse:
        try:
            site = self.freeze()
        except SourceRefused:
            response: TemplateResponse = super().serve_preview(request, "learner")
            return response
        mode = mode_name.removeprefix(OTHERWISE) if mode_name.startswith(OTHERWISE) else ""
        screen = site.start if mode else mode_name
        if mode == "falc":
            site = easier(site, words_of(site))
        template = "modules/virtual_site_preview.html" if screen else "modules/virtual_site_good_path.html"
        return TemplateResponse(request, template, preview_context(site, screen) | {"mode": mode})


WITHOUT_HEADING = {"key": "x", "title": "x", "minutes": 1, "purpose": "x", "competencies": []}
"""The play of a site does not depend on the page's own fields."""
