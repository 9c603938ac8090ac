"""Questions compiled once: they answer as if they had been built anew, whoever asks and with whatever values."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.models import DateField, F, FilteredRelation, IntegerField, Q, TextField, UUIDField, Value
from django.test.utils import CaptureQueriesContext

from competencies.models import CFDocument, CFItem, Level, LevelRule
from competencies.prepared import Prepared

pytestmark = pytest.mark.django_db
Find = Callable[[str], UUID]

by_code = Prepared(
    lambda code: CFItem.objects.filter(human_coding_scheme=code).select_related("document").order_by("pk"),
    code=TextField(),
)


def test_it_answers_each_value_with_its_own_rows() -> None:
    for code in ("A1.1", "C2.3", "A1.1"):
        assert [each.human_coding_scheme for each in by_code(code=code)] == [code]
    assert list(by_code(code="%s; drop table")) == []


def test_related_rows_come_in_the_same_query() -> None:
    list(by_code(code="A1.1"))
    with CaptureQueriesContext(connection) as asked:
        [item] = by_code(code="A1.2")
        assert item.document.title
    assert len(asked) == 1


def test_rows_read_ahead_are_those_of_the_new_value() -> None:
    documents = Prepared(lambda key: CFDocument.objects.filter(pk=key).prefetch_related("items"), key=UUIDField())
    held = CFItem.objects.select_related("document").first()
    assert held is not None
    assert list(documents(key=uuid4())) == []
    [document] = documents(key=held.document_id)
    assert held in document.items.all()


def test_values_dates_joins_and_unions_are_asked_as_django_asks_them(competency: Find) -> None:
    def build(actor: object, on: object) -> object:
        mine = FilteredRelation("levels", condition=Q(levels__actor=actor, levels__expires_on__gte=on))
        rows = CFItem.objects.annotate(mine=mine).annotate(held=F("mine__level"), kind=Value("level"))
        first = rows.order_by().values_list("human_coding_scheme", "held", "kind")
        return first.filter(held__isnull=False).union(first.filter(human_coding_scheme="A1.1"), all=True)

    held = Prepared(build, actor=UUIDField(), on=DateField())  # type: ignore[arg-type, var-annotated]
    actor, other = uuid4(), uuid4()
    Level.objects.create(
        actor=actor,
        cfitem_id=competency("C2.3"),
        level=2,
        rule=LevelRule.objects.first(),
        reached_on=date(2026, 1, 5),
        expires_on=date(2027, 1, 5),
    )
    for who, day in ((actor, date(2026, 2, 1)), (other, date(2026, 2, 1)), (actor, date(2027, 2, 1))):
        assert sorted(map(str, held(actor=who, on=day))) == sorted(map(str, build(who, day)))  # type: ignore[call-overload]
    assert len(held(actor=actor, on=date(2026, 2, 1))) == 2
    assert len(held(actor=other, on=date(2026, 2, 1))) == 1


def test_a_question_without_a_value_and_one_with_a_limit_are_asked_afresh_each_time(competency: Find) -> None:
    first = Prepared(lambda place: CFItem.objects.filter(position__gte=place).order_by("pk")[:2], place=IntegerField())
    everything = Prepared(lambda: Level.objects.order_by("pk"))
    assert list(first(place=0)) == list(CFItem.objects.filter(position__gte=0).order_by("pk")[:2])
    assert list(everything()) == []
    Level.objects.create(
        actor=uuid4(),
        cfitem_id=competency("A1.1"),
        level=1,
        rule=LevelRule.objects.first(),
        reached_on=date(2026, 1, 5),
        expires_on=date(2027, 1, 5),
    )
    assert len(everything()) == 1


def test_what_no_row_can_answer_is_refused_when_it_is_first_asked() -> None:
    with pytest.raises(ValueError, match="no row"):
        list(Prepared(CFItem.objects.none)())


def test_two_threads_ask_each_on_its_own_connection() -> None:
    numbered = Prepared(
        lambda number: CFDocument.objects.annotate(said=Value(1)).filter(said=number), number=IntegerField()
    )

    def ask(number: int) -> int:
        try:
            return sum(len(numbered(number=number)) for _ in range(20))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(ask, range(4))) == [0, 20 * CFDocument.objects.count(), 0, 0]
