"""Facts come in, levels follow, in one transaction; voiding walks back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from competencies.evidence import (
    MeasuredFact,
    ObservedFact,
    add_evidence,
    replace_measured_evidence,
    withdraw_evidence,
)
from competencies.levels import levels_on, observed_marks, recompute_levels, update_levels
from competencies.models import Evidence, Level, LevelRule, MeasuredEvidence, ObservedEvidence

pytestmark = pytest.mark.django_db
Measured = Callable[..., MeasuredFact]
Observed = Callable[..., ObservedFact]


def test_a_passed_test_gives_level_two_with_its_reason_rule_and_next_step(amina: UUID, measured: Measured) -> None:
    [evidence] = add_evidence([measured()])
    level = Level.objects.get(actor=amina)
    assert level.level == 2
    assert level.reason == "Test réussi le 3 mars 2026."
    assert level.rule == LevelRule.objects.get(key="standard", version=1)
    assert "Pour le niveau 3" in level.next_step
    assert list(level.evidence()) == [evidence]


def test_measured_and_observed_come_back_as_what_they_are(measured: Measured, observed: Observed) -> None:
    add_evidence([measured(), observed()])
    assert [type(row) for row in Evidence.objects.order_by("kind")] == [ObservedEvidence, MeasuredEvidence]


def test_evidence_comes_back_in_the_order_of_the_facts(measured: Measured, observed: Observed) -> None:
    facts = [measured("practice"), observed(), measured("test")]
    assert [row.kind for row in add_evidence(facts)] == ["practice", "observation", "test"]


def test_the_same_statement_twice_counts_once(amina: UUID, measured: Measured) -> None:
    fact = measured()
    [first] = add_evidence([fact])
    assert [row.pk for row in add_evidence([fact, fact])] == [first.pk, first.pk]
    assert Evidence.objects.filter(actor=amina).count() == 1


def test_one_statement_may_tell_of_several_competencies(amina: UUID, measured: Measured) -> None:
    statement = uuid4()
    add_evidence([measured(statement_id=statement), measured(code="A1.2", statement_id=statement)])
    assert Level.objects.of(amina).count() == 2


def test_voiding_a_statement_takes_its_evidence_and_its_level_back(amina: UUID, measured: Measured) -> None:
    test, practice = measured(), measured("practice")
    add_evidence([test, practice])
    assert Level.objects.get(actor=amina).level == 3
    assert withdraw_evidence(practice.statement_id) == 1
    assert Level.objects.get(actor=amina).level == 2
    assert withdraw_evidence(test.statement_id) == 1
    assert not Level.objects.filter(actor=amina).exists()
    assert withdraw_evidence(test.statement_id) == 0


def test_voiding_the_statement_of_an_observation_takes_it_back_too(measured: Measured, observed: Observed) -> None:
    statement = uuid4()
    add_evidence([observed(statement_id=statement)])
    assert withdraw_evidence(statement) == 1
    assert not ObservedEvidence.objects.exists()


def test_level_four_needs_the_measures_and_two_observers(
    amina: UUID, chantal: UUID, measured: Measured, observed: Observed
) -> None:
    add_evidence([measured(), measured("practice"), observed(days=1)])
    add_evidence([observed(days=2, observer=chantal, supports_colleague=True)])
    assert Level.objects.get(actor=amina).level == 4


def test_an_observation_alone_is_a_mark_and_no_level(amina: UUID, observed: Observed) -> None:
    add_evidence([observed(), observed(days=5, gesture="Fait corriger une description qui juge.")])
    assert not Level.objects.of(amina).exists()
    [mark] = observed_marks([amina]).values()
    assert mark.gesture == "Fait corriger une description qui juge."


def test_nobody_observes_themselves(amina: UUID, observed: Observed) -> None:
    with pytest.raises(ValidationError, match="soi-même"):
        add_evidence([observed(observer=amina)])


def test_an_observation_says_the_gesture(observed: Observed) -> None:
    with pytest.raises(ValidationError, match="geste"):
        add_evidence([observed(gesture="  ")])


def test_a_failure_on_the_way_leaves_nothing(measured: Measured) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        add_evidence([measured(), measured(code="A1.2", scaled=Decimal(3))])
    assert not Evidence.objects.exists()
    assert not Level.objects.exists()


def test_many_facts_cost_no_more_queries_than_one(measured: Measured) -> None:
    def queries(facts: list[MeasuredFact]) -> int:
        with CaptureQueriesContext(connection) as captured:
            add_evidence(facts)
        return len(captured)

    add_evidence([measured()])  # the content type is known from here on
    one = queries([measured(actor=uuid4())])
    many = queries([measured(actor=uuid4(), code=code) for code in ["A1.1", "A1.2", "B1.1", "C2.2"] for _ in range(5)])
    assert many <= one <= 8


def test_recomputing_changes_nothing_and_says_so(measured: Measured, observed: Observed) -> None:
    add_evidence([measured(), measured("practice", code="C2.1"), observed()])
    assert recompute_levels() == 0


def test_recomputing_rebuilds_what_was_lost_or_wrong(amina: UUID, measured: Measured) -> None:
    add_evidence([measured(), measured(code="A1.2")])
    Level.objects.filter(cfitem__human_coding_scheme="A1.1").delete()
    Level.objects.filter(cfitem__human_coding_scheme="A1.2").update(level=4)
    assert recompute_levels() == 2
    assert set(Level.objects.of(amina).values_list("level", flat=True)) == {2}


def test_a_level_without_evidence_does_not_survive_a_rebuild(amina: UUID, measured: Measured) -> None:
    add_evidence([measured()])
    MeasuredEvidence.objects.all().delete()
    assert recompute_levels() == 1
    assert not Level.objects.exists()


def test_a_past_day_can_be_asked_again(amina: UUID, competency: Callable[[str], UUID], measured: Measured) -> None:
    add_evidence([measured(), measured("practice", days=30)])
    pair = amina, competency("A1.1")
    assert levels_on([pair], date(2026, 3, 2))[pair].level is None
    assert levels_on([pair], date(2026, 3, 10))[pair].level == 2
    assert levels_on([pair], date(2026, 6, 1))[pair].level == 3


def test_a_new_rule_leaves_past_days_to_the_old_one(
    amina: UUID, competency: Callable[[str], UUID], measured: Measured
) -> None:
    add_evidence([measured()])
    old = LevelRule.objects.get(key="standard")
    strict = old.content | {"levels": {"1": old.content["levels"]["1"]}}
    LevelRule.objects.create(
        key="standard", version=2, in_force_from=date(2026, 9, 1), title=old.title, sentence="", content=strict
    )
    pair = amina, competency("A1.1")
    assert update_levels([pair]) == 1
    assert Level.objects.get(actor=amina).level == 1
    assert Level.objects.get(actor=amina).rule.version == 2
    assert levels_on([pair], date(2026, 8, 31))[pair].level == 2


def test_levels_to_renew_are_told_from_valid_ones(amina: UUID, measured: Measured) -> None:
    add_evidence([measured()])
    assert Level.objects.valid_on(date(2028, 3, 2)).count() == 1
    assert Level.objects.to_renew_on(date(2028, 3, 3)).count() == 1


def test_one_person_s_evidence_never_reaches_another(amina: UUID, bruno: UUID, measured: Measured) -> None:
    add_evidence([measured(), measured("practice", actor=bruno)])
    assert set(Level.objects.values_list("actor", "level")) == {(amina, 2), (bruno, 2)}


@pytest.mark.parametrize(
    ("field", "value", "constraint"),
    [("level", 5, "level_from_one_to_four"), ("expires_on", date(2020, 1, 1), "level_expires_after_it_is_reached")],
)
def test_the_database_refuses_a_level_that_makes_no_sense(
    measured: Measured, field: str, value: Any, constraint: str
) -> None:
    add_evidence([measured()])
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Level.objects.update(**{field: value})


def test_the_database_refuses_measured_evidence_from_nowhere(amina: UUID, measured: Measured) -> None:
    add_evidence([measured()])
    with pytest.raises(IntegrityError, match="evidence_measured_says_where_from"), transaction.atomic():
        MeasuredEvidence.objects.update(registration=None)


def test_replaying_the_same_facts_changes_nothing(measured: Measured) -> None:
    facts = [measured(), measured("practice", scaled=Decimal("0.3333"))]
    add_evidence(facts)
    assert replace_measured_evidence([fact.registration for fact in facts], facts) == 0


def test_replaying_corrects_what_differs_and_keeps_what_was_observed(
    amina: UUID, measured: Measured, observed: Observed
) -> None:
    kept, wrong, forgotten = measured(), measured("practice", passed=False), measured("note")
    add_evidence([kept, wrong, forgotten, observed()])
    registrations = [fact.registration for fact in (kept, wrong, forgotten)]
    assert replace_measured_evidence(registrations, [kept, replace(wrong, passed=True)]) == 2 + 1 + 1
    assert Level.objects.get(actor=amina).level == 3
    assert set(Evidence.objects.values_list("kind", flat=True)) == {"test", "practice", "observation"}
