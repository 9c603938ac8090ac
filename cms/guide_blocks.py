"""Blocks of the guide of procedures: a paper to bring, a step, a common error, who may enter what, an easy page."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ChoiceBlock, ListBlock, StructBlock, TextBlock

from cms.examples import example

PROCEDURE = "guide/declarer-ses-ressources"
# Who enters it: (key, words), and the icon and kind of tag that always go with them (look.md §1: words before signs)
WHO_ENTERS = [
    ("person", _("The person, alone")),
    ("beside", _("The person, with you beside them")),
    ("mandate", _("You, with a written mandate")),
    ("nobody", _("Never you")),
]
WHO_LOOKS = {
    "person": ("ok", "user"),
    "beside": ("ok", "users"),
    "mandate": ("warn", "clipboard-text"),
    "nobody": ("err", "hand-palm"),
}
PICTURES = [
    ("chairs", _("two chairs at a table")),
    ("notebook", _("a notebook")),
    ("clock", _("a clock")),
    ("letter", _("a letter")),
    ("key", _("a key")),
    ("phone", _("a phone")),
]


class PaperBlock(StructBlock):
    name = CharBlock(label=_("paper"), help_text=_("For example: identity document, both sides."))
    note = CharBlock(
        label=_("to know"), required=False, help_text=_("For example: a photo taken with the phone is enough.")
    )

    class Meta:
        icon = "doc-empty"
        label = _("paper")
        template = "cms/blocks/paper.html"
        preview_template = "cms/blocks/preview_ticks.html"
        description = _("A paper to have at hand, and what one must know of it.")
        preview_value = example(PROCEDURE, "papers", 0)


class StepBlock(StructBlock):
    title = CharBlock(label=_("step"), help_text=_("Begin with a verb: Open the account."))
    text = TextBlock(
        label=_("how to do it with the person"),
        help_text=_("Who holds the mouse, what one looks at. For example: she types her password, you look away."),
    )

    class Meta:
        icon = "list-ol"
        label = _("step")
        template = "cms/blocks/step.html"
        description = _("One gesture of the procedure, and how to do it with the person.")
        preview_value = example(PROCEDURE, "steps", 3)


class MistakeBlock(StructBlock):
    happens = CharBlock(label=_("what happens"), help_text=_("For example: the code never comes."))
    mend = TextBlock(label=_("what to do"), help_text=_("For example: wait two minutes, then ask for it once more."))

    class Meta:
        icon = "warning"
        label = _("common error")
        template = "cms/blocks/mistake.html"
        preview_template = "cms/blocks/preview_faults.html"
        description = _("What gets stuck, and what to do then.")
        preview_value = example(PROCEDURE, "mistakes", 0)


class EntryRuleBlock(StructBlock):
    """Who may enter what: one line of the charter of use."""

    what = CharBlock(label=_("what is entered"), help_text=_("For example: the password."))
    who = ChoiceBlock(label=_("who enters it"), choices=WHO_ENTERS)
    why = CharBlock(label=_("why"), max_length=300, help_text=_("For example: it opens the whole file."))

    class Meta:
        icon = "key"
        label = _("who may enter what")
        description = _("One thing to enter, and whose hand enters it.")
        preview_value = example(PROCEDURE, "rules", 1)
        template = "cms/blocks/entry_rule.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        kind, icon = WHO_LOOKS[value["who"]]
        looks = {"kind": kind, "icon": icon, "words": dict(WHO_ENTERS)[value["who"]]}
        return super().get_context(value, parent_context) | looks


class EasyBlock(StructBlock):
    """A picture and the few lines beside it, on the sheet to hand out."""

    title = CharBlock(label=_("title"), help_text=_("For example: I get ready."))
    picture = ChoiceBlock(label=_("picture"), choices=PICTURES)
    picture_words = CharBlock(
        label=_("what the picture shows"), help_text=_("For who does not see it: an open notebook and a pen.")
    )
    lines = ListBlock(
        CharBlock(max_length=70),
        label=_("lines"),
        min_num=1,
        max_num=5,
        help_text=_("One idea a line, in short words."),
    )

    class Meta:
        icon = "image"
        label = _("picture and lines")


class EasySheetBlock(StructBlock):
    """The sheet to hand out: one A4 page, one idea a line."""

    title = CharBlock(label=_("title"), help_text=_("As the person says it: I declare my income."))
    blocks = ListBlock(EasyBlock(), label=_("pictures and lines"), min_num=1, max_num=3)
    word = StructBlock(
        [("word", CharBlock(label=_("word"))), ("meaning", CharBlock(label=_("meaning")))], label=_("the hard word")
    )
    fill_title = CharBlock(label=_("title above the lines to fill"), help_text=_("For example: I write here."))
    fill = ListBlock(CharBlock(max_length=70), label=_("lines to fill by hand"), min_num=1, max_num=3)

    class Meta:
        icon = "doc-full"
        label = _("sheet to hand out")
        preview_template = "cms/blocks/sheet_preview.html"
        description = _("One A4 page for the person: one idea a line, pictures, lines to fill by hand.")
        preview_value = example(PROCEDURE, "sheet")
