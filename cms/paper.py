"""PDF papers: WeasyPrint, tagged (PDF/UA-1), in French, with our own fonts and nothing from the network."""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured

FONTS = {
    "Radio Canada Variable": "vendor/fonts/radio-canada-latin-wght-normal.woff2",
    "Literata Variable": "vendor/fonts/literata-latin-wght-normal.woff2",
}


def write_paper(page: str, identifier: str) -> bytes:
    """The PDF of this HTML, under this identifier. Asks for Pango: see cms.pango.pdf_ready."""
    from weasyprint import HTML  # its import fails where Pango is missing
    from weasyprint.urls import URLFetcher

    ours = URLFetcher(allowed_protocols=("file", "data"))
    document = HTML(string=page, base_url=settings.WAGTAILADMIN_BASE_URL, url_fetcher=ours)
    return bytes(document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=identifier.encode()))


def font_addresses() -> dict[str, str]:
    """The shipped font files as file:// addresses, by family. Raises ImproperlyConfigured when one was not copied."""
    return {family: _font_address(name) for family, name in FONTS.items()}


def _font_address(name: str) -> str:
    found = finders.find(name)
    if not isinstance(found, str):
        raise ImproperlyConfigured(f"{name} is missing: run `npm ci` and `node lms/assets/vendor.mjs`.")
    return Path(found).resolve().as_uri()
