"""An activity as a learner, a phone, an easy-to-read page and paper show it, from what is being written."""

from typing import Any

import msgspec
from django.utils.translation import gettext_lazy as _

from modules.activities.orientation.showing import sheets_of
from modules.citing import frozen_with_numbers
from modules.easy_words import easier, easy_of, sheet_of, texts_of, words_of
from modules.loading.schema import Orientation
from modules.media.keeping import keep_media

PREVIEW_MODES = [
    ("learner", _("Learner")),
    ("phone", _("Phone")),
    ("falc", _("Easy to read")),
    ("print", _("Print")),
]


def preview_context(activity: Any, mode: str) -> dict[str, Any]:
    """The frozen content, every part of it on one page, or the sentence that says why it cannot be shown yet."""
    try:
        content = frozen_with_numbers(activity.freeze())
        keep_media(activity.media())
    except (msgspec.DecodeError, msgspec.ValidationError, TypeError, AttributeError) as error:
        return {"mode": mode, "problem": str(error)}
    kind, asked = type(content).__struct_config__.tag, asked_in(activity)
    missing = 0
    if mode == "falc":
        sheet = sheet_of(texts_of(content, [question for _form, question in asked]), easy_of(content))
        missing, words = len(sheet.lines) - sheet.written, words_of(content)
        content, asked = easier(content, words), [(form, easier(question, words)) for form, question in asked]
    return {
        "mode": mode,
        "content": content,
        "kind": kind,
        "asked": asked,
        "missing": missing,
        "cases": keyed_cases(content) if isinstance(content, Orientation) else [],
    }


def keyed_cases(content: Orientation) -> list[Any]:
    """Each case with its places and the key computed for them."""
    return [(case, sheets_of(content, case)) for case in content.cases]


def asked_in(activity: Any) -> list[Any]:
    """The questions of the bank that it asks, frozen, in its order, each with the name of its form."""
    rows = getattr(activity, "quiz_questions", None) or getattr(activity, "positioning_questions", None)
    if rows is None:
        return []
    return [
        (
            row.get_form_display() if hasattr(row, "form") else "",
            frozen_with_numbers(row.question.get_real_instance().freeze()),
        )
        for row in rows.all()
    ]
