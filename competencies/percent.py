"""Percentages of whole counts, exactly: computed as fractions, rounded half up like the sources, never typed."""

import math
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext

Z_95 = 1.959963984540054


def percent_of(numerator: int | None, denominator: int | None, decimals: int = 0) -> Decimal | None:
    """100 × numerator ÷ denominator; None when one is missing or the base is 0."""
    if numerator is None or not denominator:
        return None
    return round_half_up(Decimal(100 * numerator) / Decimal(denominator), decimals)


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def percent_text(percent: Decimal, decimals: int = 0) -> str:
    """« 87 % » or « 86,8 % », with the reader's own decimal sign and spaces."""
    return gettext("%(number)s%%") % {"number": number_format(percent, decimals)}


@dataclass(frozen=True, slots=True)
class Interval:
    """Bounds in whole percent."""

    low: Decimal
    high: Decimal

    @property
    def text(self) -> str:
        return gettext("from %(low)s to %(high)s%%") % {"low": self.low, "high": self.high}


def wilson_interval(numerator: int, denominator: int, z: float = Z_95) -> Interval:
    """Wilson score interval of a proportion, without continuity correction. The base is at least 1."""
    share = numerator / denominator
    spread = z * z / denominator
    centre = share + spread / 2
    margin = math.sqrt(spread * (share * (1 - share) + spread / 4))
    low, high = (100 * (centre + side * margin) / (1 + spread) for side in (-1, 1))
    return Interval(round_half_up(Decimal(str(max(low, 0))), 0), round_half_up(Decimal(str(min(high, 100))), 0))
