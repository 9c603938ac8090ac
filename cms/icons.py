"""Icons of the interface: Phosphor's bold set, written into the page so that they take the colour of the words."""

from functools import cache
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.utils.safestring import SafeString, mark_safe

FOLDER = Path(__file__).resolve().parent / "static" / "vendor" / "icons"


@cache
def draw_icon(name: str) -> SafeString:
    """The icon as SVG, hidden from screen readers: it always stands beside a word that says the same.

    Raises ImproperlyConfigured when it was not copied (the name is missing from lms/assets/icons.txt, or nobody ran
    lms/assets/vendor.mjs), since a page without its icons still has its words but hides that something is wrong.
    """
    file = FOLDER / f"{name}.svg"
    if not name.replace("-", "").isalnum() or not file.is_file():
        raise ImproperlyConfigured(
            f"Icon {name!r} is not in cms/static/vendor/icons: add its name to lms/assets/icons.txt, "
            "then run `npm ci` and `node lms/assets/vendor.mjs`."
        )
    drawing = file.read_text(encoding="utf-8").partition(">")[2]
    opening = '<svg class="icon" viewBox="0 0 256 256" aria-hidden="true" focusable="false">'
    return mark_safe(opening + drawing)  # noqa: S308 - our own vendored file, name checked above
