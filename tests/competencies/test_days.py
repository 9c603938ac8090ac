"""The first of a month is « 1er » in French, in Python and in every template; nothing else changes."""

from datetime import UTC, date, datetime

import pytest
from django.template import engines
from django.utils.translation import override

from competencies.days import write_day

MAY = date(2026, 5, 1)


def rendered(template: str, day: object) -> str:
    return str(engines["django"].from_string(template).render({"day": day}))


def test_the_first_of_a_month_is_said_as_in_french() -> None:
    assert [write_day(MAY), write_day(date(2026, 5, 11)), write_day(date(2026, 5, 2))] == [
        "1er mai 2026",
        "11 mai 2026",
        "2 mai 2026",
    ]


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ('"j F Y"', "1er mai 2026"),
        ('"l j F Y"', "vendredi 1er mai 2026"),
        ('"DATE_FORMAT"', "1er mai 2026"),
        ('"Y-m-d"', "2026-05-01"),
        ('"d/m/Y"', "01/05/2026"),
        ('"F Y"', "mai 2026"),
    ],
)
def test_the_filter_of_every_template_says_it_too(form: str, words: str) -> None:
    assert rendered(f"{{{{ day|date:{form} }}}}", MAY) == words


def test_the_hour_follows_and_the_day_is_that_of_the_place() -> None:
    late = datetime(2026, 4, 30, 22, 30, tzinfo=UTC)  # half past midnight here
    assert rendered('{{ day|date:"j F Y, H:i" }}', late) == "1er mai 2026, 00:30"


def test_english_and_nothing_at_all_stay_as_django_says_them() -> None:
    with override("en"):
        assert write_day(MAY) == "1 May 2026"
    assert rendered('{{ day|date:"j F Y" }}', None) == ""
