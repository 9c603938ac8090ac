"""One question of the survey, one type of structure: its figures, its chart, its table, what training answers it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext

from competencies.claim import Claim, ClaimStatus
from competencies.instruments import questionnaire
from competencies.models import SurveyClaim, SurveyTable, Unit
from competencies.survey import Figure, claims, table_figures
from modules.reasons.coverage import GapLine
from modules.reasons.themes import TABLES, Structure, Theme

WHISKER = 3  # look.md §7
TRANSLATION = "article-synthese-anglais"
"""The same sentences in English: judged like the others, not said twice on a French page."""


@dataclass(frozen=True)
class Choice:
    """What was asked for; an unknown word is the first of its list, so that an old address still answers."""

    theme: Theme
    structure: Structure
    table: str

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "Choice":
        theme = Theme(asked["theme"]) if asked.get("theme") in Theme.values else Theme.PRACTICE
        structure = Structure(asked["structure"]) if asked.get("structure") in Structure.values else Structure.ALL
        table = asked.get("tableau", "")
        return cls(theme, structure, table if table in TABLES[theme] else TABLES[theme][0])


class Explorer:
    """Everything the page shows comes from here, once."""

    def __init__(self, choice: Choice) -> None:
        self.choice = choice
        self.rows = table_figures(choice.table)
        found = SurveyTable.objects.in_bulk(TABLES[choice.theme], field_name="key")
        self.tables = [found[key] for key in TABLES[choice.theme]]
        self.table = found[choice.table]

    @cached_property
    def answers(self) -> list[Figure]:
        """The figures of the chosen row, the base left out."""
        row = next(row for row in self.rows if row[0].row == self.choice.structure.value)
        return [figure for figure in row if not figure.is_base]

    @property
    def all_answers(self) -> list[Figure]:
        """Every row of the table, for whoever reads it whole."""
        return [figure for row in self.rows for figure in row if not figure.is_base]

    @property
    def on_people(self) -> bool:
        return self.table.unit == Unit.PEOPLE

    @property
    def question(self) -> str:
        """The words of annex 7; empty for a table that answers no question."""
        asked = questionnaire().questions
        return next((each.wording for each in asked if each.number == self.table.question), "")

    @property
    def leading(self) -> Figure:
        """The answer given most often in the chosen row; the first of equals."""
        return max(self.answers, key=lambda figure: figure.numerator)

    @property
    def sentence(self) -> str:
        """What the chart says: the answer, its count, its base, its interval."""
        leading = self.leading
        values = {"row": leading.row_label, "answer": leading.column_label, "figure": leading.text}
        if leading.row == Structure.ALL:
            return gettext("“%(answer)s”: %(figure)s.") % values
        return gettext("%(row)s, “%(answer)s”: %(figure)s.") % values

    @property
    def in_words(self) -> bool:
        """The base is too small for a drawing."""
        return self.leading.in_words

    @property
    def chart(self) -> dict[str, Any]:
        """A dot an answer, its interval as a whisker when people are counted, hollow over a small base."""
        shown = self.answers
        trace = {
            "type": "scatter",
            "mode": "markers+text",
            "orientation": "h",
            "name": gettext("Share (%)"),
            "x": [figure.percent for figure in shown],
            "y": [figure.column_label for figure in shown],
            "text": [figure.percent_text for figure in shown],
            "textposition": "top center",
            "cliponaxis": False,
            "marker": {"size": 13, "symbol": "circle-open" if shown[0].hollow else "circle", "line": {"width": 3}},
        }
        whiskers = {"error_x": _whiskers(shown)} if self.on_people else {}
        return {
            "data": [trace | whiskers],
            "layout": {
                "meta": {"category": gettext("Answer")},
                "height": 110 + 62 * len(shown),
                "xaxis": {"range": [-4, 104]},
            },
        }

    @cached_property
    def claims(self) -> list[Claim]:
        """What the texts print about this table, those its cells contradict first."""
        rows = SurveyClaim.objects.filter(uses__cell__table=self.table).exclude(source__key=TRANSLATION)
        cited = rows.values_list("key", flat=True)
        found = claims(dict.fromkeys(cited.order_by("source__position", "position")))
        return sorted(found.values(), key=lambda claim: claim.status != ClaimStatus.CONTRADICTED)

    def gaps(self, lines: list[GapLine]) -> list[GapLine]:
        """The gaps that this table proves."""
        return [line for line in lines if self.choice.table in line.tables]


def _whiskers(figures: list[Figure]) -> dict[str, Any]:
    intervals = [(figure.percent or 0, figure.interval) for figure in figures]
    return {
        "type": "data",
        "symmetric": False,
        "array": [interval.high - at if interval else 0 for at, interval in intervals],
        "arrayminus": [at - interval.low if interval else 0 for at, interval in intervals],
        "thickness": WHISKER,
        "width": 6,
    }
