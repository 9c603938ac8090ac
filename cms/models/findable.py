"""What a page says to the search of the site."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.search import index


@dataclass(frozen=True)
class Heading:
    """Under which a page is listed: its key in the address, its words on screen."""

    key: str
    words: str | Promise


TEXTS = Heading("pages", _("Pages"))
GUIDE = Heading("guide", _("Guide of procedures"))
WATCH = Heading("veille", _("Watch"))
SHEETS = Heading("fiches", _("Sheets to print"))
PLACES = Heading("lieux", _("Places"))

DESCRIPTION = index.SearchField("search_description")


class Findable:
    """Mixin of a page that anyone may find, once live and restricted to nobody. No other page is ever found."""

    found_as: ClassVar[Heading] = TEXTS
    objects: ClassVar[Any]
    writing_words: ClassVar[str | Promise] = ""
    """What the first page of the studio calls writing one (« A note of the watch »); empty: not offered there."""

    @classmethod
    def findable(cls) -> Any:
        """Those of its pages that may be found at all."""
        return cls.objects.all()
