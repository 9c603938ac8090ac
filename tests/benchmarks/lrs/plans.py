"""How PostgreSQL answers each question: no table of statements or links is ever read from end to end."""

import json
import random
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from typing import Any, Final

from django.db import connection
from django.test import Client

from tests.benchmarks.lrs.asking import Question

GUARDED: Final = frozenset({"xapi_store_statement", "xapi_store_link", "xapi_store_referencelink"})


def whole_readings(questions: Mapping[str, Question], pair: str, times: int = 10) -> dict[str, list[str]]:
    """For each question, the guarded tables that one of its queries reads from end to end: empty, one hopes."""
    return {name: sorted(set(_readings(question, pair, times))) for name, question in questions.items()}


def _readings(question: Question, pair: str, times: int) -> Iterator[str]:
    chance = random.Random("plans")
    for _ in range(times):
        for sql, values in _queries(question(chance), pair):
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", values)
                (plan,) = cursor.fetchone()
            yield from _sequential(plan if isinstance(plan, list) else json.loads(plan))


def _queries(parameters: Mapping[str, str], pair: str) -> list[tuple[str, Any]]:
    """What the view asks of the database, as it asks it."""
    asked: list[tuple[str, Any]] = []

    def listen(execute: Any, sql: str, values: Any, many: bool, context: Any) -> Any:
        asked.append((sql, values))
        return execute(sql, values, many, context)

    key, _, secret = pair.partition(":")
    headers = {"Authorization": f"Bearer {key}.{secret}", "X-Experience-API-Version": "1.0.3"}
    with ExitStack() as stack:
        stack.enter_context(connection.execute_wrapper(listen))
        answer = Client(SERVER_NAME="127.0.0.1").get(
            "/xapi/statements", parameters, headers={**headers, "X-Forwarded-Proto": "https"}
        )
    if answer.status_code != 200:
        raise RuntimeError(f"{answer.status_code} {answer.content[:300]!r}")
    return [(sql, values) for sql, values in asked if sql.lstrip().upper().startswith(("SELECT", "WITH"))]


def _sequential(plan: Any) -> Iterator[str]:
    if isinstance(plan, list):
        for part in plan:
            yield from _sequential(part)
    elif isinstance(plan, dict):
        if plan.get("Node Type") == "Seq Scan" and plan.get("Relation Name") in GUARDED:
            yield plan["Relation Name"]
        for part in plan.values():
            yield from _sequential(part)
