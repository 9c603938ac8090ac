"""What the activity templates need that no filter of Django's gives."""

from typing import Any

from django import template

from competencies.survey import figure
from modules.loading.schema import Matching, MultipleChoice, QuestionEntry

register = template.Library()


@register.filter
def lookup(mapping: dict[str, Any], key: str) -> Any:
    """The value at this key, empty when there is none."""
    return mapping.get(key, "")


@register.inclusion_tag("modules/question_form.html")
def question_form(question: QuestionEntry, field: str, posted: Any) -> dict[str, Any]:
    """The form of a question, with what was posted and refused still in place."""
    if isinstance(question, Matching):
        rows = [
            {"name": f"{field}-{index}", "text": row.text, "chosen": posted.get(f"{field}-{index}", "")}
            for index, row in enumerate(question.rows)
        ]
        return {"question": question, "kind": "matching", "rows": rows}
    chosen = set(posted.getlist(field))
    options = [
        {"text": option.text, "is_chosen": str(index) in chosen} for index, option in enumerate(question.options)
    ]
    kind = "multiple" if isinstance(question, MultipleChoice) else "single"
    return {"question": question, "kind": kind, "options": options, "field": field}


@register.simple_tag
def cell_words(key: str) -> str:
    """A survey cell in a table: its count, base and unit in words, computed."""
    return figure(key).base_text
