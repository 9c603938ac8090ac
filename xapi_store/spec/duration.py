"""Duration (Data 4.6): ISO 8601 with designators; weeks stand alone; only the last part may have a fraction."""

import re

from xapi_store.spec.refusal import refuse

_LAST = r"(?:[.,]\d+(?=[A-Z]\Z))?"
_DURATION = re.compile(
    rf"P(?:\d+{_LAST}W|(?=[\dT])(?:\d+{_LAST}Y)?(?:\d+{_LAST}M)?(?:\d+{_LAST}D)?"
    rf"(?:T(?=\d)(?:\d+{_LAST}H)?(?:\d+{_LAST}M)?(?:\d+{_LAST}S)?)?)",
    re.ASCII,
)
_USUAL = re.compile(r"PT\d+(?:\.\d+)?S", re.ASCII)  # as most write it, told in a fifth of the time


def is_duration(text: str) -> bool:
    return (_USUAL.fullmatch(text) or _DURATION.fullmatch(text)) is not None


def check_duration(text: str, where: str) -> None:
    if not is_duration(text):
        refuse("is not an ISO 8601 duration such as PT16M30S", "XAPI-00124", where)
