"""What the activity templates need that no filter of Django's gives."""

from typing import Any

from django import template
from django.urls import reverse

from competencies.survey import figure
from modules.loading.schema import QuestionEntry
from modules.questions.showing import show

register = template.Library()


@register.filter
def lookup(mapping: dict[str, Any], key: str) -> Any:
    """The value at this key, empty when there is none."""
    return mapping.get(key, "")


@register.inclusion_tag("modules/question_form.html")
def question_form(question: QuestionEntry, field: str, posted: Any) -> dict[str, Any]:
    """The form of a question, with what was posted and refused still in place."""
    return {"question": question, "shown": show(question, field, posted)}


@register.filter
def medium(name: str) -> str:
    """Our own address of a video, captions, a picture or a paper."""
    stem, _dot, extension = name.rpartition(".")
    return reverse("modules:medium", args=[stem, extension])


@register.simple_tag
def hundredths(share: float) -> str:
    """A share from 0 to 1, out of 100, to the unit."""
    return f"{100 * share:.0f}"


@register.simple_tag
def cell_words(key: str) -> str:
    """A survey cell in a table: its count, base and unit in words, computed."""
    return figure(key).base_text
