"""The tables as printed, with what is wrong in them said."""

import csv
import os
import re
import subprocess
import sys
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from competencies.models import SurveyCell, SurveyClaim, SurveySource, SurveyTable
from competencies.percent import percent_of
from competencies.survey import claims

pytestmark = pytest.mark.django_db
FOLDER = settings.FIXTURES / "survey"


def printed_tables() -> list[SurveyTable]:
    return list(SurveyTable.objects.prefetch_related("cells"))


def test_every_source_is_there_even_those_without_a_figure() -> None:
    assert list(SurveySource.objects.values_list("key", flat=True)) == [
        "hauts-de-france-2018",
        "article-synthese-anglais",
        "article-synthese",
        "breve-gref-2024",
        "emmaus-connect-2016",
        "enquete-2024",
        "lille-dispositifs",
        "lille-recours-aux-droits",
    ]


def test_every_row_adds_up_to_its_printed_total_or_the_mismatch_is_noted() -> None:
    wrong = []
    for table in printed_tables():
        for base in table.cells.filter(column="total"):
            counts = [c.numerator for c in table.cells.all() if c.row == base.row and c.column != "total"]
            if None not in counts and sum(counts) != base.numerator and not base.note:
                wrong.append(base.key)
    assert wrong == []


def test_every_column_adds_up_to_its_total_or_the_mismatch_is_noted() -> None:
    wrong = []
    for table in printed_tables():
        for total in table.cells.filter(row="total"):
            counts = [c.numerator for c in table.cells.all() if c.column == total.column and c.row != "total"]
            if counts and None not in counts and sum(counts) != total.numerator and not total.note:
                wrong.append(total.key)
    assert wrong == []


def test_every_printed_percentage_agrees_with_its_count_or_is_flagged() -> None:
    for cell in SurveyCell.objects.exclude(printed_percent=None).exclude(numerator=None).filter(note=""):
        if cell.printed_base:
            assert cell.printed_percent == percent_of(cell.numerator, cell.printed_base, decimals=1), cell.key


def test_a_count_that_is_missing_is_in_a_table_that_says_why() -> None:
    tables = SurveyTable.objects.filter(cells__numerator=None).distinct()
    assert {table.key for table in tables} == {"T03", "T35", "T38"}
    assert all(table.internal and table.note for table in tables)


def test_the_tables_of_the_three_modules_have_the_counts_of_the_report() -> None:
    counts = dict(SurveyCell.objects.values_list("key", "numerator"))
    bases = dict(SurveyCell.objects.values_list("key", "denominator"))
    cited = {
        "T01/total/a-la-place": (20, 59),
        "T01/ouvert/a-la-place": (9, 18),
        "T03/total/manipulation-du-ts": (10, 28),
        "T04/total/non": (46, 53),
        "T05/total/oui": (23, 48),
        "T06/total/oui": (24, 49),
        "T07/total/support-educatif": (3, 14),
        "T08/total/oui": (19, 48),
        "T09/total/oui": (18, 47),
        "T10/ouvert/oui": (4, 15),
        "T10/admin/oui": (15, 21),
        "T11/total/acces-a-l-autonomie": (1, 63),
        "T12/ouvert/manque-d-informations": (3, 9),
        "T13/total/securisation-des-donnees": (22, 147),
        "T14/total/materiel-de-la-personne": (1, 62),
        "T15/ouvert/non": (14, 15),
        "T17/total/je-ne-sais-pas": (25, 56),
        "T18/heberg/oui": (0, 17),
        "T19/total/e-administration": (8, 23),
        "T20/total/oui": (31, 49),
    }
    assert {key: (counts[key], bases[key]) for key in cited} == cited


def test_the_published_list_of_keys_names_every_table_column_and_claim() -> None:
    listed = (FOLDER / "README.md").read_text(encoding="utf-8")
    words = set(re.findall(r"`([^`]+)`", listed)) | set(re.findall(r"\*\*([^*]+)\*\*", listed))
    for cell in SurveyCell.objects.select_related("table"):
        assert {cell.table.key, cell.row, cell.column} <= words, cell.key
    assert set(SurveyClaim.objects.values_list("key", flat=True)) <= words


