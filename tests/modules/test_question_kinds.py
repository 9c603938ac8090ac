"""Every kind of question obeys the same laws: read, graded, said, shown, frozen and thawed."""

import json
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any, get_args

import msgspec
import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from modules.activities.quiz.review import review
from modules.loading.schema import ActivityFile, QuestionEntry
from modules.publishing import digest_of
from modules.questions import AnswerMissing, grade, interaction_of, read_confidence, read_response, say_response
from modules.questions.checking import find_question_faults
from modules.questions.drawing import answer_at_random, answer_right
from modules.questions.folding import fold
from modules.questions.showing import show
from modules.questions.shuffling import shown_order
from tests.modules.question_examples import EXAMPLES, HIGHLIGHT, ORDERING, SHORT_TEXT, SINGLE, TRUE_FALSE
from xapi_store.spec.activity import ActivityDefinition

BY_KEY = {example.key: example for example in EXAMPLES}
each_kind = pytest.mark.parametrize("question", EXAMPLES, ids=BY_KEY)


def test_there_is_an_example_of_every_kind() -> None:
    assert {type(example) for example in EXAMPLES} == set(get_args(QuestionEntry))


@each_kind
def test_the_best_answer_is_a_success_and_worth_one(question: QuestionEntry) -> None:
    best = grade(question, answer_right(question))
    assert best.success
    assert best.scaled == 1


@each_kind
@given(seed=st.integers(0, 10_000))
def test_any_answer_is_worth_from_nothing_to_one_and_one_is_success(question: QuestionEntry, seed: int) -> None:
    given_grade = grade(question, answer_at_random(question, Random(seed)))
    assert 0 <= given_grade.scaled <= 1
    assert (given_grade.scaled == 1) == given_grade.success


@each_kind
def test_an_example_has_no_fault_and_comes_back_from_json_the_same(question: QuestionEntry) -> None:
    assert find_question_faults(question) == []
    assert msgspec.convert(json.loads(msgspec.json.encode(question)), QuestionEntry) == question


@each_kind
def test_an_empty_form_records_nothing_and_says_what_to_do(question: QuestionEntry) -> None:
    with pytest.raises(AnswerMissing):
        read_response(question, QueryDict(""), "reponse")


@each_kind
def test_the_store_takes_the_question_as_an_interaction(question: QuestionEntry) -> None:
    said = interaction_of(question)
    camel = {"interaction_type": "interactionType", "correct_responses_pattern": "correctResponsesPattern"}
    definition = msgspec.convert({camel.get(key, key): value for key, value in said.items()}, ActivityDefinition)
    right = say_response(question, answer_right(question))
    assert any(pattern.removeprefix("{case_matters=false}") == right for pattern in said["correct_responses_pattern"])
    assert definition.interaction_type


@each_kind
def test_reading_again_names_what_was_right(question: QuestionEntry) -> None:
    seen = review(question, answer_right(question))
    assert seen.success
    assert all(line.right for line in seen.lines if line.mine)


def posted(question: QuestionEntry, **values: Any) -> QueryDict:
    form = QueryDict(mutable=True)
    for name, value in values.items():
        form.setlist(name.replace("_", "-"), value if isinstance(value, list) else [value])
    return form


def test_places_are_read_as_an_order_whatever_the_order_shown() -> None:
    shown = shown_order(ORDERING)
    form = QueryDict(mutable=True)
    for number, index in enumerate(shown):
        form[f"reponse-{number}"] = str(index + 1)
    assert read_response(ORDERING, form, "reponse") == [0, 1, 2, 3]


def test_the_order_shown_is_never_the_right_one_and_never_moves() -> None:
    assert shown_order(ORDERING) != [0, 1, 2, 3]
    assert shown_order(ORDERING) == shown_order(ORDERING)


def test_two_lines_at_one_place_are_refused_with_the_place() -> None:
    form = QueryDict("reponse-0=1&reponse-1=1&reponse-2=2&reponse-3=3")
    with pytest.raises(AnswerMissing, match="place 1"):
        read_response(ORDERING, form, "reponse")


def test_an_order_reversed_is_worth_nothing_and_one_swap_costs_two_pairs() -> None:
    assert grade(ORDERING, [3, 2, 1, 0]).scaled == 0
    assert grade(ORDERING, [1, 0, 2, 3]).scaled == Decimal("0.6667")


@pytest.mark.parametrize(
    "written", ["son accord", "SON ACCORD.", "  son   accord ", "Le Consentement", "« son accord »"]
)
def test_accents_capitals_and_spaces_make_no_difference(written: str) -> None:
    assert grade(SHORT_TEXT, written).success


