"""The site in English, under `/en/`: the same addresses, the interface in English, and the pages that are said so.

The language is in the address: no cookie, no question to the browser, one address a language for search engines. Every
address that is written while `/en/…` is answered begins with `/en/` too, so that a reader stays in their language.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import get_script_prefix, set_script_prefix
from django.utils import translation

FRENCH: Final = "fr"
ENGLISH: Final = "en"
PREFIX: Final = "/en"
FRENCH_ONLY: Final = ("/studio/", "/documents/", "/media/", "/sitemap.xml", "/robots.txt")
"""What has a language of its own, or none."""


class ReadingLanguage:
    """A middleware: put it before those that look at the address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        asked = request.path_info
        if not asked.startswith(f"{PREFIX}/"):
            return self.get_response(request)
        bare = asked.removeprefix(PREFIX)
        if bare.startswith((*FRENCH_ONLY, "//")):
            return HttpResponseRedirect("/" + request.get_full_path().removeprefix(f"{PREFIX}/").lstrip("/"))
        request.path_info = bare
        with written_in(ENGLISH):
            return self.get_response(request)


@contextmanager
def written_in(code: str) -> Iterator[None]:
    """Words and addresses in this language, whatever page is being answered: a letter is in the language of who reads
    it, not of who made it leave. A decorator too."""
    before = get_script_prefix()
    root = before.removesuffix("/").removesuffix(PREFIX)
    set_script_prefix(f"{root}{PREFIX}/" if code == ENGLISH else f"{root}/")
    try:
        with translation.override(code):
            yield
    finally:
        set_script_prefix(before)


def language_of_page() -> str:
    """That of the page being answered: English or French, no other."""
    return ENGLISH if translation.get_language() == ENGLISH else FRENCH


def in_language(code: str, path: str) -> str:
    """The address in this language of a path of the site, whatever language it is in."""
    bare = path.removeprefix(PREFIX) if path.startswith(f"{PREFIX}/") else path
    return f"{PREFIX}{bare}" if code == ENGLISH else bare
