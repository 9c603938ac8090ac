"""What an editor may want to read again on a page: where, and whom it keeps out. Nothing is ever held back for it.

The checks read the page as it stands in the studio, draft or not, and ask the database nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from html.parser import HTMLParser
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page

from cms.models.easy import EasyToRead
from cms.prose import LINK

# fmt: off
SAYS_NOTHING = {
    "ici", "là", "cliquez ici", "cliquer ici", "clic", "lien", "ce lien", "le lien", "suivez ce lien", "lire",
    "lire la suite", "la suite", "suite", "en savoir plus", "savoir plus", "plus", "plus d’informations",
    "plus d’infos", "voir", "voir plus", "page", "cette page", "la page", "site", "ce site", "le site",
    "document", "télécharger", "détails", "here", "click here", "link", "read more", "more",
}
# fmt: on
ADDRESS = re.compile(r"^(https?://|www\.)\S+$", re.IGNORECASE)
NAME_OF_FILE = re.compile(
    r"\.(jpe?g|png|gif|webp|avif|heic|svg)$|^(img|dsc|image|photo|capture)[ _-]?\d*$", re.IGNORECASE
)
LONGEST_HEADING = 90
LONGEST_DESCRIPTION = 200


class Kind(StrEnum):
    HTML = "html"
    PROSE = "prose"
    """The little markup of `cms.prose`."""
    PICTURE = "picture"


@dataclass(frozen=True)
class Piece:
    """A text or a picture of a page, and where the editor finds it."""

    kind: Kind
    value: Any
    where: str
    anchor: str


@dataclass(frozen=True)
class Remark:
    where: str
    """In words, as the editor of the page names it."""
    words: str
    anchor: str
    """The same place, as the address of a part of the editor's page."""


def find_remarks(page: Page) -> list[Remark]:
    """In the order of the page. Headings are followed from one piece to the next: a page is read as a whole."""
    found: list[Remark] = []
    above = 1  # the title of the page
    for piece in read_pieces(page):
        if piece.kind is Kind.PICTURE:
            words = judge_picture(piece.value)
        elif piece.kind is Kind.PROSE:
            words = [judge_link(link[1]) for link in LINK.finditer(piece.value)]
        else:
            text = Text(piece.value)
            words = [*judge_headings(text.headings, above), *map(judge_link, text.links), *map(judge_bold, text.bold)]
            above = text.headings[-1][0] if text.headings else above
        found += [Remark(piece.where, each, piece.anchor) for each in words if each]
    if isinstance(page, EasyToRead) and page.easy_is_stale:
        stale = _(
            "The page has changed since it was written, so visitors no longer see it. Change it, or say below that it "
            "still holds."
        )
        found.append(Remark(_("Easy edition"), stale, "#id_easy_read_again"))
    return found


def judge_headings(headings: list[tuple[int, str]], above: int) -> Iterator[str]:
    for level, words in headings:
        if not words:
            yield _("A heading is empty: a screen reader stops there for nothing. Write it or take it away.")
        elif level > above + 1:
            yield _(
                "“%(heading)s” is a small heading without a larger one above it: who goes from heading to heading "
                "looks for what is missing. Make it a larger heading."
            ) % {"heading": words}
        above = level


def judge_link(words: str) -> str:
    """What is wrong with the words of a link; nothing for those that say where it leads."""
    said = " ".join(words.replace("\N{RIGHTWARDS ARROW}", " ").split()).strip(" .…:!?»«>\"'").lower().replace("'", "’")
    if not said:
        return _("A link has no words: nobody knows that it is there. Write where it leads.")
    if ADDRESS.match(said):
        return _(
            "The link “%(words)s” is an address: a screen reader spells it. Write the name of the page it opens, for "
            "example “The social housing site”."
        ) % {"words": words}
    if said in SAYS_NOTHING:
        return _(
            "The link “%(words)s” does not say where it leads: read alone, in the list of links of a screen reader, it "
            "is lost. Write the name of the page it opens."
        ) % {"words": words}
    return ""


def judge_bold(words: str) -> str:
    return _("“%(words)s” is bold to look like a heading: a screen reader does not find it. Make it a heading.") % {
        "words": words
    }


def judge_picture(image: Any) -> list[str]:
    if image is None or image.decorative:
        return []
    words = (image.contextual_alt_text or "").strip()
    if not words:
        return [
            _(
                "The picture “%(title)s” has no description: who does not see it does not know what it shows. "
                "Say it in a sentence, or tick that it is decorative."
            )
            % {"title": image.title}
        ]
    if NAME_OF_FILE.search(words):
        return [_("The description “%(words)s” is the name of a file. Say what the picture shows.") % {"words": words}]
    if len(words) > LONGEST_DESCRIPTION:
        return [
            _(
                "The description of the picture “%(title)s” is long: a screen reader says it in one breath. Put what "
                "it explains in the text."
            )
            % {"title": image.title}
        ]
    return []


def read_pieces(page: Page) -> Iterator[Piece]:
    """The texts and pictures that are this kind of page's own, in the order of its fields."""
    own = [field for field in type(page)._meta.local_fields if not field.is_relation]  # noqa: SLF001 - Django's name
    for field in own:
        value, where = field.value_from_object(page), capfirst(str(field.verbose_name))
        if isinstance(field, StreamField):
            for number, child in enumerate(value or [], 1):
                label = _("%(field)s, block %(number)d (%(label)s)") % {
                    "field": where,
                    "number": number,
                    "label": capfirst(str(child.block.label)),
                }
                yield from _read_block(child.block, child.value, label, f"#block-{child.id}-section")
        elif isinstance(field, models.TextField) and value:
            yield Piece(Kind.PROSE, value, where, f"#id_{field.name}")


def _read_block(block: Any, value: Any, where: str, anchor: str) -> Iterator[Piece]:
    if isinstance(block, ImageBlock):
        yield Piece(Kind.PICTURE, value, where, anchor)
    elif isinstance(block, blocks.RichTextBlock):
        yield Piece(Kind.HTML, getattr(value, "source", None) or "", where, anchor)
    elif isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            yield from _read_block(child, value.get(name), where, anchor)
    elif isinstance(block, blocks.ListBlock):
        for each in value or []:
            yield from _read_block(block.child_block, each, where, anchor)
    elif isinstance(block, blocks.TextBlock) and value:
        yield Piece(Kind.PROSE, str(value), where, anchor)


class Text(HTMLParser):
    """Headings (level, words), words of links, and paragraphs wholly in bold, of a rich text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.headings: list[tuple[int, str]] = []
        self.links: list[str] = []
        self.bold: list[str] = []
        self._open: list[tuple[str, list[str]]] = []
        self._last_bold = ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag in {"h2", "h3", "h4", "a", "p", "b", "strong"}:
            self._open.append((tag, []))

    def handle_data(self, data: str) -> None:
        for _tag, words in self._open:
            words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1][0] != tag:
            return
        words = " ".join("".join(self._open.pop()[1]).split())
        if tag in {"h2", "h3", "h4"}:
            self.headings.append((int(tag[1]), words))
        elif tag == "a":
            self.links.append(words)
        elif tag in {"b", "strong"}:
            self._last_bold = words
        elif tag == "p" and words and words == self._last_bold and len(words) < LONGEST_HEADING:
            self.bold.append(words)
        if tag == "p":
            self._last_bold = ""
