"""The little markup our texts are written in: paragraphs, "- " lists, **bold**, [words](address).

Everything is escaped first; what this module adds afterwards is the only markup there is. An address starts with
https:// or is a page of ours (/…); anything else stays as it was typed.
"""

import re

from django.urls import get_script_prefix
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from cms.numbers import bind_spaces

BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
LINK = re.compile(r"\[([^\[\]]+)\]\(((?:https://|/(?!/))[^\s()\[\]<>*]*)\)")
ITEM = re.compile(r"^- +")


def write_prose(text: str) -> SafeString:
    """HTML of a text: blocks separated by an empty line, a block whose lines all start with "- " is a list."""
    blocks = re.split(r"\n\s*\n", escape(bind_spaces(text.strip())).replace("\r\n", "\n"))
    return mark_safe("\n".join(_write_block(block) for block in blocks if block.strip()))  # noqa: S308 - escaped above


def write_line(text: str) -> SafeString:
    """The same for one line: bold and links, no paragraph around."""
    return mark_safe(_write_words(escape(bind_spaces(text.strip()))))  # noqa: S308 - escaped above


def without_marks(text: str) -> str:
    """The words of a text, line by line, as they are read once written."""
    lines = (ITEM.sub("", line.strip()) for line in text.splitlines())
    return "\n".join(BOLD.sub(r"\1", LINK.sub(r"\1", line)) for line in lines if line)


def _write_block(block: str) -> str:
    """A paragraph, a list, or a paragraph and the list that follows it without an empty line."""
    lines = [line.strip() for line in block.strip().splitlines()]
    first = next((n for n, line in enumerate(lines) if ITEM.match(line)), len(lines))
    if any(not ITEM.match(line) for line in lines[first:]):
        first = len(lines)
    html = ""
    if lines[:first]:
        html = f"<p>{_write_words(' '.join(lines[:first]))}</p>"
    if lines[first:]:
        html += "<ul>" + "".join(f"<li>{_write_words(ITEM.sub('', line))}</li>" for line in lines[first:]) + "</ul>"
    return html


def _write_words(escaped: str) -> str:
    escaped = LINK.sub(lambda link: f'<a href="{_here(link[2])}">{link[1]}</a>', escaped)
    return BOLD.sub(r"<strong>\1</strong>", escaped)


def _here(address: str) -> str:
    """A page of ours stays in the language of the address being answered."""
    return get_script_prefix() + address[1:] if address.startswith("/") else address
