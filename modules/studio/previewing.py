"""An activity as a learner, a phone, an easy-to-read page and paper show it, from what is being written."""

from typing import Any

import msgspec
from django.utils.translation import gettext_lazy as _

from modules.activities.orientation.showing import sheets_of
from modules.citing import frozen_with_numbers
from modules.loading.schema import Orientation

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
    except (msgspec.DecodeError, msgspec.ValidationError, TypeError, AttributeError) as error:
        return {"mode": mode, "problem": str(error)}
    kind = type(content).__struct_config__.tag
    return {
        "mode": mode,
        "content": content,
        "kind": kind,
        "asked": asked_in(activity, kind),
        "cases": keyed_cases(content) if isinstance(content, Orientation) else [],
    }


def keyed_cases(content: Orientation) -> list[Any]:
    """Each case with its places and the key computed for them."""
    return [(case, sheets_of(content, case)) for case in content.cases]


def asked_in(activity: Any, kind: str) -> list[Any]:
    """The questions a quiz asks, frozen, in its order."""
    if kind != "quiz":
        return []
    return [
        (row.get_form_display(), frozen_with_numbers(row.question.get_real_instance().freeze()))
        for row in activity.quiz_questions.all()
    ]