@given(st.text())
def test_a_word_folded_twice_is_folded_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_a_foreseen_wrong_answer_gets_its_own_feedback() -> None:
    assert not grade(SHORT_TEXT, "Un mandat").success
    assert review(SHORT_TEXT, "Un mandat").lines[0].feedback == "Le mandat est un écrit."
    assert review(SHORT_TEXT, "bonjour").lines[0].feedback == SHORT_TEXT.feedback


def test_an_unforeseen_text_stays_out_of_the_statement() -> None:
    assert say_response(SHORT_TEXT, "Monsieur Untel") == ""
    assert say_response(SHORT_TEXT, "le CONSENTEMENT") == "le consentement"


@pytest.mark.parametrize("text", ["appelez le 06 12 34 56 78", "x" * 201])
def test_a_short_answer_holds_nobodys_number_nor_a_novel(text: str) -> None:
    with pytest.raises(AnswerMissing):
        read_response(SHORT_TEXT, QueryDict(mutable=True) | {"reponse": text}, "reponse")


def test_how_sure_one_is_never_counts_and_is_never_compulsory() -> None:
    assert read_confidence(SHORT_TEXT, QueryDict("reponse-certitude=3"), "reponse") == 3
    assert read_confidence(SHORT_TEXT, QueryDict("reponse-certitude=9"), "reponse") is None
    assert read_confidence(SHORT_TEXT, QueryDict(""), "reponse") is None
    assert read_confidence(SINGLE, QueryDict("reponse-certitude=3"), "reponse") is None


def test_sure_and_wrong_is_said_to_be_the_moment_to_learn() -> None:
    assert review(SHORT_TEXT, "un mandat", 3).is_surprise
    assert not review(SHORT_TEXT, "un mandat", 1).is_surprise
    assert not review(SHORT_TEXT, "son accord", 3).is_surprise


def test_what_was_chosen_stays_chosen_when_the_form_is_refused() -> None:
    form = QueryDict("reponse-0=2")
    assert [choice.value for choice in show(ORDERING, "reponse", form).rows[0].choices if choice.is_chosen] == ["2"]
    assert show(HIGHLIGHT, "reponse", QueryDict("reponse=1")).choices[1].is_chosen
    assert show(TRUE_FALSE, "reponse", QueryDict("reponse=0")).choices[1].is_chosen
    assert show(SHORT_TEXT, "reponse", QueryDict("reponse=abc")).written == "abc"


FAULTY = [
    (SINGLE, {"options": [each for each in SINGLE.options if not each.right] * 2}, "une seule"),
    (SINGLE, {"options": [msgspec.structs.replace(each, feedback="") for each in SINGLE.options]}, "retour"),
    (HIGHLIGHT, {"segments": [msgspec.structs.replace(each, right=False) for each in HIGHLIGHT.segments]}, "passage"),
    (ORDERING, {"items": [ORDERING.items[0], ORDERING.items[0]]}, "même chose"),
    (SHORT_TEXT, {"answers": [SHORT_TEXT.answers[2]]}, "accept"),
    (SHORT_TEXT, {"answers": [SHORT_TEXT.answers[0]] * 2}, "accents"),
]


@pytest.mark.parametrize(("question", "change", "words"), FAULTY)
def test_a_question_that_cannot_be_asked_says_why(question: Any, change: dict[str, Any], words: str) -> None:
    faults = find_question_faults(msgspec.structs.replace(question, **change))
    assert words in " ".join(faults)


FROZEN = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(Path(__file__).parent.glob("frozen/*.json"))]
FROZEN_QUESTIONS = [row for kept in FROZEN for row in kept["questions"]]
FROZEN_ACTIVITIES = [row for kept in FROZEN for row in kept["activities"]]


def test_editions_are_kept_for_every_kind_of_question() -> None:
    kinds = {row["content"]["kind"] for row in FROZEN_QUESTIONS}
    assert kinds == {kind.__struct_config__.tag for kind in get_args(QuestionEntry)}


@pytest.mark.parametrize("row", FROZEN_QUESTIONS, ids=lambda row: row["content"]["key"])
def test_every_question_once_frozen_thaws_with_the_digest_it_had(row: dict[str, Any]) -> None:
    assert digest_of(msgspec.convert(row["content"], QuestionEntry)) == row["digest"]


@pytest.mark.parametrize("row", FROZEN_ACTIVITIES, ids=lambda row: row["content"]["key"])
def test_every_activity_once_frozen_thaws_with_the_digest_it_had(row: dict[str, Any]) -> None:
    assert digest_of(msgspec.convert(row["content"], ActivityFile)) == row["digest"]
