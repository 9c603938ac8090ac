"""Captions in WebVTT, read without trusting them: what is not plain timed text is refused, with its line. Pure.

https://www.w3.org/TR/webvtt1/
"""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

TIME = r"(?:(\d{2,4}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
TIMING = re.compile(rf"^{TIME}[ \t]+-->[ \t]+{TIME}(?:[ \t]+[\w:%,.\- \t]*)?$", re.ASCII)
TAG = re.compile(r"</?(?:[bicu]|v|lang|ruby|rt)(?:\.[\w.\-]*)?(?:[ \t][^<>]*)?>|<(?:\d{2,4}:)?[0-5]\d:[0-5]\d\.\d{3}>")
COMMENT = re.compile(r"^(NOTE|STYLE|REGION)(?:[ \t]|$)")
MOST_CUES = 5_000


@dataclass(frozen=True)
class Cue:
    """What is shown, from when to when, in milliseconds."""

    start: int
    end: int
    text: str


class CaptionsRefused(ValueError):  # noqa: N818 (the name says what happened)
    """Every fault, each with its line."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


def read_captions(content: bytes) -> list[Cue]:
    """The cues in their order. Raises CaptionsRefused."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CaptionsRefused([_("This file is not written in UTF-8.")]) from error
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not re.match(r"^WEBVTT(?:[ \t]|$)", lines[0]) or "\x00" in text:
        raise CaptionsRefused([_("Line 1: a file of captions begins with WEBVTT.")])
    cues: list[Cue] = []
    faults: list[str] = []
    for first, block in _blocks(lines):
        _read_block(first, block, cues, faults)
    if not cues and not faults:
        faults.append(_("This file says nothing: there is no caption in it."))
    if len(cues) > MOST_CUES:
        faults.append(_("This file holds more than %(most)d captions.") % {"most": MOST_CUES})
    if faults:
        raise CaptionsRefused(faults[:20])
    return cues


def _blocks(lines: list[str]) -> list[tuple[int, list[str]]]:
    """Groups of lines between empty ones, after the heading, each with the number of its first line."""
    blocks: list[tuple[int, list[str]]] = []
    is_open = True  # the heading goes to the first empty line
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip():
            is_open = False
        elif is_open and blocks:
            blocks[-1][1].append(line)
        elif not is_open:
            blocks.append((number, [line]))
            is_open = True
    return blocks


def _read_block(first: int, block: list[str], cues: list[Cue], faults: list[str]) -> None:
    if COMMENT.match(block[0]):
        if block[0].startswith("STYLE"):
            faults.append(_("Line %(line)d: captions carry no style of their own here.") % {"line": first})
        return
    place = 0 if "-->" in block[0] else 1
    line = first + place
    found = TIMING.match(block[place].strip()) if place < len(block) else None
    if found is None:
        faults.append(_("Line %(line)d: “00:00:01.000 --> 00:00:04.000” is expected here.") % {"line": line})
        return
    start, end = _milliseconds(found.groups()[:4]), _milliseconds(found.groups()[4:])
    if end <= start:
        faults.append(_("Line %(line)d: this caption ends before it begins.") % {"line": line})
    if cues and start < cues[-1].start:
        faults.append(_("Line %(line)d: this caption begins before the one above.") % {"line": line})
    text = "\n".join(block[place + 1 :])
    if not text.strip():
        faults.append(_("Line %(line)d: this caption has no words.") % {"line": line})
    if "<" in TAG.sub("", text):
        faults.append(_("Line %(line)d: only words, bold and italics are written in a caption.") % {"line": line + 1})
    cues.append(Cue(start, end, text))


def _milliseconds(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths
