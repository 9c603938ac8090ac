"""The filter `date` of every template, this site's and Wagtail's: Django's own, and « 1er » on the first of a month."""

from datetime import date
from typing import Any

from django import template
from django.template import defaultfilters

from competencies.days import format_of

register = template.Library()


@register.filter("date", expects_localtime=True, is_safe=False)
def write_date(value: Any, form: str | None = None) -> Any:
    """{{ day|date:"j F Y" }}, nothing more to load (TEMPLATES, builtins)."""
    if isinstance(value, date):
        form = format_of(value, form or "DATE_FORMAT")
    return defaultfilters.date(value, form)
