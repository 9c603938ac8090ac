"""The questions that are measured: each a maker of requests, with other values at each call."""

import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final

from django.core import signing

from tests.benchmarks.lrs import telling
from tests.benchmarks.lrs.crowd import Deed
from tests.benchmarks.lrs.line import Line, Request, Writer
from xapi_store.sid import first_at

PAGE: Final = "50"
Parameters = Mapping[str, str]
Question = Callable[[random.Random], Parameters]


def questions(count: int, first: datetime, last: datetime) -> dict[str, Question]:
    """Of a store of `count` statements that were stored between these instants."""

    def instant(chance: random.Random) -> datetime:
        return first + timedelta(seconds=chance.uniform(0.1, 0.9) * (last - first).total_seconds())

    def deep(chance: random.Random) -> Parameters:
        cursor = signing.dumps(first_at(instant(chance)), salt="xapi_store.cursor")
        return {**_activity(chance), "cursor": cursor}

    return {
        "GET by id": lambda chance: {"statementId": str(telling.id_of(chance.randrange(count)))},
        "agent + verb": lambda chance: {**_agent(chance), "verb": telling.verb(chance.randrange(12)), "limit": PAGE},
        "activity, related": _activity,
        "activity, related + verb": lambda chance: {**_activity(chance), "verb": telling.verb(chance.randrange(12))},
        "agent, related": lambda chance: {**_agent(chance), "related_agents": "true", "limit": PAGE},
        "registration": lambda chance: {"registration": telling.registration(_learner(chance)), "limit": PAGE},
        "since + limit": lambda chance: {"since": instant(chance).isoformat(), "ascending": "true", "limit": PAGE},
        "deep page": deep,
    }


def _learner(chance: random.Random) -> int:
    return chance.randrange(telling.LEARNERS)


def _agent(chance: random.Random) -> dict[str, str]:
    return {"agent": telling.agent(_learner(chance))}


def _activity(chance: random.Random) -> dict[str, str]:
    number = chance.randrange(telling.ACTIVITIES)
    iri = telling.activity(number) if chance.random() < 0.8 else telling.module(number)
    return {"activity": iri, "related_activities": "true", "limit": PAGE}


def asking(port: int, writer: Writer, question: Question, times: int, seed: str) -> Iterator[Deed]:
    """One client that asks the same question, `times` times."""
    line, chance = Line(port), random.Random(seed)
    for _ in range(times):
        request = writer.get(question(chance))
        yield lambda request=request: _expect(line.ask(request))  # type: ignore[misc]


def posting(port: int, requests: Iterable[Request]) -> Iterator[Deed]:
    """One client that stores."""
    line = Line(port)
    for request in requests:
        yield lambda request=request: _expect(line.ask(request))  # type: ignore[misc]


def posts(writer: Writer, ranges: Iterable[range]) -> Iterator[Request]:
    """The statements of these numbers, each range in one request."""
    for numbers in ranges:
        body = b",".join(telling.tell(numbers))
        yield writer.post(body if len(numbers) == 1 else b"[%b]" % body)


def _expect(answer: tuple[int, bytes]) -> None:
    status, body = answer
    if status != 200:
        raise RuntimeError(f"{status} {body[:300]!r}")
