"""Numbers the French way, with spaces that do not break."""

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from cms.numbers import bind_spaces, write_count, write_hour, write_minutes, write_number, write_percent


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, "0 min"), (45, "45 min"), (60, "1 h"), (65, "1 h 05"), (210, "3 h 30")]
)
def test_minutes_are_written_as_one_says_them(minutes: int, words: str) -> None:
    assert write_minutes(minutes) == words.replace(" ", "\u00a0")


def test_thousands_are_parted_and_halves_go_up() -> None:
    assert write_number(1284) == "1\u00a0284"
    assert write_number(Decimal("12.45"), 1) == "12,5"
    assert write_number(-86) == "\u221286"
    assert write_percent(Decimal("33.5")) == "34\u00a0%"


def test_small_counts_are_written_in_letters() -> None:
    assert [write_count(n) for n in (0, 7, 16, 17)] == ["zéro", "sept", "seize", "17"]


def test_no_line_breaks_before_a_colon_or_inside_quotes() -> None:
    assert bind_spaces("Ici : « faire avec » ? 10 000 € , 50 %") == (
        "Ici\u00a0: «\u00a0faire avec\u00a0»\u00a0? 10\u00a0000\u00a0€ , 50\u00a0%"
    )


def test_an_hour_stays_on_one_line() -> None:
    assert bind_spaces("de 14 h à 17 h 30, 2 km, 8 min") == "de 14\u00a0h à 17\u00a0h 30, 2\u00a0km, 8\u00a0min"


@given(st.text())
def test_binding_twice_changes_nothing_more(text: str) -> None:
    assert bind_spaces(bind_spaces(text)) == bind_spaces(text)


@pytest.mark.parametrize(
    ("hour", "minutes", "french", "english"),
    [(9, 0, "9\u00a0h", "9:00"), (9, 5, "9\u00a0h\u00a005", "9:05"), (17, 30, "17\u00a0h\u00a030", "17:30")],
)
def test_an_hour_is_written_as_each_language_writes_it(hour: int, minutes: int, french: str, english: str) -> None:
    assert write_hour(hour, minutes) == french
    with translation.override("en"):
        assert write_hour(hour, minutes) == english
