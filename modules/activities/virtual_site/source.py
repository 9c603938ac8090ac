"""The YAML text of a site, as an author writes it in the studio: read, or refused with the line that is wrong. Pure."""

import re
from typing import Any

import msgspec
import yaml
from django.utils.translation import gettext as _

from modules.loading.schema import VirtualSite

PART = re.compile(r"\.([A-Za-z_]+)|\[(\d+)\]")


class SourceRefused(msgspec.ValidationError):
    """The text cannot be read; the sentence says at which line."""


def read_source(text: str, heading: dict[str, Any]) -> VirtualSite:
    """The site of this text under the page's heading. Raises SourceRefused."""
    try:
        content = msgspec.yaml.decode(text.encode())
    except msgspec.DecodeError as error:
        raise SourceRefused(_say(_line_of_mark(error, text), str(error).partition("\n")[0])) from error
    if not isinstance(content, dict):
        raise SourceRefused(_("The text is empty, or is no list of “word: value” lines."))
    try:
        return msgspec.convert(content | heading, VirtualSite)
    except msgspec.ValidationError as error:
        raise SourceRefused(_say(line_of(text, str(error)), str(error))) from error


def _say(line: int, problem: str) -> str:
    return _("Line %(line)s: this text cannot be read (%(problem)s). Correct it, the rest is kept.") % {
        "line": line,
        "problem": problem,
    }


def _line_of_mark(error: msgspec.DecodeError, text: str) -> int:
    """What is never closed is found out after the end: the last line is the one to look at."""
    mark = getattr(error.__cause__ or error.__context__, "problem_mark", None)
    return max(1, min(mark.line + 1, len(text.splitlines()))) if mark is not None else 1


def line_of(text: str, problem: str) -> int:
    """The line of the place a validation error names (« … - at `$.screens[2].title` »)."""
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    for word, index in PART.findall(problem.partition("`$")[2] or problem.rpartition("$")[2]):
        below = _below(node, word, index)
        if below is None:
            break
        node = below
    return node.start_mark.line + 1 if node is not None else 1


def _below(node: Any, word: str, index: str) -> Any:
    if index and isinstance(node, yaml.SequenceNode):
        return node.value[int(index)] if int(index) < len(node.value) else None
    if word and isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == word), None)
    return None
