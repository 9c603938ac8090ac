"""A cohort's question beside that of 2018: the cell that counts the same answer to the same words, or why none does."""

import re
from enum import StrEnum

from competencies.instruments import questionnaire, wording_of
from competencies.loading.instrument_files import Item
from competencies.models import SurveyCell
from competencies.models.survey_table import Unit
from modules.loading.schema import SurveyQuestion


class Refusal(StrEnum):
    NO_CELL = "no_cell"  # no table of 2018 counts this answer
    WORDS = "words"
    ANSWERS = "answers"
    CODED = "coded"  # free answers, sorted by hand in 2018
    UNIT = "unit"  # the table of 2018 counts answers, not people


def why_refused(question: SurveyQuestion, cell: str, units: dict[str, str]) -> str:
    """Empty when the answers may stand side by side; `units` says what the tables of 2018 count."""
    item = _item_of(cell.partition("/")[0])
    if not cell or item is None:
        return Refusal.NO_CELL
    if _plain(wording_of(questionnaire(), item.key)) != _plain(question.text):
        return Refusal.WORDS
    if not _same_answers(item, question):
        return Refusal.ANSWERS
    if item.coded:
        return Refusal.CODED
    return "" if units.get(cell) == Unit.PEOPLE else Refusal.UNIT


def _item_of(table: str) -> Item | None:
    return next((item for item in questionnaire().items.values() if table and item.table == table), None)


def _same_answers(item: Item, question: SurveyQuestion) -> bool:
    offered = [_plain(answer.text) for answer in question.answers]
    return [_plain(text) for text in item.answers.values()] == offered and (item.kind == "several") == question.several


def _plain(text: str) -> str:
    """Spaces are the typographer's, not the survey's."""
    return re.sub(r"\s+(?=[?!:;])", "", re.sub(r"\s+", " ", text)).strip()


def units_of(cells: set[str]) -> dict[str, str]:
    """What the table of each cell counts; a damaged cell is left out. One query."""
    found = SurveyCell.objects.filter(key__in=cells, numerator__isnull=False, table__internal=False)
    return {cell.key: cell.unit for cell in found.select_related("table").order_by("key")}
