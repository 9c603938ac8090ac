"""A lesson: screens of one idea each, with what is seen and heard of it."""

from collections.abc import Iterator
from typing import Any, ClassVar

import msgspec
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageChooserBlock

from modules.loading.schema import Attached, Lesson, Picture, Screen, Video
from modules.media.keeping import name_medium
from modules.models.activity import Activity

TEXTS = ("title", "text", "example", "figure", "check", "answer")


class VideoBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title of the video"), required=False)
    file = DocumentChooserBlock(label=_("Video (mp4 or webm)"), required=False)
    captions = DocumentChooserBlock(label=_("Captions (vtt)"), required=False)
    transcript = blocks.TextBlock(
        label=_("Transcript"), required=False, help_text=_("Everything that is said and shown, for who reads.")
    )

    class Meta:
        icon = "media"
        label = _("Video")


class PictureBlock(blocks.StructBlock):
    file = ImageChooserBlock(label=_("Picture"), required=False)
    alt = blocks.CharBlock(label=_("What it says to who does not see it"), required=False)

    class Meta:
        icon = "image"
        label = _("Picture")


class AttachedBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"))
    file = DocumentChooserBlock(label=_("Document (PDF)"))

    class Meta:
        icon = "doc-full-inverse"
        label = _("Document to keep")


class ScreenBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Idea"))
    text = blocks.TextBlock(label=_("Text"), help_text=_("Paragraphs, lists with « - », **bold**."))
    example = blocks.TextBlock(label=_("Example"), required=False)
    figure = blocks.CharBlock(label=_("Survey cell"), required=False)
    check = blocks.TextBlock(label=_("Question to try"), required=False)
    answer = blocks.TextBlock(label=_("Its answer"), required=False)
    video = VideoBlock(label=_("Video"), required=False)
    picture = PictureBlock(label=_("Picture"), required=False)
    papers = blocks.ListBlock(AttachedBlock(), label=_("Documents to keep"), required=False, default=[])

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
        return Lesson(**self.frozen_heading(), screens=[freeze_screen(block.value) for block in self.screens])

    def fill(self, written: Lesson) -> None:
        """All but the media, which are documents of the institute (`tie_media`)."""
        self.screens = [("screen", {name: getattr(screen, name) for name in TEXTS}) for screen in written.screens]

    def media(self) -> dict[str, Any]:
        return {name_medium(thing): thing for block in self.screens for thing in chosen_in(block.value)}

    def tie_media(self, written: Lesson, kept: dict[str, Any]) -> None:
        self.screens = [("screen", screen_with_media(screen, kept)) for screen in written.screens]


def freeze_screen(value: Any) -> Screen:
    """What an author left empty is not there: a screen without media is what it was before there were any."""
    texts: dict[str, Any] = {name: value.get(name) or "" for name in TEXTS}
    screen = Screen(**texts)
    video, picture, papers = value.get("video"), value.get("picture"), value.get("papers")
    if video and video.get("file"):
        captions = video.get("captions")
        screen.video = Video(
            title=video.get("title") or video["file"].title,
            file=name_medium(video["file"]),
            captions=name_medium(captions) if captions else "",
            transcript=video.get("transcript") or "",
        )
    if picture and picture.get("file"):
        screen.picture = Picture(file=name_medium(picture["file"]), alt=picture.get("alt") or "")
    if papers:
        screen.papers = [Attached(title=each["title"], file=name_medium(each["file"])) for each in papers]
    return screen


def chosen_in(value: Any) -> Iterator[Any]:
    """The documents and pictures of a screen."""
    video, picture = value.get("video") or {}, value.get("picture") or {}
    found = [video.get("file"), video.get("captions") if video.get("file") else None, picture.get("file")]
    found += [each["file"] for each in value.get("papers") or []]
    yield from (each for each in found if each is not None)


def screen_with_media(screen: Screen, kept: dict[str, Any]) -> dict[str, Any]:
    value: dict[str, Any] = {name: getattr(screen, name) for name in TEXTS}
    if screen.video:
        value["video"] = msgspec.to_builtins(screen.video) | {
            "file": kept[screen.video.file],
            "captions": kept[screen.video.captions] if screen.video.captions else None,
        }
    if screen.picture:
        value["picture"] = {"file": kept[screen.picture.file], "alt": screen.picture.alt}
    if screen.papers:
        value["papers"] = [{"title": each.title, "file": kept[each.file]} for each in screen.papers]
    return value
