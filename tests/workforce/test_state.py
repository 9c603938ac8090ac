"""A cell has one of four states; the database counts them as the pure function reads them."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from competencies.models import Level, LevelRule
from lms.people.folding import fold
from lms.workforce.matrix import Competency, Domain, Measure, fill_cells, most_lacking, tally_column
from lms.workforce.state import State, read_state, stored_state
from tests.workforce.cast import find

TODAY = date(2026, 11, 21)
DOMAIN = Domain(UUID(int=1), "A", "Comprendre")


def column(code: str, statement: str = "Lire un chiffre") -> Competency:
    return Competency(uuid4(), code, statement, DOMAIN, ("un", "deux", "trois", "quatre"), ())


@pytest.mark.parametrize(
    ("level", "days_left", "state"),
    [
        (None, None, State.NEVER_ASSESSED),
        (1, 30, State.NOT_ACQUIRED),
        (2, 30, State.ACQUIRED),
        (4, 1, State.ACQUIRED),
        (3, 0, State.TO_RENEW),
        (1, -1, State.TO_RENEW),
    ],
)
def test_never_assessed_is_not_the_same_as_not_acquired(level: int | None, days_left: int | None, state: State) -> None:
    expires_on = None if days_left is None else TODAY + timedelta(days=days_left)
    assert read_state(level, expires_on, TODAY) == state


@given(required=st.integers(1, 4), level=st.integers(1, 4))
def test_a_level_below_the_required_one_is_never_acquired(required: int, level: int) -> None:
    state = read_state(level, TODAY + timedelta(days=1), TODAY, required)
    assert (state == State.ACQUIRED) == (level >= required)


class TheDatabase(TestCase):
    @given(st.lists(st.tuples(st.integers(1, 4), st.integers(-3, 3)), max_size=12), st.integers(1, 4))
    def test_the_database_reads_a_state_as_the_pure_function_does(self, levels: Any, required: int) -> None:
        item, rule = find("A1.1"), LevelRule.objects.earliest("pk")
        rows = [
            Level(
                actor=uuid4(),
                cfitem_id=item,
                rule=rule,
                level=level,
                reached_on=TODAY - timedelta(days=30),
                expires_on=TODAY + timedelta(days=days),
            )
            for level, days in levels
        ]
        Level.objects.bulk_create(rows)
        stored = dict(Level.objects.annotate(state=stored_state(TODAY, required)).values_list("actor", "state"))
        assert stored == {row.actor: read_state(row.level, row.expires_on, TODAY, required) for row in rows}


@given(st.lists(st.sampled_from(State), max_size=40), st.integers(0, 10))
def test_the_states_of_a_column_add_up_to_its_people(assessed: list[State], others: int) -> None:
    stored = {state: assessed.count(state) for state in State if state != State.NEVER_ASSESSED}
    people = sum(stored.values()) + others
    tally = tally_column(column("A1.1"), stored, people)
    assert sum(tally.counts.values()) == people
    assert tally.acquired + tally.lacking == people
    assert tally.counts[State.NEVER_ASSESSED] == others


def test_a_row_has_one_cell_per_competency_in_their_order() -> None:
    first, second = column("A1.1"), column("A1.2")
    measures = {second.identifier: Measure(3, TODAY, TODAY + timedelta(days=9), rule=1)}
    cells = fill_cells([first, second], measures, TODAY, {})
    assert [(cell.competency.code, cell.state, cell.level_name) for cell in cells] == [
        ("A1.1", State.NEVER_ASSESSED, ""),
        ("A1.2", State.ACQUIRED, "trois"),
    ]


def test_the_common_need_is_what_most_people_lack() -> None:
    tallies = [tally_column(column(code), {State.ACQUIRED: held}, 5) for code, held in [("A", 4), ("B", 1), ("C", 1)]]
    need = most_lacking(tallies)
    assert need
    assert (need.competency.code, need.lacking) == ("B", 4)
    assert most_lacking([tally_column(column("A"), {State.ACQUIRED: 5}, 5)]) is None
    assert most_lacking([]) is None


def test_names_are_sorted_as_french_reads_them() -> None:
    names = ["Zidane", "Étienne", "d’Arras", "Le Goff", "D'Arc", "Le-Goff", "Eudes"]
    assert sorted(names, key=fold) == ["D'Arc", "d’Arras", "Étienne", "Eudes", "Le Goff", "Le-Goff", "Zidane"]


def test_a_column_shows_the_head_of_its_sentence() -> None:
    long = column("A1.1", "Décrire la situation d’une personne selon quatre dimensions : équipement, connexion")
    assert long.short_statement == "Décrire la situation d’une personne selon quatre dimensions…"
    assert column("A1.2", "Lire un chiffre").short_statement == "Lire un chiffre"
    two_words = "Entendre un refus, garder le droit ouvert, laisser la porte ouverte"
    assert column("B2.2", two_words).short_statement == "Entendre un refus, garder le droit ouvert…"
