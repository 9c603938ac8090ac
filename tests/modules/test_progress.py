from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from modules.facts import Fact
from modules.progress import Progress, decide_whole, fold, fold_all

FIRST_DAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
KEYS = [UUID(int=n) for n in (1, 2, 3)]


def fact(key: UUID, minute: int, attempt: int = 1, *, closes: bool = True, scaled: Decimal | None = None) -> Fact:
    return Fact(
        statement_id=uuid4(),
        actor=UUID(int=9),
        registration=UUID(int=8),
        activity_key=key,
        activity_iri="https://exemple.example/a",
        at=FIRST_DAY + timedelta(minutes=minute),
        attempt=attempt,
        closes=closes,
        scaled=scaled,
        kind="",
        scores=(),
    )


FACTS = st.builds(
    fact,
    st.sampled_from(KEYS),
    st.integers(0, 20),
    st.integers(1, 3),
    closes=st.booleans(),
    scaled=st.none() | st.decimals("0", "1", places=2),
)


def test_an_activity_begun_is_not_done() -> None:
    progress = fold(Progress(), fact(KEYS[0], 5, closes=False))
    assert progress.started_at == FIRST_DAY + timedelta(minutes=5)
    assert progress.completed_at is None


def test_the_latest_score_is_shown_even_when_it_is_lower() -> None:
    first = fold(Progress(), fact(KEYS[0], 5, scaled=Decimal("0.9")))
    second = fold(first, fact(KEYS[0], 50, attempt=2, scaled=Decimal("0.4")))
    assert second.scaled == Decimal("0.4")
    assert second.completed_at == first.completed_at


def test_a_module_is_complete_with_its_last_activity() -> None:
    minutes = {KEYS[0]: 10, KEYS[1]: 20}
    assert decide_whole(minutes, fold_all([fact(KEYS[0], 1)])).completed_at is None
    whole = decide_whole(minutes, fold_all([fact(KEYS[0], 1), fact(KEYS[1], 9)]))
    assert whole.completed_at == FIRST_DAY + timedelta(minutes=9)
    assert whole.minutes_done == 30


def test_an_activity_of_another_edition_adds_no_minute() -> None:
    assert decide_whole({KEYS[0]: 10}, fold_all([fact(KEYS[2], 1)])).minutes_done == 0


@given(st.lists(FACTS, max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_facts_never_matters(facts: list[Fact], draw: object) -> None:
    shuffled = facts[:]
    draw.shuffle(shuffled)  # type: ignore[attr-defined]
    assert fold_all(facts) == fold_all(shuffled)


@given(st.lists(FACTS, max_size=8))
def test_hearing_a_fact_twice_changes_nothing(facts: list[Fact]) -> None:
    assert fold_all(facts) == fold_all([*facts, *facts])
