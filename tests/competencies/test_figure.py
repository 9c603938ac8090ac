"""What a page shows of a cell."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competencies.claim import judge
from competencies.models import SurveyCell
from competencies.percent import percent_of, wilson_interval
from competencies.survey import FigureError, claim, figure, figures, table_figures

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.django_db
def test_a_figure_on_people_says_its_base_and_its_interval() -> None:
    shown = figure("T04/total/non")
    assert (shown.numerator, shown.denominator, shown.percent) == (46, 53, Decimal(87))
    assert shown.percent_text == f"87{NBSP}%"
    assert shown.base_text == "46 personnes sur 53"
    assert shown.interval_text == f"de 75 à 93{NBSP}%"
    assert shown.text == f"87{NBSP}% (46 personnes sur 53)"
    assert not shown.hollow
    assert "octobre 2018, annexe 8" in shown.source_line


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("T20/total/oui", "Connaissance ressources structures : oui"),
        ("T01/ouvert/a-la-place", "Accompagnement e administratif : à la place de la personne, accompagnement ouvert"),
    ],
)
def test_a_figure_says_what_it_counts_in_the_words_of_its_table(key: str, said: str) -> None:
    assert figure(key).said.replace("\u00a0", " ") == said


@pytest.mark.django_db
def test_a_figure_on_answers_has_no_interval() -> None:
    shown = figure("T01/total/a-la-place")
    assert shown.base_text == "20 réponses sur 59"
    assert shown.interval is None
    assert shown.interval_text == ""
    assert "Plus de réponses que de personnes" in shown.caution


@pytest.mark.django_db
def test_a_figure_on_a_conditional_group_says_whom_it_asked() -> None:
    shown = figure("T19/total/e-administration")
    assert shown.base_text == "8 citations sur 23"
    assert shown.asked_of == "parmi celles et ceux qu’une formation intéresse"
    assert shown.interval is None


@pytest.mark.django_db
def test_a_figure_on_structures_counts_structures() -> None:
    assert figure("T42/ayant-repondu/calais").base_text == "5 structures sur 29"


@pytest.mark.django_db
def test_a_small_base_is_hollow_and_a_very_small_one_is_said_in_words() -> None:
    open_setting, causes = figure("T10/ouvert/oui"), figure("T02/admin/materiel")
    assert open_setting.hollow
    assert open_setting.text == f"27{NBSP}% (4 personnes sur 15)"
    assert causes.in_words
    assert causes.percent_text == ""
    assert causes.text == "2 citations sur 8"


@pytest.mark.django_db
def test_one_is_singular_and_so_is_zero_in_french() -> None:
    assert figure("T14/total/materiel-de-la-personne").base_text == "1 réponse sur 62"
    assert figure("T18/heberg/oui").base_text == "0 personne sur 17"


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["T99/total/oui", "T03/total/manipulation-du-ts", "T35/admin/temps"])
def test_an_unknown_or_damaged_cell_is_refused_by_its_key(key: str) -> None:
    with pytest.raises(FigureError, match=key):
        figure(key)


@pytest.mark.django_db
def test_a_damaged_table_opens_only_for_internal_use() -> None:
    assert figures(["T03/total/manipulation-du-ts"], internal=True)["T03/total/manipulation-du-ts"].numerator == 10


@pytest.mark.django_db
def test_several_figures_cost_one_query(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        figures(["T01/total/a-la-place", "T10/ouvert/oui", "T10/admin/oui"])


@pytest.mark.django_db
def test_a_whole_table_comes_row_by_row_with_its_base_last(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        rows = table_figures("T10")
    assert [row[0].row for row in rows] == ["admin", "heberg", "ouvert", "total"]
    assert [cell.numerator for cell in rows[-1]] == [31, 22, 53]


@pytest.mark.django_db
def test_changing_one_count_changes_the_figure() -> None:
    SurveyCell.objects.filter(key="T04/total/non").update(numerator=50)
    assert figure("T04/total/non").base_text == "50 personnes sur 53"


@pytest.mark.django_db
def test_a_claim_shows_both_numbers_when_they_disagree() -> None:
    shown = claim("ressources-structure-65-1")
    assert shown.printed_text == f"65,1{NBSP}%"
    assert shown.status_sentence == (f"Le texte imprime 65,1{NBSP}%{NBSP}; son tableau donne 63,3{NBSP}% (31 sur 49).")
    assert shown.figure is not None
    assert shown.figure.key == "T20/total/oui"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("key", "quoted"),
    [
        ("rappel-a-la-place-75", "« 75 % des professionnels affirmaient faire les démarches numériques “à la place"),
        ("rappel-detection-80", "« “l’absence de procédure systématique de détection"),
        ("pauvrete-france-14-7", "« contre 14,7% en France métropolitaine »"),
    ],
)
def test_a_claim_is_quoted_once_whatever_it_quotes(key: str, quoted: str) -> None:
    words = claim(key).quoted.replace("\u00a0", " ")
    assert words.startswith(quoted)
    assert (words.count("«"), words.count("»")) == (1, 1)


@pytest.mark.django_db
def test_a_claim_without_a_cell_says_so() -> None:
    shown = claim("rappel-detection-80")
    assert shown.figure is None
    assert shown.status_sentence == f"Le texte imprime 80{NBSP}%{NBSP}; aucun tableau de nos sources ne le donne."


@pytest.mark.django_db
def test_claims_cost_a_constant_number_of_queries(django_assert_max_num_queries: Any) -> None:
    from competencies.survey import claims

    with django_assert_max_num_queries(6):
        claims()


@pytest.mark.parametrize(
    ("printed", "decimals", "comparison", "exact", "status"),
    [
        ("33.9", 1, "equal", "33.898", "confirmed"),
        ("34", 0, "equal", "33.898", "rounded"),
        ("40", 0, "equal", "40", "confirmed"),
        ("65.1", 1, "equal", "63.27", "contradicted"),
        ("14.5", 1, "less_than", "13.2", "confirmed"),
        ("80", 0, "more_than", "79", "contradicted"),
        ("81.13", 2, "equal", None, "not_derivable"),
    ],
)
def test_a_printed_number_is_judged(
    printed: str, decimals: int, comparison: str, exact: str | None, status: str
) -> None:
    assert judge(Decimal(printed), decimals, comparison, Decimal(exact) if exact else None) == status


@pytest.mark.parametrize(
    ("top", "base", "low", "high"),
    [(46, 53, 75, 93), (23, 48, 34, 62), (24, 49, 36, 63), (4, 15, 11, 52), (27, 51, 40, 66)],
)
def test_the_intervals_of_the_design_are_found_again(top: int, base: int, low: int, high: int) -> None:
    interval = wilson_interval(top, base)
    assert (interval.low, interval.high) == (low, high)


@given(base=st.integers(1, 2000), data=st.data())
def test_an_interval_holds_the_share_and_stays_within_bounds(base: int, data: st.DataObject) -> None:
    top = data.draw(st.integers(0, base))
    interval = wilson_interval(top, base)
    share = percent_of(top, base)
    assert share is not None
    assert 0 <= interval.low <= share <= interval.high <= 100


def test_an_empty_base_has_no_percentage() -> None:
    assert percent_of(0, 0) is None
    assert percent_of(None, 12) is None
