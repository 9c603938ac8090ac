"""What is measured at each size, in one run: so that the ratios hold on a machine that is not alone."""

from collections.abc import Iterator, Sequence
from statistics import median
from typing import Any, Final

from django.db import connection, connections

from tests.benchmarks.lrs.asking import asking, posting, posts, questions
from tests.benchmarks.lrs.copying import copying, prepare
from tests.benchmarks.lrs.crowd import Deed, Measure, resident, run
from tests.benchmarks.lrs.house import House
from tests.benchmarks.lrs.line import Writer
from tests.benchmarks.lrs.plans import whole_readings
from xapi_store.models import Authority
from xapi_store.sid import stored_at

BATCH: Final = 500
CONCURRENCIES: Final = (1, 8)
_FILLERS: Final = 4
_TABLES: Final = ("statement", "link", "reference", "referencelink", "activity", "authority")


class Bench:
    """A house, and how many statements were given to it: they are numbered from 0."""

    def __init__(self, house: House, pair: str, seconds: float) -> None:
        self.house, self.pair, self.seconds = house, pair, seconds
        self.writer = Writer(pair)
        self.count = 0

    def fill(self, size: int) -> dict[str, Any]:
        """Over HTTP, by batches of 500, until there are `size` statements."""
        ranges = self._take(max(0, size - self.count) // BATCH, BATCH)
        if not ranges:
            return {}
        shares = [posts(self.writer, ranges[each::_FILLERS]) for each in range(_FILLERS)]
        measure = self._run([posting(self.house.port, requests) for requests in shares])
        self._analyse()
        return _describe(measure, BATCH)

    def write(self, rounds: int, statements: int) -> list[dict[str, Any]]:
        """POST by 500 between COPYs of as many rows, then by 50, then one by one."""
        found = []
        for clients in CONCURRENCIES:
            pairs = [self._copy_then_post(clients, statements // BATCH) for _ in range(rounds)]
            found.append({"deed": "COPY by 500", "clients": clients, **_middle([copy for copy, _ in pairs])})
            share = median(post["per_second"] / copy["per_second"] for copy, post in pairs)
            posts = _middle([post for _, post in pairs])
            found.append({"deed": "POST by 500", "clients": clients, **posts, "share_of_copy": round(share, 2)})
            for size, times in ((50, statements // 100), (1, statements // 20)):
                ranges = self._take(times, size)
                measure = self._run(self._post(ranges, clients), self.seconds)
                found.append({"deed": f"POST by {size}", "clients": clients, **_describe(measure, size)})
        return found

    def read(self) -> list[dict[str, Any]]:
        found = []
        for name, question in self._questions().items():
            for clients in CONCURRENCIES:
                crowd = [
                    asking(self.house.port, self.writer, question, 100_000, f"{name} {each}") for each in range(clients)
                ]
                measure = self._run(crowd, self.seconds)
                found.append({"deed": name, "clients": clients, **_describe(measure, 1)})
        return found

    def plans(self) -> dict[str, list[str]]:
        found = whole_readings(self._questions(), self.pair)
        connections.close_all()
        return found

    def growth(self, requests: int) -> list[dict[str, Any]]:
        """Megabytes of each worker as requests go by: a GET of a page, of one statement, and a POST, in turn."""
        asked, found = 0, []
        for share in (0.1, 0.2, 0.4, 0.6, 0.8, 1):
            times = (int(requests * share) - asked) // 3 // 4
            kinds = list(self._questions().values())
            crowd = [
                asking(self.house.port, self.writer, kinds[each % len(kinds)], 2 * times, f"{share} {each}")
                for each in range(4)
            ]
            crowd += [posting(self.house.port, posts(self.writer, self._take(times, 1))) for _ in range(4)]
            self._run(crowd)
            asked += 12 * times
            workers = self.house.pids("web")[1:]
            found.append({"requests": asked, "megabytes": [round(each, 1) for each in resident(workers)]})
        return found

    def storage(self) -> dict[str, Any]:
        """Bytes of the tables and their indexes, for each statement."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM xapi_store_statement")
            (count,) = cursor.fetchone()
            sizes = {}
            for name in _TABLES:
                cursor.execute(f"SELECT pg_table_size('xapi_store_{name}'), pg_indexes_size('xapi_store_{name}')")
                sizes[name] = [round(size / count) for size in cursor.fetchone()]
        connections.close_all()
        return {"statements": count, "bytes": sum(map(sum, sizes.values())), "table, indexes": sizes}

    def _copy_then_post(self, clients: int, batches: int) -> tuple[dict[str, Any], dict[str, Any]]:
        authority = Authority.objects.get(credential__key=self.pair.partition(":")[0])
        pieces = prepare(self._take(batches, BATCH), authority)
        database = f"host={self.house.folder} user=lrs dbname=lrs"
        copied = self._run([copying(database, pieces[each::clients]) for each in range(clients)])
        posted = self._run(self._post(self._take(batches, BATCH), clients))
        return _describe(copied, BATCH), _describe(posted, BATCH)

    def _post(self, ranges: list[range], clients: int) -> list[Iterator[Deed]]:
        """Written beforehand, as what COPY reads is."""
        return [posting(self.house.port, [*posts(self.writer, ranges[each::clients])]) for each in range(clients)]

    def _take(self, batches: int, size: int) -> list[range]:
        """The next numbers. A run that its seconds end may leave some out: they are the latest, and not asked for."""
        first, self.count = self.count, self.count + batches * size
        return [range(start, start + size) for start in range(first, self.count, size)]

    def _run(self, crowd: Sequence[Iterator[Deed]], most: float = 3600) -> Measure:
        connections.close_all()
        pids = {name: lambda name=name: self.house.pids(name) for name in ("web", "postgresql")}
        return run(crowd, pids, most)

    def _questions(self) -> Any:
        with connection.cursor() as cursor:
            cursor.execute("SELECT min(sid), max(sid) FROM xapi_store_statement")
            first, last = (stored_at(sid) for sid in cursor.fetchone())
        connections.close_all()
        return questions(self.asked_count, first, last)

    @property
    def asked_count(self) -> int:
        """The statements of the first filling are there for certain."""
        return min(self.count, 10_000)

    def _analyse(self) -> None:
        """As the server's own autovacuum would, had it the time."""
        with connection.cursor() as cursor:
            for name in _TABLES:
                cursor.execute(f"VACUUM ANALYZE xapi_store_{name}")
        connections.close_all()


def _describe(measure: Measure, size: int) -> dict[str, Any]:
    """`per_second` and `cpu` (microseconds) are for each statement of a POST or COPY, for each answer of a GET."""
    done = len(measure.times) * size
    return {
        "done": done,
        "per_second": round(measure.per_second * size),
        "p50": round(measure.percentile(50), 2),
        "p95": round(measure.percentile(95), 2),
        "cpu": {name: round(spent / done * 1e6) for name, spent in measure.cpu.items()},
    }


def _middle(found: list[dict[str, Any]]) -> dict[str, Any]:
    return sorted(found, key=lambda each: each["per_second"])[len(found) // 2]
