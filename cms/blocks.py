"""Blocks that pages of the site are made of."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page

from cms.examples import example
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
    cell = CellBlock(label=_("survey cell"), help_text=_("Its key in the survey. For example: T04/total/non."))
    message = blocks.TextBlock(
        label=_("sentence after the figure"),
        required=False,
        help_text=_("What the figure says, without the number. For example: most have learned alone."),
    )

    class Meta:
        icon = "table"
        label = _("survey figure")
        description = _("A percentage of the 2018 survey, with its base and its source: nobody types the number.")
        preview_value = {"cell": "T04/total/non", "message": "n’ont jamais été formés à l’aide numérique."}
        template = "cms/blocks/figure.html"


class NoteBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("first words"), help_text=_("For example: Before you begin."))
    text = blocks.TextBlock(label=_("text"), help_text=_("One or two sentences that must not be missed."))

    class Meta:
        icon = "info-circle"
        label = _("note")
        description = _("What must not be missed, apart from the text.")
        preview_value = {
            "title": "Avant de commencer",
            "text": "La personne a besoin de son téléphone : un code y arrive pendant la démarche.",
        }
        template = "cms/blocks/note.html"


class RichBlock(blocks.RichTextBlock):
    """Titles, paragraphs, lists and links."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"features": RICH_TEXT} | kwargs)

    class Meta:
        label = _("text")
        template = "cms/blocks/text.html"
        help_text = _("Titles, paragraphs and lists. A link is named after the page it opens, never “click here”.")
        description = _("Titles, paragraphs, lists and links.")
        preview_value = (
            "<h2>Qui peut saisir quoi</h2><p>La personne tape ce qui ouvre son compte. Vous êtes à côté.</p>"
            "<ul><li>Son identifiant et son mot de passe : elle, seule.</li><li>Un montant : elle, avec vous.</li></ul>"
        )


class PictureBlock(blocks.StructBlock):
    """A picture with the words that say it, whole or cut around its focal point."""

    image = ImageBlock(label=_("Picture"))
    shape = blocks.ChoiceBlock(
        label=_("shape"),
        choices=[("whole", _("Whole")), ("band", _("A wide band around its focal point"))],
        default="whole",
        help_text=_("A screenshot stays whole; the focal point is chosen in “Images”, on the picture itself."),
    )
    legend = blocks.CharBlock(
        label=_("legend"), required=False, help_text=_("For example: the home page of the invented site, March 2026.")
    )

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "cms/blocks/picture.html"
        description = _("A drawing or a screenshot, described for who does not see it.")

    def get_preview_value(self) -> Any:
        """The latest picture of the site; without one, only the legend."""
        image = self.child_blocks["image"].child_blocks["image"].target_model.objects.order_by("-pk").first()
        value = {
            "image": image and image.pk,
            "shape": "band",
            "legend": "L’image est coupée autour de son point d’intérêt.",
        }
        return self.normalize(self.to_python(value))


class PageBlock(blocks.PageChooserBlock):
    """A page of the site, chosen."""

    class Meta:
        icon = "doc-empty-inverse"
        label = _("page")
        template = "cms/blocks/page.html"
        help_text = _("Shown only while it is published.")
        description = _("A page of the site: its title, and what its description says.")

    def get_preview_value(self) -> Any:
        return Page.objects.live().public().filter(depth=3).order_by("path").first()


class PromiseBlock(blocks.TextBlock):
    class Meta:
        icon = "tick"
        label = _("promise")
        template = "cms/blocks/promise.html"
        preview_template = "cms/blocks/preview_ticks.html"
        help_text = _("One sentence that one can check. For example: nobody but you reads your answers.")
        description = _("One sentence that one can check.")
        preview_value = example("home", "promises", 0)


class AnswerBlock(blocks.StructBlock):
    """One way to answer, and what it changes for the person."""

    says = blocks.TextBlock(label=_("what you say"), help_text=_("As one would say it, without quotation marks."))
    posture = blocks.ChoiceBlock(label=_("posture"), choices=POSTURES)
    reaction = blocks.TextBlock(label=_("what the person answers"), help_text=_("For example: Good. And now?"))
    why = blocks.TextBlock(
        label=_("what it changes"), help_text=_("What this answer allows and what it closes, without marks or blame.")
    )

    class Meta:
        label = _("answer")


class TrialBlock(blocks.StructBlock):
    """A situation to try without an account: one question, a reaction for each answer, nothing recorded."""

    title = blocks.CharBlock(label=_("title"), help_text=_("For example: Mme Ferrand holds out her phone."))
    scene = blocks.TextBlock(label=_("scene"), help_text=_("Two sentences: where, who waits, what is urgent."))
    speaker = blocks.CharBlock(label=_("person"), help_text=_("An invented first name and name: Odile Ferrand."))
    speech = blocks.TextBlock(label=_("what the person says"), help_text=_("One sentence, without quotation marks."))
    answers = blocks.ListBlock(AnswerBlock(), label=_("answers"), min_num=2, max_num=4)

    class Meta:
        icon = "comment"
        label = _("situation")
        template = "cms/blocks/trial.html"
        description = _("A question, two to four answers, and what each changes. Nothing is recorded.")
        preview_value = example("home", "trial", 0)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Alone in the preview of an editor, it is the first and only one."""
        return {"trial": {"total": 1}, **super().get_context(value, parent_context)}


class WayBlock(blocks.StructBlock):
    """A way to learn: what it is called, what one does."""

    kicker = blocks.CharBlock(label=_("in a few words"), help_text=_("For example: twenty minutes, alone."))
    title = blocks.CharBlock(label=_("title"), help_text=_("Begin with a verb: Try a conversation."))
    text = blocks.TextBlock(label=_("text"), help_text=_("Two sentences: what one does there."))

    class Meta:
        icon = "list-ul"
        label = _("way to learn")
        template = "cms/blocks/way.html"
        description = _("What one does to learn, in three lines.")
        preview_value = example("home", "ways", 0)
