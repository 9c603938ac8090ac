"""Numbers and spaces as French typography wants them: U+00A0 everywhere (old phones show a box for U+202F)."""

import re
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

NBSP = "\u00a0"


def write_minutes(minutes: int) -> str:
    """45 → "45 min", 60 → "1 h", 65 → "1 h 05"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)d min") % {"minutes": rest}
    if not rest:
        return _("%(hours)d h") % {"hours": hours}
    return _("%(hours)d h %(minutes)02d") % {"hours": hours, "minutes": rest}


def write_hour(hour: int, minutes: int) -> str:
    """An hour of the day: 9, 0 → "9 h"; 9, 30 → "9 h 30" (in English "9:00", "9:30")."""
    if not minutes:
        return _("%(hour)d:00") % {"hour": hour}
    return _("%(hour)d:%(minutes)02d") % {"hour": hour, "minutes": minutes}


def write_number(value: Decimal | float, digits: int = 0) -> str:
    """1284 → "1 284", 12.5 with one digit → "12,5"; half goes up, as people round."""
    step = Decimal(1).scaleb(-digits)
    rounded = Decimal(str(value)).quantize(step, ROUND_HALF_UP)
    return f"{rounded:,f}".replace(",", NBSP).replace(".", ",").replace("-", "\u2212")


def write_percent(value: Decimal | float, digits: int = 0) -> str:
    """33.9 → "34 %". The value is already a percentage, from 0 to 100."""
    return write_number(value, digits) + NBSP + "%"


def write_count(value: int) -> str:
    """Up to sixteen in letters, as French sentences do; above, in figures."""
    words = _("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen")
    return words.split()[value] if 0 <= value <= 16 else write_number(value)


def bind_spaces(text: str) -> str:
    """Put U+00A0 where a French line must not break: before : ; ! ? % » h min km, after «, in thousands."""
    text = re.sub(r"[ \u202f\u00a0]+(?=[:;!?%»€])", NBSP, text)
    text = re.sub(r"«[ \u202f\u00a0]+", "«" + NBSP, text)
    text = re.sub(r"(?<=\d) (?=(?:h|min|km)\b)", NBSP, text)
    return re.sub(r"(?<=\d)[ \u202f](?=\d{3}\b)", NBSP, text)
