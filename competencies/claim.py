"""A number printed in a text, checked against the cells it should come from. Both are kept; the gap is said."""

import re
from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from competencies.figure import Figure
from competencies.models.survey_claim import ClaimCellUse, Comparison, Measure, SurveyClaim
from competencies.percent import percent_of, percent_text, round_half_up


class ClaimStatus(models.TextChoices):
    CONFIRMED = "confirmed", _("Confirmed by its table")
    ROUNDED = "rounded", _("Rounded from its table")
    CONTRADICTED = "contradicted", _("Contradicted by its table")
    NOT_DERIVABLE = "not_derivable", _("In no table we have")


def judge(printed: Decimal, decimals: int, comparison: str, exact: Decimal | None) -> ClaimStatus:
    """Does the text agree with its cells? `exact` is unrounded; None when no cell carries the number.

    A number printed without decimals agrees when the exact one rounds to it: that is `rounded`, unless it is whole.
    """
    if exact is None:
        return ClaimStatus.NOT_DERIVABLE
    if comparison != Comparison.EQUAL:
        holds = exact < printed if comparison == Comparison.LESS_THAN else exact > printed
        return ClaimStatus.CONFIRMED if holds else ClaimStatus.CONTRADICTED
    if round_half_up(exact, decimals) != round_half_up(printed, decimals):
        return ClaimStatus.CONTRADICTED
    return ClaimStatus.ROUNDED if decimals == 0 and exact != printed else ClaimStatus.CONFIRMED


def say_number(value: Decimal, decimals: int, measure: str) -> str:
    """« 65,1 % », or a count: « 53 »."""
    return number_format(value, 0) if measure == Measure.COUNT else percent_text(value, decimals)


@dataclass(frozen=True, slots=True)
class Claim:
    key: str
    wording: str
    printed: Decimal
    decimals: int
    comparison: str
    measure: str
    numerator: int | None
    denominator: int | None
    place: str
    note: str
    source_key: str
    source_title: str
    publisher: str
    published: str
    figure: Figure | None
    """The cell it rests on, when it is one cell and can be shown."""
    nearest: tuple[Figure, ...]
    """Cells to show beside it when none carries it."""

    @property
    def quoted(self) -> str:
        """Its words between guillemets, once: what the text itself quotes inside takes the English ones."""
        words = self.wording.strip()
        if words.startswith("«") and words.endswith("»") and words.count("«") == 1:
            words = words[1:-1].strip()
        words = re.sub(r"«\s*", "“", re.sub(r"\s*»", "”", words))
        return f"«\u00a0{words}\u00a0»"

    @classmethod
    def of(cls, row: SurveyClaim) -> "Claim":
        """From a claim whose cells, their tables and sources are fetched."""
        cells = {use: [link.cell for link in row.uses.all() if link.use == use] for use in ClaimCellUse}
        top, base = cells[ClaimCellUse.NUMERATOR], cells[ClaimCellUse.DENOMINATOR]
        shown = [Figure.of(cell) for cell in top if cell.numerator is not None and not cell.table.internal]
        return cls(
            key=row.key,
            wording=row.wording,
            printed=row.printed,
            decimals=row.printed_decimals,
            comparison=row.comparison,
            measure=row.measure,
            numerator=sum(cell.numerator or 0 for cell in top) if top else None,
            denominator=sum(cell.numerator or 0 for cell in base) if base else None,
            place=row.place,
            note=row.note,
            source_key=row.source.key,
            source_title=row.source.title,
            publisher=row.source.publisher,
            published=row.source.published,
            figure=shown[0] if len(shown) == 1 else None,
            nearest=tuple(Figure.of(cell) for cell in cells[ClaimCellUse.NEAREST] if cell.numerator is not None),
        )

    @property
    def exact(self) -> Decimal | None:
        """What the cells give, unrounded: a percentage or a count."""
        if self.numerator is None:
            return None
        if self.measure == Measure.COUNT:
            return Decimal(self.numerator)
        return Decimal(100 * self.numerator) / Decimal(self.denominator) if self.denominator else None

    @property
    def computed(self) -> Decimal | None:
        """The same, to one decimal."""
        if self.measure == Measure.COUNT:
            return self.exact
        return percent_of(self.numerator, self.denominator, decimals=1)

    @property
    def status(self) -> ClaimStatus:
        return judge(self.printed, self.decimals, self.comparison, self.exact)

    @property
    def printed_text(self) -> str:
        """« 65,1 % », as printed."""
        return say_number(self.printed, self.decimals, self.measure)

    @property
    def status_sentence(self) -> str:
        """What one may think of it: « Le texte imprime 65,1 %, son tableau donne 63,3 % (31 sur 49). »"""
        if self.computed is None:
            return gettext("The text prints %(printed)s; no table in our sources gives it.") % {
                "printed": self.printed_text
            }
        values = {
            "printed": self.printed_text,
            "computed": say_number(self.computed, 1, self.measure),
            "top": self.numerator,
        }
        if self.measure == Measure.COUNT:
            return gettext("The text prints %(printed)s; its table adds up to %(top)s.") % values
        return gettext("The text prints %(printed)s; its table gives %(computed)s (%(top)s out of %(base)s).") % (
            values | {"base": self.denominator}
        )

    @property
    def source_line(self) -> str:
        parts = [self.publisher, self.published, self.place]
        return ", ".join(part for part in parts if part) + "."
