"""« Pourquoi ces modules »: every figure computed, every gap followed to the question that asks it."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from competencies.models import SurveyCell, SurveyTable
from modules.models import ChoiceQuestion, Question
from modules.reasons.coverage import coverage
from modules.reasons.explorer import Choice, Explorer
from modules.reasons.themes import TABLES, Structure, Theme
from tests.cast import make_institute_with_module

pytestmark = pytest.mark.django_db
WHY, COVERAGE = "/pourquoi-ces-modules/", "/pourquoi-ces-modules/couverture/"
ROOT = Path(__file__).resolve().parent.parent.parent


def test_each_table_that_can_be_shown_has_its_theme() -> None:
    placed = [key for keys in TABLES.values() for key in keys]
    assert len(placed) == len(set(placed))
    by_type = SurveyTable.objects.filter(internal=False, cells__row="admin").distinct()
    too_thin = {"T33", "T34", "T42", "T43"}
    assert set(by_type.values_list("key", flat=True)) - too_thin == set(placed)


@pytest.mark.parametrize("theme", Theme)
def test_every_question_opens_for_every_type_of_structure(client: Client, theme: Theme) -> None:
    for structure in Structure:
        for table in TABLES[theme]:
            asked = {"theme": theme.value, "structure": structure.value, "tableau": table}
            explorer = Explorer(Choice.of(asked))
            assert explorer.sentence
            assert explorer.in_words or explorer.chart["data"][0]["x"]
    response = client.get(WHY, {"theme": theme.value})
    assert response.status_code == 200


def test_an_unknown_word_in_the_address_shows_the_first_question(client: Client) -> None:
    assert Choice.of({"theme": "?", "structure": "?", "tableau": "T99"}) == Choice(Theme.PRACTICE, Structure.ALL, "T01")
    assert client.get(WHY, {"theme": "?", "tableau": "../etc"}).status_code == 200


def test_a_figure_on_people_has_its_interval_and_one_on_answers_has_none(client: Client) -> None:
    people = Explorer(Choice.of({"theme": "formation", "tableau": "T04"}))
    answers = Explorer(Choice.of({"theme": "pratique", "tableau": "T01"}))
    assert "error_x" in people.chart["data"][0]
    assert "error_x" not in answers.chart["data"][0]
    assert "46 personnes sur 53" in people.sentence
    page = read(client, WHY, theme="pratique", tableau="T01")
    assert "ni part de personnes" in page


def test_under_a_base_of_ten_there_are_words_and_no_drawing(client: Client) -> None:
    page = read(client, WHY, theme="ressources", tableau="T12", structure="ouvert")
    assert "data-chart" not in page
    assert "3 citations sur 9" in page


def test_where_text_and_table_disagree_both_numbers_are_shown(client: Client) -> None:
    page = read(client, WHY, theme="ressources", tableau="T20")
    assert "65,1\xa0%" in page
    assert "63,3\xa0% (31 sur 49)" in page
    assert "Contredit par son tableau" in page


def test_from_a_figure_one_goes_to_the_gap_the_competency_and_the_activity(client: Client, tmp_path: Path) -> None:
    make_institute_with_module(tmp_path)
    page = read(client, WHY, theme="formation", tableau="T04")
    assert "E01" in page
    assert "A1.1" in page
    assert "Prendre la mesure" in page


def test_every_gap_is_followed_to_its_questions_or_said_not_covered(tmp_path: Path, client: Client) -> None:
    make_institute_with_module(tmp_path)
    lines = {line.sheet.gap.code: line for line in coverage()}
    assert len(lines) == 14
    assert lines["E01"].is_covered
    assert [module.title for module in lines["E01"].modules] == ["Prendre la mesure"]
    assert not lines["E07"].is_covered
    by_code = {line.item.human_coding_scheme: line for line in lines["E01"].competencies}
    assert by_code["A1.1"].questions == Question.objects.filter(cfitem__human_coding_scheme="A1.1").count() > 0
    page = read(client, COVERAGE)
    for code in lines:
        assert f'id="{code}"' in page
    assert "Non couvert" in page


def test_a_draft_question_or_a_closed_module_covers_nothing(tmp_path: Path) -> None:
    taught = make_institute_with_module(tmp_path)
    ChoiceQuestion.objects.update(status="retired")
    assert all(not line.questions for gap in coverage() for line in gap.competencies)
    taught.module.unpublish()
    assert not any(gap.is_covered for gap in coverage())


def test_the_number_of_queries_does_not_depend_on_the_modules(
    tmp_path: Path, client: Client, django_assert_max_num_queries: Any
) -> None:
    make_institute_with_module(tmp_path)
    make_institute_with_module(tmp_path, "Institut Voisin", "autre", "Autre module")
    client.get(COVERAGE)
    with django_assert_max_num_queries(23):
        client.get(COVERAGE)
    with django_assert_max_num_queries(26):
        client.get(WHY, {"theme": "ressources", "tableau": "T20"})


def test_changing_one_count_changes_every_page_that_uses_it(client: Client) -> None:
    pages = [(WHY, {"theme": "formation", "tableau": "T04"}), (COVERAGE, {})]
    before = [read(client, address, **asked) for address, asked in pages]
    SurveyCell.objects.filter(key="T04/total/non").update(numerator=41)
    for (address, asked), old in zip(pages, before, strict=True):
        assert "46 personnes sur 53" in old
        new = read(client, address, **asked)
        assert "41 personnes sur 53" in new
        assert "46 personnes sur 53" not in new


# A percentage typed by hand. `%%`, `%(name)s`, `{% %}`, CSS lengths and the words « 95 % interval » are something else.
TYPED = re.compile(r"(?<![\w.,%#-])\d{1,3}(?:[.,]\d+)?[ \xa0]?%(?![(%\w}])")
ALLOWED = re.compile(r'95[ \xa0]%|400[ \xa0]%|style=|width: 100%|"0%"')


def test_no_survey_percentage_is_typed_in_code_template_or_content() -> None:
    """Figures come from cells and claims: the only places that print one are the sources' own words."""
    places = [*ROOT.glob("modules/**/templates/**/*.html"), *ROOT.glob("cms/templates/**/*.html")]
    places += [*ROOT.glob("lms/**/templates/**/*.html"), *ROOT.glob("modules/reasons/*.py")]
    places += [*ROOT.glob("lms/campaigns/*.py"), *ROOT.glob("lms/diagnosis/*.py")]
    places += [*ROOT.glob("fixtures/site/*.yaml"), *ROOT.glob("fixtures/framework/framework.yaml")]
    typed = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in places
        for line in path.read_text(encoding="utf-8").splitlines()
        if TYPED.search(ALLOWED.sub("", line))
    ]
    assert typed == []


def read(client: Client, address: str, **asked: str) -> str:
    response = client.get(address, asked)
    assert response.status_code == 200
    return response.content.decode()
