"""The sheets to print, as the search of the site reads them."""

from collections.abc import Iterator

from django.urls import reverse

from cms.search.shelf import Leaflet
from modules.sheets.reading import Sheet, read_sheets


def read_leaflets() -> Iterator[Leaflet]:
    for sheet in read_sheets().values():
        yield Leaflet(reverse("modules:sheet", args=[sheet.key]), sheet.title, _words_of(sheet))


def _words_of(sheet: Sheet) -> str:
    """Each line a sentence of its own, as on the sheet."""
    blocks = [words for block in sheet.blocks for words in (block.title, *block.lines)]
    return ". ".join([*blocks, f"{sheet.word.word} : {sheet.word.meaning}", sheet.fill_title, *sheet.fill])
