"""What the study of 2018 asked and concluded, as data."""

from copy import deepcopy

import msgspec
import pytest

from competencies.instruments import (
    conclusions,
    interview_guide,
    questionnaire,
    why_not_comparable,
    wording_of,
)
from competencies.loading.instrument_files import Instrument
from competencies.models import CFItem, CFItemType, SurveyCell, SurveyTable


def test_the_questionnaire_has_its_28_questions_and_its_header() -> None:
    asked = questionnaire()
    assert [question.number for question in asked.questions] == list(range(1, 29))
    assert [item.key for item in asked.header] == [
        "type-de-structure",
        "nom-de-la-structure",
        "ville",
        "metier",
        "diplome",
        "annee",
        "accompagnez-vous",
    ]
    assert asked.header[-1].needed == "oui"
    assert len(asked.items) == 54


def test_the_guide_has_its_15_questions_in_three_parts() -> None:
    guide = interview_guide()
    assert [question.number for question in guide.questions] == list(range(1, 16))
    parts = [question.part for question in guide.questions]
    assert list(dict.fromkeys(parts)) == ["Contexte", "Impact sur la structure", "Modalités de mise en œuvre"]
    assert {item.concerns for item in guide.items.values()} == {
        "",
        "project",
        "job_description",
        "equipment",
        "room",
        "training",
    }


def test_a_branch_is_asked_after_the_answer_that_opens_it() -> None:
    keys = list(questionnaire().items)
    for item in questionnaire().items.values():
        assert all(keys.index(opener) < keys.index(item.key) for opener in item.when), item.key
    assert questionnaire().items["q05-raison"].when == {"q05": ["non"]}


@pytest.mark.django_db
def test_each_answer_is_a_column_of_the_table_that_counted_it() -> None:
    for item in questionnaire().items.values():
        if item.table and not item.coded:
            columns = set(SurveyCell.objects.filter(table__key=item.table).values_list("column", flat=True))
            assert set(item.answers) <= columns, item.key


@pytest.mark.django_db
def test_each_table_of_a_question_names_that_question() -> None:
    numbers = {item.key: question.number for question in questionnaire().questions for item in question.items}
    asked = dict(SurveyTable.objects.values_list("key", "question"))
    wrong = [i.key for i in questionnaire().items.values() if i.table and asked[i.table] != numbers[i.key]]
    assert wrong == []


def test_the_study_has_four_hypotheses_five_proposals_four_sheets() -> None:
    read = conclusions()
    assert [each.number for each in read.hypotheses] == [1, 2, 3, 4]
    assert [each.number for each in read.proposals] == [1, 2, 3, 4, 5]
    sheets = {sheet.key: sheet for sheet in read.sheets}
    assert list(sheets) == ["plateforme", "forum", "colloque", "precarite-numerique"]
    assert {each.sheet for each in read.proposals} - {None} == set(sheets)
    assert [len(sheet.indicators) for sheet in read.sheets] == [4, 2, 3, 0]
    assert sheets["precarite-numerique"].empty == ["Evaluation et indicateurs de réussite"]


@pytest.mark.django_db
def test_the_framework_has_the_nine_operational_objectives_of_the_sheet_word_for_word() -> None:
    sheet = conclusions().sheets[-1]
    objectives = CFItem.objects.filter(cf_item_type=CFItemType.OBJECTIVE).order_by("position")
    assert [item.full_statement for item in objectives] == sheet.operational
    domains = CFItem.objects.filter(cf_item_type=CFItemType.DOMAIN).order_by("position")
    assert [item.full_statement for item in domains] == sheet.strategic


def test_the_same_question_compares_and_says_why_when_it_does_not() -> None:
    reference = questionnaire()
    assert why_not_comparable(reference, "q25", reference) == ""
    assert wording_of(reference, "q05-raison").endswith("de votre public ? Si non, pourquoi ?")
    assert "mots" in why_not_comparable(changed("q25", wording="Autrement dit ?"), "q25", reference)
    assert "réponses proposées" in why_not_comparable(
        changed("q25", answers={"oui": "Souvent", "non": "Non"}), "q25", reference
    )
    assert "mêmes personnes" in why_not_comparable(changed("q05-raison", when={}), "q05-raison", reference)
    assert "à la main" in why_not_comparable(reference, "q15-pourquoi", reference)
    assert "aucun tableau" in why_not_comparable(reference, "q12", reference)


def test_a_branch_to_nowhere_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="no such answer to q25"):
        changed("q25-lesquelles", when={"q25": ["peut-etre"]})


def changed(key: str, **values: object) -> Instrument:
    """The questionnaire with one item changed."""
    raw = deepcopy(msgspec.to_builtins(questionnaire()))
    for question in raw["questions"]:
        for item in question["items"]:
            if item["key"] == key:
                item |= values
    return msgspec.convert(raw, Instrument)
