"""Every percentage printed in the sources is a claim: none is forgotten, none is invented."""

import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from competencies.models import SurveyCell, SurveyClaim, SurveyTable
from competencies.survey_rows import claim_rows

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parent.parent.parent
PLACES = [above / "shared" / "sources" for above in ROOT.parents]
SOURCES = next((place for place in PLACES if place.is_dir()), None)
here = pytest.mark.skipif(SOURCES is None, reason="the sources are not beside this checkout")

# A stray Arabic sign stands between one number and its « % »; %C3 in an address is no percentage.
PERCENT = re.compile(r"(?<![\w/%.-])(\d+(?:[.,]\d+)?)[\s\u0600-\u06ff]*%(?![0-9A-F]{2})")
LONG_REPORT = "hauts-de-france-2018"
SOURCE_OF_FILE = {
    "000": "article-synthese",
    "001": "emmaus-connect-2016",
    "002": "article-synthese-anglais",
    "003": "breve-gref-2024",
    "004": LONG_REPORT,
}
# source → (percentages printed in its text, how many claims quote them or a count)
TEXT = {
    "article-synthese": (18, 19),
    "emmaus-connect-2016": (3, 3),
    "article-synthese-anglais": (19, 19),
    "breve-gref-2024": (7, 7),
    LONG_REPORT: (33, 43),
    "enquete-2024": (0, 0),
    "lille-dispositifs": (0, 0),
    "lille-recours-aux-droits": (0, 0),
}
IN_TABLES = 948


def test_each_source_has_the_claims_that_were_counted_on_it() -> None:
    found = Counter(SurveyClaim.objects.values_list("source__key", flat=True))
    assert {source: found[source] for source in TEXT} == {source: claims for source, (_printed, claims) in TEXT.items()}
    assert set(found) <= set(TEXT)


def test_each_percentage_of_the_tables_is_stored_once() -> None:
    cells = SurveyCell.objects.exclude(printed_percent=None).count()
    assert cells + len(printed_beside()) == IN_TABLES


def test_the_table_of_claims_holds_those_of_the_texts_and_those_of_the_tables() -> None:
    rows = list(claim_rows())
    said_twice = 1  # the text about it quotes a cell of annex 8
    assert len(rows) == SurveyClaim.objects.count() + IN_TABLES - said_twice
    assert {row["status"] for row in rows} == {"confirmed", "rounded", "contradicted", "not_derivable"}


def test_the_tables_contradict_themselves_where_we_know_it() -> None:
    wrong = {
        (str(row["printed"]), row["numerator"], row["denominator"])
        for row in claim_rows()
        if row["status"] == "contradicted" and " : " in str(row["wording"]) and "/" in str(row["wording"])
    }
    assert {("7.7", 4, 53), ("58.3", 31, 53)} <= wrong


def test_a_count_found_back_from_a_percentage_does_not_confirm_it() -> None:
    rows = [row for row in claim_rows() if str(row["wording"]).startswith("T03 ·")]
    assert rows
    assert {row["status"] for row in rows} == {"not_derivable"}


@here
@pytest.mark.parametrize(("prefix", "source"), SOURCE_OF_FILE.items())
def test_every_percentage_of_a_text_is_one_of_its_claims(prefix: str, source: str) -> None:
    printed = [Decimal(found.replace(",", ".")) for found in PERCENT.findall(read_text(prefix)[0])]
    claimed = {
        value.normalize() for value in SurveyClaim.objects.filter(source__key=source).values_list("printed", flat=True)
    }
    assert [value for value in printed if value.normalize() not in claimed] == []
    assert len(printed) == TEXT[source][0]


@here
def test_the_percentages_of_the_tables_are_those_of_the_report() -> None:
    printed = Counter(Decimal(found.replace(",", ".")) for found in PERCENT.findall(read_text("004")[1]))
    cells = SurveyCell.objects.exclude(printed_percent=None).values_list("printed_percent", flat=True)
    stored = Counter(round(Decimal(value), 1) for value in [*cells, *printed_beside()])
    assert stored == printed


def printed_beside() -> list[Decimal]:
    """What was printed in a table and belongs to no column."""
    tables = SurveyTable.objects.values_list("loose_percents", flat=True)
    return [Decimal(value) for rows in tables for values in rows.values() for value in values]


def read_text(prefix: str) -> tuple[str, str]:
    """The words of a source, and its annex 8 apart."""
    assert SOURCES is not None
    (path,) = SOURCES.glob(f"{prefix}_*.txt")
    text = path.read_text(encoding="utf-8")
    if prefix != "004":
        return text, ""
    start = text.rindex("## 8. Statistiques")
    end = text.index("## 9. Fiches actions", start)
    return text[:start] + text[end:], text[start:end]
