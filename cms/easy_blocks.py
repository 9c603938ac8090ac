"""Blocks of an easy edition: a few lines under a title, a word explained."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ChoiceBlock, ListBlock, StructBlock, TextBlock

from cms.examples import example
from cms.guide_blocks import PICTURES

EXAMPLES = "facile/vos-donnees"


class EasyPartBlock(StructBlock):
    """One idea: its title, its lines; a picture helps more than a sentence."""

    title = CharBlock(label=_("title"), help_text=_("For example: What is this site?"))
    picture = ChoiceBlock(label=_("picture"), choices=PICTURES, required=False)
    lines = ListBlock(
        CharBlock(max_length=110),
        label=_("lines"),
        min_num=1,
        max_num=8,
        help_text=_("One sentence a line, one idea a sentence: « You choose your password. »"),
    )

    class Meta:
        icon = "image"
        label = _("title and lines")
        template = "cms/blocks/easy_part.html"
        preview_template = "cms/blocks/easy_preview.html"
        description = _("One idea of the page in easy words: a title, a few lines, a picture that helps.")
        preview_value = example(EXAMPLES, 0, "part")


class EasyWordBlock(StructBlock):
    """A word one cannot do without, said in everyday words."""

    word = CharBlock(label=_("word"), help_text=_("For example: Mandate."))
    meaning = TextBlock(label=_("meaning"), help_text=_("For example: a paper that says that you may act for someone."))

    class Meta:
        icon = "help"
        label = _("word explained")
        template = "cms/blocks/easy_word.html"
        preview_template = "cms/blocks/easy_preview.html"
        description = _("A hard word that the lines cannot do without, and what it means.")
        preview_value = example(EXAMPLES, -1, "word")


EASY_BLOCKS = [("part", EasyPartBlock()), ("word", EasyWordBlock())]