def test_the_disagreements_between_text_and_tables_are_found() -> None:
    found = {key: claim.status.value for key, claim in claims().items()}
    assert {key for key, status in found.items() if status == "contradicted"} == {
        "connexion-100",
        "equipement-propre-3-2",
        "ressources-structure-65-1",
        "plateformes-38-5",
        "lieu-heberg-47-4",
        "repondants-admin-30",
        "repondants-ouvert-21",
        "structures-repondantes-29",
        "article-connexion-100",
        "article-equipement-propre-3-2",
        "article-ressources-structure-65",
        "article-formes-14",
        "article-plateformes-38-5",
        "english-connexion-100",
        "english-equipement-propre-3-2",
        "english-ressources-structure-65",
        "english-formes-14",
        "english-plateformes-38-5",
    }
    assert found["craintes-81-13"] == found["rappel-detection-80"] == found["ordinateur-dedie-13-3"] == "not_derivable"
    assert found["projet-sans-numerique-70"] == found["article-a-la-place-34"] == "rounded"
    assert found["a-la-place-33-9"] == found["formes-14-5"] == "confirmed"


def test_the_cells_come_out_as_plain_csv() -> None:
    rows = list(csv.DictReader(_output("survey_cells")))
    assert len(rows) == SurveyCell.objects.count()
    row = next(r for r in rows if (r["table"], r["row"], r["column"]) == ("T04", "total", "non"))
    assert (row["numerator"], row["denominator"], row["base_unit"]) == ("46", "53", "people")
    assert (row["printed_percent"], row["computed_percent"]) == ("100.00", "86.8")
    assert "calculé sur 46" in row["note"]


def test_the_claims_come_out_as_plain_csv() -> None:
    rows = list(csv.DictReader(_output("survey_claims")))
    row = next(r for r in rows if r["printed"] == "65.1")
    assert (row["numerator"], row["denominator"], row["computed"], row["status"]) == (
        "31",
        "49",
        "63.3",
        "contradicted",
    )
    assert {r["status"] for r in rows} == {"confirmed", "rounded", "contradicted", "not_derivable"}


COLUMNS = {
    "survey_cells": "source,table,row,column,numerator,denominator,base_unit,printed_percent,computed_percent,note",
    "survey_claims": "source,wording,printed,numerator,denominator,computed,status,note",
}
NUMBERS = ("numerator", "denominator", "printed", "printed_percent", "computed_percent", "computed")


@pytest.mark.parametrize("command", COLUMNS)
def test_the_columns_are_named_in_their_order_and_hold_plain_numbers(command: str) -> None:
    lines = _output(command).read()
    assert lines.splitlines()[0] == COLUMNS[command]
    for row in csv.DictReader(StringIO(lines)):
        for name in row.keys() & set(NUMBERS):
            assert re.fullmatch(r"(\d+(\.\d+)?)?", row[name]), row


@pytest.mark.long
def test_both_tables_are_there_right_after_migrate_on_an_empty_database(tmp_path: Path) -> None:
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'empty.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "lms.settings.test",
    }

    def run(*words: str) -> str:
        command = [sys.executable, "manage.py", *words]
        return subprocess.run(
            command, cwd=settings.ROOT, env=environment, check=True, capture_output=True, text=True
        ).stdout

    run("migrate", "--verbosity", "0", "--skip-checks")
    for command in COLUMNS:
        assert run(command, "--format", "csv") == _output(command).read()


def test_a_second_load_writes_nothing_and_says_so() -> None:
    assert "0 writes" in _output("load_survey").read()
    assert "0 writes" in _output("load_framework").read()


def test_a_load_puts_back_a_count_that_was_changed() -> None:
    SurveyCell.objects.filter(key="T04/total/non").update(numerator=40)
    assert "0 rows created, 1 changed, 0 deleted" in _output("load_survey").read()
    assert SurveyCell.objects.get(key="T04/total/non").numerator == 46


def test_changing_one_count_changes_the_claims_that_cite_it() -> None:
    SurveyCell.objects.filter(key="T20/total/oui").update(numerator=20)
    assert claims(["ressources-structure-65-1"])["ressources-structure-65-1"].computed == Decimal("40.8")


def _output(command: str) -> StringIO:
    out = StringIO()
    call_command(command, stdout=out)
    out.seek(0)
    return out
