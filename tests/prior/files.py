"""Documents as people send them."""

import io

from PIL import Image

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
HOUR = 306  # Exif: when the picture was taken


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 30)) -> bytes:
    """A red picture in which its camera wrote an hour."""
    exif = Image.Exif()
    exif[HOUR] = "2026:03:03 09:12:00"
    kept = io.BytesIO()
    Image.new("RGB", size, "red").save(kept, kind, exif=exif)
    return kept.getvalue()
