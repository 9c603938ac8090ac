"""Nothing real enters an invented site: what has the shape of a NIR, an IBAN, a phone number or an e-mail is refused.

Pure. The shapes of private notes, wider (any country, exotic separators, other alphabets' digits), and the control keys
of python-stdnum. The same shapes run in the browser (virtual_site.js). The text is only looked at, never kept.
"""

import re
import unicodedata

from django.utils.translation import gettext as _
from stdnum import iban, luhn
from stdnum.fr import nir

from modules.private_text import find_personal_data

SEPARATORS = re.compile(r"[\s._/\\|,;:()‐-―'’+-]+")
EMAIL = re.compile(r"\S@\S|\S\s*(?:\[at\]|\(at\)|\barobase\b)\s*\S", re.IGNORECASE)
IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,}")
NIR = re.compile(r"(?<![0-9])[1-478][0-9]{2}(?:0[1-9]|[1-9][0-9])(?:[0-9]{2}|2[AB])[0-9]{6}(?:[0-9]{2})?(?![0-9])")
PHONE = re.compile(r"(?<![0-9])(?:0[1-9][0-9]{8}|(?:00)?33[1-9][0-9]{8}|00[1-9][0-9]{7,13})(?![0-9])")
ABROAD = re.compile(r"\+\s*[1-9](?:[\s.()-]*[0-9]){7,13}")
CARD = re.compile(r"(?<![0-9])[0-9]{13,19}(?![0-9])")


def find_real_data(text: str) -> str:
    """What the text seems to hold, in words; empty when nothing."""
    text = unicodedata.normalize("NFKC", text)
    if EMAIL.search(text):
        return _("an e-mail address")
    return find_personal_data(text) or _find_number(text, SEPARATORS.sub("", text).upper())


def _find_number(text: str, joined: str) -> str:
    if IBAN.search(joined) or iban.is_valid(joined):
        return _("a bank account number (IBAN)")
    if NIR.search(joined) or nir.is_valid(joined):
        return _("a social security number")
    if PHONE.search(joined) or ABROAD.search(text):
        return _("a phone number")
    if any(luhn.is_valid(each) for each in CARD.findall(joined)):
        return _("a bank card number")
    return ""
