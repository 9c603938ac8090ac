"""The level rules of the design, one by one, then as laws. Pure: no database but the shipped rules."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

import msgspec
import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from competencies.decision import LevelDecision, decide_level
from competencies.loading.framework_files import read_framework
from competencies.months import add_months
from competencies.proof import Proof
from competencies.rule import Rule, read_rule
from competencies.sentences import next_step_sentences, reason_sentences

BRUNO, CHANTAL = UUID(int=1), UUID(int=2)
FIRST_DAY = datetime(2026, 1, 15, 12, tzinfo=UTC)
LATER = date(2026, 12, 31)
_ids = count(1)


def shipped_rules() -> dict[str, Rule]:
    _, _, rules = read_framework(settings.FIXTURES / "framework")
    return {rule.key: Rule(rule.levels) for rule in rules}


RULES = shipped_rules()


def did(kind: str = "test", months: float = 0, **changes: Any) -> Proof:
    return Proof(next(_ids), kind, FIRST_DAY + timedelta(days=30.4 * months), **({"situation": kind} | changes))


def seen(observer: UUID, months: float = 0, **changes: Any) -> Proof:
    return did("observation", months, situation="", observer=observer, shows_level=3, **changes)


def decide(*proofs: Proof, rule: str = "standard", on: date = LATER) -> LevelDecision:
    return decide_level(proofs, RULES[rule], on)


def test_without_evidence_nothing_is_said() -> None:
    assert decide().level is None
    assert decide().next_steps == []


def test_an_observation_alone_makes_no_measured_level() -> None:
    assert decide(seen(BRUNO), seen(CHANTAL, supports_colleague=True)).level is None


def test_a_graded_activity_even_failed_gives_level_one() -> None:
    decision = decide(did(passed=False))
    assert decision.level == 1
    assert decision.expires_on == date(2028, 1, 15)


@pytest.mark.parametrize("kind", ["test", "practice"])
def test_a_test_or_a_practice_with_hints_gives_level_two(kind: str) -> None:
    assert decide(did(kind, unaided=False)).level == 2


def test_tests_alone_never_go_above_level_two() -> None:
    assert decide(did(), did(situation="another test"), did(situation="a third one")).level == 2


def test_a_test_and_a_practice_give_level_three() -> None:
    decision = decide(did(), did("practice", 3))
    assert decision.level == 3
    assert decision.reached_on == date(2026, 4, 16)
    assert decision.expires_on == date(2028, 4, 16)


def test_a_practice_with_a_strong_hint_is_not_enough_for_level_three() -> None:
    assert decide(did(), did("practice", unaided=False)).level == 2


def test_a_test_and_a_practice_a_year_apart_do_not_meet() -> None:
    decision = decide(did(), did("practice", 12.1), on=date(2027, 12, 31))
    assert decision.level == 2
    assert [step["code"] for step in decision.next_steps] == ["closer_in_time", "renew_later"]


def test_some_competencies_ask_for_two_situations() -> None:
    once, same_again = did("practice", situation="S1"), did("practice", 1, situation="S1")
    assert decide(did(), once, same_again, rule="two-situations").level == 2
    assert decide(did(), once, did("practice", 1, situation="S5"), rule="two-situations").level == 3


def test_consent_and_data_are_renewed_every_year() -> None:
    proofs = did(), did("practice", situation="S1"), did("practice", situation="S5")
    assert decide(*proofs, rule="two-situations-yearly").expires_on == date(2027, 1, 15)


def test_some_competencies_ask_for_a_reflective_note() -> None:
    assert decide(did(), did("practice"), rule="reflective-note").level == 2
    assert decide(did(), did("note"), rule="reflective-note").level == 3


def test_level_four_asks_for_two_observers_one_of_whom_saw_a_colleague_helped() -> None:
    three = did(), did("practice")
    assert decide(*three, seen(BRUNO), seen(BRUNO, supports_colleague=True)).level == 3
    assert decide(*three, seen(BRUNO), seen(CHANTAL)).level == 3
    decision = decide(*three, seen(BRUNO, 1), seen(CHANTAL, 2, supports_colleague=True))
    assert decision.level == 4
    assert decision.expires_on == add_months(date(2026, 3, 17), 12)


def test_observations_more_than_a_year_old_do_not_make_level_four() -> None:
    old = seen(BRUNO), seen(CHANTAL, supports_colleague=True)
    assert decide(*old, did(months=13), did("practice", 13), on=date(2027, 12, 31)).level == 3


def test_level_four_needs_a_level_three_that_is_still_valid() -> None:
    three = did(), did("practice")
    late = seen(BRUNO, 25), seen(CHANTAL, 25, supports_colleague=True)
    assert decide(*three, *late, on=date(2029, 1, 1)).level == 3
    assert decide(*three, did("practice", 23), *late, on=date(2029, 1, 1)).level == 4


def test_a_gesture_below_level_three_does_not_count() -> None:
    shy = did("observation", situation="", observer=CHANTAL, supports_colleague=True, shows_level=2)
    assert decide(did(), did("practice"), seen(BRUNO), shy).level == 3


def test_a_new_pass_replaces_the_last_even_when_it_is_worse() -> None:
    assert decide(did(), did("practice"), did("practice", 1, passed=False)).level == 2


def test_a_level_that_expired_stays_to_be_renewed() -> None:
    decision = decide(did(), did("practice"), on=date(2028, 6, 1))
    assert decision.level == 3
    assert decision.is_to_renew_on(date(2028, 6, 1))
    assert [step["code"] for step in decision.next_steps][-1] == "renew_now"


def test_one_practice_renews_even_far_from_the_test() -> None:
    decision = decide(did(), did("practice"), did("practice", 20, situation="another"), on=date(2028, 6, 1))
    assert decision.level == 3
    assert decision.expires_on is not None
    assert decision.expires_on > date(2029, 1, 1)


def test_the_chain_names_the_proofs_it_stands_on_and_no_other() -> None:
    test, practice = did(), did("practice")
    failed = did("practice", -1, situation="elsewhere", passed=False)
    assert decide(practice, failed, test).evidence_ids == [test.id, practice.id]


def test_reasons_and_next_steps_are_french_sentences() -> None:
    decision = decide(did(), did("practice"))
    assert reason_sentences(decision.reasons) == [
        "Test réussi le 15 janvier 2026.",
        "Pratique réussie le 15 janvier 2026 sans l’indice qui montre le geste.",
    ]
    assert next_step_sentences(decision.next_steps) == [
        "Pour le niveau 4\N{NO-BREAK SPACE}: faites observer votre pratique par 2 personnes différentes.",
        "Pour le niveau 4\N{NO-BREAK SPACE}: faites observer l’appui que vous donnez à vos collègues.",
        "À renouveler le 15 janvier 2028\N{NO-BREAK SPACE}: une pratique réussie suffit.",
    ]


def test_every_code_that_the_shipped_rules_can_give_has_its_sentence() -> None:
    for rule in RULES:
        for proofs in ([did(passed=False)], [did()], [did(), did("practice"), did("note")]):
            decision = decide(*proofs, rule=rule)
            sentences = [*reason_sentences(decision.reasons), *next_step_sentences(decision.next_steps)]
            assert all("lisez sa règle" not in sentence for sentence in sentences)


def test_a_rule_with_an_unknown_word_is_refused_with_its_path() -> None:
    with pytest.raises(msgspec.ValidationError, match="any_of"):
        read_rule({"levels": {"1": {"sentence": "x", "any_of": [[{"kind": "charm"}]], "valid_months": 1}}})


# ---- Laws ---------------------------------------------------------------------------------------

moments = st.integers(0, 900).map(lambda days: FIRST_DAY + timedelta(days=days))
kinds = st.sampled_from(["test", "practice", "note"])
measured_proofs = st.builds(
    Proof,
    id=st.integers(1, 10**9),
    kind=kinds,
    at=moments,
    passed=st.booleans(),
    situation=st.sampled_from(["S1", "S2", "S3"]),
    unaided=st.booleans(),
)
observed_proofs = st.builds(
    Proof,
    id=st.integers(1, 10**9),
    kind=st.just("observation"),
    at=moments,
    observer=st.sampled_from([BRUNO, CHANTAL]),
    supports_colleague=st.booleans(),
    shows_level=st.integers(1, 4),
)
said_proofs = st.builds(
    Proof,
    id=st.integers(1, 10**9),
    kind=st.sampled_from(["declared", "transfer", "positioning", "prior"]),
    at=moments,
    observer=st.sampled_from([BRUNO, CHANTAL]),
    shows_level=st.integers(1, 4),
)
histories = st.lists(
    st.one_of(measured_proofs, observed_proofs, said_proofs), max_size=12, unique_by=lambda proof: proof.id
)
rules = st.sampled_from(sorted(RULES)).map(lambda key: RULES[key])
days = st.integers(0, 1500).map(lambda number: FIRST_DAY.date() + timedelta(days=number))
successes = st.one_of(
    measured_proofs.map(lambda proof: replace(proof, passed=True)),
    observed_proofs,
)


@given(history=histories, rule=rules, on=days, data=st.data())
def test_the_order_of_evidence_never_matters(history: list[Proof], rule: Rule, on: date, data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(history))
    assert decide_level(history, rule, on) == decide_level(shuffled, rule, on)


@given(history=histories, success=successes, rule=rules, on=days)
def test_adding_a_success_never_lowers_a_level(history: list[Proof], success: Proof, rule: Rule, on: date) -> None:
    before = decide_level(history, rule, on)
    after = decide_level([*(proof for proof in history if proof.id != success.id), success], rule, on)
    if success.id not in {proof.id for proof in history}:
        assert (after.level or 0) >= (before.level or 0)


@given(history=histories, said=st.lists(said_proofs, max_size=5), rule=rules, on=days)
def test_what_is_only_said_never_moves_a_level(history: list[Proof], said: list[Proof], rule: Rule, on: date) -> None:
    known = {proof.id for proof in history}
    assert decide_level([*history, *(proof for proof in said if proof.id not in known)], rule, on) == decide_level(
        history, rule, on
    )


@given(history=histories, rule=rules, on=days)
def test_a_past_day_ignores_what_came_later(history: list[Proof], rule: Rule, on: date) -> None:
    known = [proof for proof in history if proof.day <= on]
    assert decide_level(history, rule, on) == decide_level(known, rule, on)


@given(history=histories, rule=rules, on=days)
def test_a_level_has_its_dates_in_order_and_its_proofs(history: list[Proof], rule: Rule, on: date) -> None:
    decision = decide_level(history, rule, on)
    if decision.level is not None:
        assert decision.reached_on is not None
        assert decision.expires_on is not None
        assert decision.reached_on <= on
        assert decision.reached_on < decision.expires_on
        assert set(decision.evidence_ids) <= {proof.id for proof in history}
        assert decision.evidence_ids
