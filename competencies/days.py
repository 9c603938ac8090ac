"""Days in words. In French the first of the month is « 1er »: no format of Django knows it."""

from datetime import date

from django.utils.formats import date_format, get_format
from django.utils.translation import get_language


def write_day(day: date, form: str = "j F Y") -> str:
    """« 1er mai 2026 », « 2 mai 2026 »; in another language, what Django says."""
    return date_format(day, format_of(day, form))


def format_of(day: date, form: str) -> str:
    """A format of Django, or the name of one, fit for this day."""
    if day.day != 1 or get_language() != "fr":
        return form
    return str(get_format(form)).replace("j F", r"j\e\r F")
