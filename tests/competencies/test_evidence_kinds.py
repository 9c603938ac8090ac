"""Declared, told three months after, prior learning, positioning: each a kind of its own, none ever a measure."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from competencies.declaring import declare_levels, declared_marks
from competencies.evidence import MeasuredFact, PositioningFact, PriorLearningFact, TransferFact, add_evidence
from competencies.levels import recompute_levels
from competencies.models import (
    Band,
    CFItem,
    DeclaredEvidence,
    Evidence,
    Level,
    LevelRule,
    PositioningEvidence,
    PriorLearningEvidence,
    TransferEvidence,
    Use,
    Voice,
)
from competencies.rule import NeedKind, read_rule
from competencies.transfer import tell_transfer, transfer_of

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
Competency = Callable[[str], UUID]


def told(actor: UUID, item: UUID, **changes: Any) -> TransferFact:
    values: dict[str, Any] = {
        "actor": actor,
        "cfitem": item,
        "teller": actor,
        "voice": Voice.LEARNER,
        "use": Use.WEEKLY,
        "at": NOON,
    }
    return TransferFact(**(values | changes))


def accepted(actor: UUID, item: UUID, reviewer: UUID, **changes: Any) -> PriorLearningFact:
    values: dict[str, Any] = {"title": "Attestation de 2024", "reason": "Le programme couvre les quatre dimensions."}
    return PriorLearningFact(
        **({"actor": actor, "cfitem": item, "reviewer": reviewer, "shows_level": 3, "at": NOON} | values | changes)
    )


def test_what_one_declares_stands_beside_the_measure_and_changes_nothing_of_it(
    amina: UUID, competency: Competency, measured: Callable[..., MeasuredFact]
) -> None:
    add_evidence([measured()])
    assert declare_levels(amina, {competency("A1.1"): 4, competency("A1.2"): 3}, NOON) == 2
    assert list(Level.objects.of(amina).values_list("cfitem__human_coding_scheme", "level")) == [("A1.1", 2)]
    assert recompute_levels() == 0
    assert {row.declares_level for row in declared_marks([amina]).values()} == {3, 4}


def test_a_second_click_declares_nothing_new_and_a_change_keeps_what_was_said(
    amina: UUID, competency: Competency
) -> None:
    item = competency("A1.1")
    assert [declare_levels(amina, {item: level}, NOON) for level in (2, 2, 3)] == [1, 0, 1]
    assert sorted(DeclaredEvidence.objects.values_list("declares_level", flat=True)) == [2, 3]


def test_the_database_refuses_a_declared_level_five(amina: UUID, competency: Competency) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        declare_levels(amina, {competency("A1.1"): 5}, NOON)


def test_no_rule_can_read_what_is_declared_told_or_positioned() -> None:
    assert not {"declared", "transfer", "positioning"} & set(get_args(NeedKind))


def test_each_kind_comes_back_as_what_it_is(amina: UUID, bruno: UUID, competency: Competency) -> None:
    item = competency("A1.1")
    declare_levels(amina, {item: 2}, NOON)
    sent = PositioningFact(amina, item, Band.SOLID, "https://faire-avec.example/p", uuid4(), NOON, uuid4())
    add_evidence([told(amina, item), accepted(amina, item, bruno), sent])
    assert {type(row) for row in Evidence.objects.all()} == {
        DeclaredEvidence,
        TransferEvidence,
        PriorLearningEvidence,
        PositioningEvidence,
    }
    assert not Level.objects.exists()


def test_learner_and_manager_tell_apart_once_a_day_each(amina: UUID, bruno: UUID, competency: Competency) -> None:
    item = competency("A1.1")
    facts = [
        told(amina, item, obstacles=("time",)),
        told(amina, item, teller=bruno, voice=Voice.MANAGER, use=Use.NOT_SEEN),
    ]
    assert tell_transfer(facts) == 2
    assert tell_transfer(facts) == 0
    assert transfer_of(amina, Voice.LEARNER)[item].obstacles == ["time"]
    assert transfer_of(amina, Voice.MANAGER)[item].use == Use.NOT_SEEN
    assert not Level.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [{"use": Use.SEEN}, {"voice": Voice.MANAGER, "use": Use.SEEN}, {"teller": UUID(int=7)}, {"obstacles": ("rain",)}],
)
def test_an_answer_of_another_voice_is_refused(amina: UUID, competency: Competency, changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        tell_transfer([told(amina, competency("A1.1"), **changes)])


def test_the_database_too_keeps_the_two_voices_apart(amina: UUID, competency: Competency) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        add_evidence([told(amina, competency("A1.1"), use=Use.SEEN)])


def test_nobody_reviews_their_own_document_nor_without_a_reason(
    amina: UUID, bruno: UUID, competency: Competency
) -> None:
    for fact in (accepted(amina, competency("A1.1"), amina), accepted(amina, competency("A1.1"), bruno, reason=" ")):
        with pytest.raises(ValidationError):
            add_evidence([fact])


def test_prior_learning_counts_only_under_a_rule_that_asks_for_it(
    amina: UUID, bruno: UUID, competency: Competency
) -> None:
    add_evidence([accepted(amina, competency("A1.1"), bruno)])
    assert not Level.objects.exists()
    _rule_that_reads_documents("A1.1")
    recompute_levels()
    level = Level.objects.get(actor=amina)
    assert (level.level, level.reason) == (1, "Acquis antérieurs acceptés le 3 mars 2026.")


def _rule_that_reads_documents(code: str) -> None:
    condition = {"sentence": "Un document est accepté.", "any_of": [[{"kind": "prior_learning"}]], "valid_months": 24}
    content = {"levels": {"1": condition}}
    assert read_rule(content)
    LevelRule.objects.create(
        key="documents", version=1, in_force_from=date(2026, 1, 1), title="x", sentence="x", content=content
    )
    CFItem.objects.filter(human_coding_scheme=code).update(rule_key="documents")


def test_what_was_declared_later_says_nothing_of_an_earlier_day(amina: UUID, competency: Competency) -> None:
    item = competency("A1.1")
    declare_levels(amina, {item: 3}, NOON + timedelta(days=1))
    declare_levels(amina, {item: 2}, NOON)
    assert declared_marks([amina])[amina, item].declares_level == 3


def test_a_rule_in_force_is_never_rewritten_and_one_to_come_may_be() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        LevelRule.objects.filter(key="standard").update(sentence="Autre chose.")
    later = LevelRule.objects.get(key="standard", version=1)
    later.pk, later.version, later.in_force_from = None, 2, date(2999, 1, 1)
    later.save()
    assert LevelRule.objects.filter(version=2).update(sentence="Autre chose.") == 1
