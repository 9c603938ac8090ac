"""What someone sends as a document: recognised by its bytes, never by its name, and kept without either. Pure."""

import io
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

MAX_BYTES = 5 * 1024 * 1024
MAX_PIXELS = 40_000_000
PDF_START, PDF_END = b"%PDF-", b"%%EOF"
PDF_TAIL = 2048
"""The end mark stands in the last bytes of a PDF; some programs write a few more after it."""


class DocumentKind(models.TextChoices):
    PDF = "pdf", _("PDF")
    JPEG = "jpg", _("JPEG photograph")
    PNG = "png", _("PNG picture")

    @property
    def content_type(self) -> str:
        return {DocumentKind.PDF: "application/pdf", DocumentKind.JPEG: "image/jpeg", DocumentKind.PNG: "image/png"}[
            self
        ]


@dataclass(frozen=True)
class Document:
    kind: DocumentKind
    content: bytes


class DocumentRefused(Exception):  # noqa: N818 (the name says what happened)
    """Why this file is not taken, in a sentence that says what to send."""


def read_document(content: bytes) -> Document:
    """A PDF as it is, a picture drawn again without what its camera wrote in it (place, hour, device).

    Raises DocumentRefused for anything else, whatever name it bears.
    """
    if len(content) > MAX_BYTES:
        raise DocumentRefused(_("This file is larger than 5 MB. Send the pages that count, or a smaller scan."))
    if content.startswith(PDF_START):
        if PDF_END not in content[-PDF_TAIL:]:
            raise DocumentRefused(_("This PDF is cut: its end is missing. Save it again, then send it."))
        return Document(DocumentKind.PDF, content)
    return _read_picture(content)


def _read_picture(content: bytes) -> Document:
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as picture:
            kind = DocumentKind.JPEG if picture.format == "JPEG" else DocumentKind.PNG
            if picture.width * picture.height > MAX_PIXELS:
                raise DocumentRefused(_("This picture is too large to be read. Send a smaller one, or a PDF."))
            return Document(kind, _draw_again(picture, kind))
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise DocumentRefused(
            _("This file is not a PDF, a JPEG photograph or a PNG picture, or it is damaged. Send one of those.")
        ) from error


def _draw_again(picture: Image.Image, kind: DocumentKind) -> bytes:
    """The dots alone, the right way up."""
    upright = ImageOps.exif_transpose(picture).convert("RGB")
    clean = Image.new("RGB", upright.size)
    clean.paste(upright)
    kept = io.BytesIO()
    clean.save(kept, "JPEG" if kind == DocumentKind.JPEG else "PNG")
    return kept.getvalue()
