"""Free text must hold nobody's data: refused when it has the shape of a NIR, an IBAN, a phone number or an e-mail.

Shapes only: a training note has no use for any of them, invented or not. The same rules run in the browser (guard.js).
"""

import re

from django.utils.translation import gettext_lazy as _

SHAPES = [
    (re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]{2,}"), _("an e-mail address")),
    (re.compile(r"\bFR\d{2}(?:[ .-]?[0-9A-Z]){23}\b", re.IGNORECASE), _("a bank account number (IBAN)")),
    (
        re.compile(r"(?<!\d)[1-478](?:[ .-]?\d){4}[ .-]?(?:\d|[AaBb])(?:[ .-]?\d){7,9}(?!\d)"),
        _("a social security number"),
    ),
    (re.compile(r"(?<!\d)(?:\+33|0033|0)[ .-]?[1-9](?:[ .-]?\d{2}){4}(?!\d)"), _("a phone number")),
]


def find_personal_data(text: str) -> str:
    """What the text seems to hold, in words; empty when nothing."""
    for shape, words in SHAPES:
        if shape.search(text):
            return str(words)
    return ""
