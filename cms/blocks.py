"""Blocks that pages of the site are made of."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.figures import read_figure

POSTURES = [
    ("instead", _("Doing in their place")),
    ("with", _("Doing with")),
    ("explain", _("Explaining")),
    ("relay", _("Passing on")),
]
# look.md §8: a posture always has the same icon
POSTURE_ICONS = {"instead": "hand", "with": "users", "explain": "presentation", "relay": "share-fat"}
RICH_TEXT = ["h2", "h3", "bold", "link", "ul", "ol", "document-link"]


class CellBlock(blocks.CharBlock):
    """The key of a survey cell: the figure is read from it, so that nobody types a number."""

    def clean(self, value: Any) -> Any:
        key = super().clean(value)
        if key and read_figure(key) is None:
            raise ValidationError(_("No cell of the survey has this key. It looks like T04/total/non."))
        return key


class FigureBlock(blocks.StructBlock):
    cell = CellBlock(label=_("survey cell"))
    message = blocks.TextBlock(label=_("sentence after the figure"), required=False)

    class Meta:
        icon = "table"
        label = _("survey figure")
        template = "cms/blocks/figure.html"


class NoteBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("first words"))
    text = blocks.TextBlock(label=_("text"))

    class Meta:
        icon = "info-circle"
        label = _("note")
        template = "cms/blocks/note.html"


class AnswerBlock(blocks.StructBlock):
    """One way to answer, and what it changes for the person."""

    says = blocks.TextBlock(label=_("what you say"))
    posture = blocks.ChoiceBlock(label=_("posture"), choices=POSTURES)
    reaction = blocks.TextBlock(label=_("what the person answers"))
    why = blocks.TextBlock(label=_("what it changes"))

    class Meta:
        label = _("answer")


class TrialBlock(blocks.StructBlock):
    """A situation to try without an account: one question, a reaction for each answer, nothing recorded."""

    title = blocks.CharBlock(label=_("title"))
    scene = blocks.TextBlock(label=_("scene"))
    speaker = blocks.CharBlock(label=_("person"))
    speech = blocks.TextBlock(label=_("what the person says"))
    answers = blocks.ListBlock(AnswerBlock(), label=_("answers"), min_num=2, max_num=4)

    class Meta:
        icon = "comment"
        label = _("situation")


class WayBlock(blocks.StructBlock):
    """A way to learn: what it is called, what one does."""

    kicker = blocks.CharBlock(label=_("in a few words"))
    title = blocks.CharBlock(label=_("title"))
    text = blocks.TextBlock(label=_("text"))

    class Meta:
        label = _("way to learn")
