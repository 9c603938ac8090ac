"""What may be a medium of a module: by its name, its size, and its first bytes, which a name cannot forge. Pure."""

from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext as _
from PIL import Image

from modules.media.captions import CaptionsRefused, read_captions

MEGABYTE = 1_000_000
MOST_PIXELS = 40_000_000


@dataclass(frozen=True)
class Kind:
    """A kind of file: its largest size, and what its bytes hold, where."""

    most: int
    content_type: str
    signatures: tuple[tuple[int, bytes], ...] = ()


KINDS = {
    "mp4": Kind(50 * MEGABYTE, "video/mp4", ((4, b"ftyp"),)),
    "webm": Kind(50 * MEGABYTE, "video/webm", ((0, b"\x1aE\xdf\xa3"),)),
    "vtt": Kind(MEGABYTE, "text/vtt; charset=utf-8"),
    "png": Kind(5 * MEGABYTE, "image/png", ((0, b"\x89PNG\r\n\x1a\n"),)),
    "jpg": Kind(5 * MEGABYTE, "image/jpeg", ((0, b"\xff\xd8\xff"),)),
    "jpeg": Kind(5 * MEGABYTE, "image/jpeg", ((0, b"\xff\xd8\xff"),)),
    "gif": Kind(5 * MEGABYTE, "image/gif", ((0, b"GIF8"),)),
    "webp": Kind(5 * MEGABYTE, "image/webp", ((0, b"RIFF"), (8, b"WEBP"))),
    "pdf": Kind(10 * MEGABYTE, "application/pdf", ((0, b"%PDF-"),)),
}
VIDEOS, PICTURES = ("mp4", "webm"), ("png", "jpg", "jpeg", "gif", "webp")
LARGEST = max(kind.most for kind in KINDS.values())


def extension_of(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def find_media_faults(name: str, content: IO[bytes], size: int) -> list[str]:
    """Why this file cannot be a medium of a module, one sentence each. Leaves the file at its beginning."""
    kind = KINDS.get(extension_of(name))
    if kind is None:
        return [_("A module holds no such file: videos (mp4, webm), captions (vtt), pictures or PDF only.")]
    if size > kind.most:
        return [_("This file is too large: %(most)d MB at most.") % {"most": kind.most // MEGABYTE}]
    if size == 0:
        return [_("This file is empty.")]
    content.seek(0)
    try:
        return _find_wrong_content(name, kind, content)
    finally:
        content.seek(0)


def _find_wrong_content(name: str, kind: Kind, content: IO[bytes]) -> list[str]:
    if extension_of(name) == "vtt":
        try:
            read_captions(content.read())
        except CaptionsRefused as refused:
            return refused.faults
        return []
    head = content.read(32)
    if all(head[place:].startswith(mark) for place, mark in kind.signatures):
        return _find_broken_picture(content) if extension_of(name) in PICTURES else []
    return [_("This file is not what its name says: “.%(extension)s”.") % {"extension": extension_of(name)}]


def _find_broken_picture(content: IO[bytes]) -> list[str]:
    """Read to its end, never drawn; one that would be immense is refused on its heading."""
    content.seek(0)
    try:
        with Image.open(content, formats=("PNG", "JPEG", "GIF", "WEBP")) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return [
                    _("This picture is too large: %(most)d million pixels at most.") % {"most": MOST_PIXELS // 10**6}
                ]
            picture.verify()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return [_("This picture cannot be read.")]
    return []
