"""Whether this machine can write PDF: WeasyPrint draws text with Pango, a system library that pip cannot install."""

from ctypes.util import find_library
from functools import cache

PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0"


@cache
def pdf_ready() -> bool:
    """Asked before WeasyPrint is imported: without Pango the import itself fails."""
    return all(find_library(name) for name in ("pango-1.0", "pangoft2-1.0"))
