from decimal import Decimal

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from modules.loading.schema import Matching, MultipleChoice, Option, Row, SingleChoice
from modules.questions import AnswerMissing, grade, read_response, say_response

SINGLE = SingleChoice(
    key="s",
    competency="A1.1",
    stem="Que faites-vous ?",
    options=[Option(text="à la place", feedback="…"), Option(text="avec", right=True, feedback="…")],
)
MULTIPLE = MultipleChoice(
    key="m",
    competency="A1.1",
    stem="Que gardez-vous ?",
    options=[Option(text=text, right=right, feedback="…") for text, right in [("a", True), ("b", True), ("c", False)]],
)
MATCHING = Matching(
    key="k",
    competency="A1.1",
    stem="Où va chaque fait ?",
    categories=["équipement", "connexion"],
    rows=[
        Row(text="téléphone", category="équipement", feedback="…"),
        Row(text="forfait", category="connexion", feedback="…"),
    ],
)


def test_a_single_choice_is_right_or_not() -> None:
    assert grade(SINGLE, 1).success
    assert grade(SINGLE, 0).scaled == 0


def test_a_wrong_tick_takes_back_a_right_one() -> None:
    assert grade(MULTIPLE, [0, 1]).success
    assert grade(MULTIPLE, [0]).scaled == Decimal("0.5")
    assert grade(MULTIPLE, [0, 2]).scaled == 0


def test_ticking_everything_is_no_trick() -> None:
    assert grade(MULTIPLE, [0, 1, 2]).scaled == Decimal("0.5")
    assert not grade(MULTIPLE, [0, 1, 2]).success


def test_each_row_well_placed_counts() -> None:
    assert grade(MATCHING, [0, 0]).scaled == Decimal("0.5")
    assert grade(MATCHING, [0, 1]).success


@given(st.sets(st.integers(0, 2)))
def test_one_more_right_tick_never_lowers_the_grade(ticked: set[int]) -> None:
    before = grade(MULTIPLE, sorted(ticked)).scaled
    for right in (0, 1):
        assert grade(MULTIPLE, sorted(ticked | {right})).scaled >= before


@pytest.mark.parametrize("posted", ["", "reponse=", "reponse=7", "reponse=-1", "reponse=x", "reponse=%00"])
def test_an_answer_that_is_none_is_said_in_french(posted: str) -> None:
    with pytest.raises(AnswerMissing, match="Choisissez une réponse"):
        read_response(SINGLE, QueryDict(posted), "reponse")


def test_the_row_left_out_is_named() -> None:
    with pytest.raises(AnswerMissing, match="forfait"):
        read_response(MATCHING, QueryDict("reponse-0=0"), "reponse")


def test_ticks_are_read_in_order_and_once() -> None:
    assert read_response(MULTIPLE, QueryDict("reponse=2&reponse=0&reponse=2"), "reponse") == [0, 2]


def test_the_response_is_said_as_xapi_wants_it() -> None:
    assert say_response(SINGLE, 1) == "1"
    assert say_response(MULTIPLE, [0, 2]) == "0[,]2"
    assert say_response(MATCHING, [1, 0]) == "0[.]1[,]1[.]0"
