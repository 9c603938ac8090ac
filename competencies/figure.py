"""A figure never travels alone: number, base, interval, source, caution, in one object ready for a template."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext, ngettext

from competencies.models.survey_cell import SurveyCell
from competencies.models.survey_table import Unit
from competencies.percent import Interval, percent_of, percent_text, wilson_interval

WORDS_BELOW = 10
"""Under this base: words only, neither bar nor percentage."""
HOLLOW_BELOW = 30
"""Under this base: a hollow mark, to be read with care."""
BY_TYPE = "type de structure"
"""How nearly every table of 2018 is split: it says nothing of what is counted."""


@dataclass(frozen=True, slots=True)
class Figure:
    key: str
    numerator: int
    denominator: int
    unit: str
    row: str
    row_label: str
    column: str
    column_label: str
    """The answer, as printed."""
    title: str
    """Of the table, as printed (an assumed one where the print lost it: the caution says so)."""
    place: str
    question: int | None
    asked_of: str
    source_key: str
    source_title: str
    publisher: str
    published: str
    caution: str
    internal: bool

    @classmethod
    def of(cls, cell: SurveyCell) -> "Figure":
        """From a cell that has its count, its table and source fetched."""
        table, source = cell.table, cell.table.source
        return cls(
            key=cell.key,
            numerator=cell.numerator or 0,
            denominator=cell.denominator or 0,
            unit=cell.unit,
            row=cell.row,
            row_label=cell.row_label,
            column=cell.column,
            column_label=cell.column_label,
            title=table.shown_title,
            place=table.place,
            question=table.question,
            asked_of=table.asked_of,
            source_key=source.key,
            source_title=source.title,
            publisher=source.publisher,
            published=source.published,
            caution=" ".join(filter(None, [table.note, cell.note])),
            internal=table.internal,
        )

    @property
    def said(self) -> str:
        """What it counts, in the words of its table: « Connaissance ressources structures : oui, hébergement »."""
        topic = next((part for part in self.title.split(" / ") if part.lower() != BY_TYPE), self.title)
        row = "" if self.row == "total" else f", {self.row_label}"
        return f"{topic[:1].upper()}{topic[1:]}\u00a0: {self.column_label}{row}"

    @property
    def is_base(self) -> bool:
        """The cell of a row that holds its base, not an answer."""
        return self.column == "total"

    @property
    def percent(self) -> Decimal | None:
        """Whole, rounded half up; None over an empty base."""
        return percent_of(self.numerator, self.denominator)

    @property
    def percent_text(self) -> str:
        """« 87 % »; empty under a base of ten, where a percentage would mislead."""
        return "" if self.percent is None or self.in_words else percent_text(self.percent)

    @property
    def base_text(self) -> str:
        """« 46 personnes sur 53 »."""
        counts = {"count": self.numerator, "base": self.denominator}
        match self.unit:
            case Unit.PEOPLE:
                text = ngettext("%(count)s person out of %(base)s", "%(count)s people out of %(base)s", self.numerator)
            case Unit.STRUCTURES:
                text = ngettext(
                    "%(count)s structure out of %(base)s", "%(count)s structures out of %(base)s", self.numerator
                )
            case Unit.ANSWERS:
                text = ngettext("%(count)s answer out of %(base)s", "%(count)s answers out of %(base)s", self.numerator)
            case _:
                text = ngettext(
                    "%(count)s mention out of %(base)s", "%(count)s mentions out of %(base)s", self.numerator
                )
        return text % counts

    @property
    def base_only(self) -> str:
        """« 53 personnes »."""
        counts = {"base": self.denominator}
        match self.unit:
            case Unit.PEOPLE:
                text = ngettext("%(base)s person", "%(base)s people", self.denominator)
            case Unit.STRUCTURES:
                text = ngettext("%(base)s structure", "%(base)s structures", self.denominator)
            case Unit.ANSWERS:
                text = ngettext("%(base)s answer", "%(base)s answers", self.denominator)
            case _:
                text = ngettext("%(base)s mention", "%(base)s mentions", self.denominator)
        return text % counts

    @property
    def in_words(self) -> bool:
        """Say it in words only: the base is too small for a bar or a percentage."""
        return self.denominator < WORDS_BELOW

    @property
    def hollow(self) -> bool:
        """Draw a hollow mark: the base is small."""
        return self.denominator < HOLLOW_BELOW

    @property
    def interval(self) -> Interval | None:
        """95 % (Wilson), for people only, and only where a percentage is shown."""
        if self.unit != Unit.PEOPLE or self.in_words:
            return None
        return wilson_interval(self.numerator, self.denominator)

    @property
    def interval_text(self) -> str:
        """« de 75 à 93 % », or nothing."""
        return self.interval.text if self.interval else ""

    @property
    def text(self) -> str:
        """« 87 % (46 personnes sur 53) », or the words alone under a base of ten."""
        if not self.percent_text:
            return self.base_text
        return gettext("%(percent)s (%(base)s)") % {"percent": self.percent_text, "base": self.base_text}

    @property
    def source_line(self) -> str:
        """Where it comes from, on one line."""
        values = {"title": self.title, "place": self.place, "publisher": self.publisher, "published": self.published}
        if not self.published:
            return gettext("%(publisher)s, %(place)s, table “%(title)s”.") % values
        return gettext("%(publisher)s, %(published)s, %(place)s, table “%(title)s”.") % values
