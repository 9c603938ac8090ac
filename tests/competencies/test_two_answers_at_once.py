"""The named race: two answers of one person in one competency, at the same time, on two connections."""

from collections.abc import Callable
from threading import Barrier, Thread
from uuid import UUID

import pytest
from django.db import connection

from competencies.evidence import MeasuredFact, add_evidence
from competencies.models import Level

ROUNDS = 5


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_answers_at_once_both_count(amina: UUID, measured: Callable[..., MeasuredFact]) -> None:
    for number in range(ROUNDS):
        Level.objects.all().delete()
        answers = [
            measured(kind, days=number, statement_id=UUID(int=number * 2 + n))
            for n, kind in enumerate(("test", "practice"))
        ]
        _at_once(answers)
        assert Level.objects.get(actor=amina).level == 3


def _at_once(answers: list[MeasuredFact]) -> None:
    start = Barrier(len(answers))

    def answer(fact: MeasuredFact) -> None:
        try:
            start.wait()
            add_evidence([fact])
        finally:
            connection.close()

    threads = [Thread(target=answer, args=(fact,)) for fact in answers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
