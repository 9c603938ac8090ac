"""Finding statements: a page of sids, in the order of storing, by what they say or refer to (Communication 2.1.3).

One condition leads: a range of its index proposes candidates, each with its source, itself or a statement that it
refers to. The other conditions are probed on the source, what concerns the answer itself (voided, who stored it) on the
candidate. The ranges are read by bounded pieces: without the inner limits, PostgreSQL would sort the whole range.
A first piece that does not fill the page says how many more it takes; when that is too many, the rarest of the
conditions leads from there on.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal, get_args

from django.db import connections

from xapi_store.keys import direct, related

DATABASE = "default"
_FIRST_PIECE = 8  # candidates for each statement wanted, where some may not fit; then more at a time
_SPARE = 10  # candidates beyond the page, where only those that are voided do not fit
_LARGEST_PIECE = 5000
_MOST_PIECES = 40  # then the page is given as it is, and goes on from there
_COUNTED = 5000  # statements of a condition; beyond, it is not rare
Kind = Literal["registration", "agent", "activity", "verb", "written_by"]
_LEADERS: Final[tuple[Kind, ...]] = get_args(Kind)  # the likely rarest first


@dataclass(frozen=True, slots=True)
class Search:
    """Keys as `xapi_store.keys` makes them, authorities by their numbers, sids strictly between `above` and `below`."""

    agent: int | None = None
    related_agents: bool = False
    agent_authorities: tuple[int, ...] = ()
    activity: int | None = None
    related_activities: bool = False
    verb: int | None = None
    registration: int | None = None
    written_by: int | None = None
    above: int = 0
    below: int = 2**63 - 1
    ascending: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """`more` is the sid after which the search goes on, None when there is nothing left."""

    sids: list[int] = field(default_factory=list)
    more: int | None = None


def find(search: Search, most: int) -> Found:
    """The first `most` statements of a search, in its order, each once."""
    found: list[int] = []
    leaders = [kind for kind in _LEADERS if getattr(search, kind) is not None]
    piece = most + 1 + _SPARE if len(leaders) < 2 else _FIRST_PIECE * (most + 1)
    looked_at = last = 0
    for _ in range(_MOST_PIECES):
        fitting, count, last = _look(search, leaders[:1], piece)
        found.extend(sid for sid in fitting if sid not in found[-1:])
        if len(found) > most:
            return Found(found[:most], found[most - 1])
        if count < piece:
            return Found(found)
        # A statement may be a candidate through several sources: the last one is looked at again, whole.
        search = _after(search, last + (-1 if search.ascending else 1))
        looked_at += count
        piece = max(piece, _expected(most + 1 - len(found), len(found), looked_at))
        if piece > _LARGEST_PIECE:
            piece = _LARGEST_PIECE
            leaders = _rarest_first(search, leaders)
    return Found(found, last)


def _expected(wanted: int, found: int, looked_at: int) -> int:
    """Candidates to look at for as many more, at the rate so far, and half as many again: the rate is a guess."""
    return 3 * wanted * looked_at // (2 * max(found, 1))


def _rarest_first(search: Search, leaders: list[Kind]) -> list[Kind]:
    """Counting costs far less than looking at candidates that do not fit."""
    if len(leaders) < 2:
        return leaders
    counts: list[tuple[int, Kind]] = []
    with connections[DATABASE].cursor() as cursor:
        for kind in leaders:
            cursor.execute(*_Query(search, [kind], _COUNTED).count())
            counts.append((cursor.fetchone()[0], kind))
    return [kind for _, kind in sorted(counts, key=lambda each: each[0])]


def _after(search: Search, sid: int) -> Search:
    return replace(search, above=sid) if search.ascending else replace(search, below=sid)


def _look(search: Search, leaders: Sequence[Kind], piece: int) -> tuple[list[int], int, int]:
    """The sids that fit, each once, in the order of the search; how many candidates there were; the last of them."""
    query = _Query(search, leaders, piece)
    with connections[DATABASE].cursor() as cursor:
        cursor.execute(*query.write())
        rows = cursor.fetchall()
    last, count = next(row for row in rows if row[1] is not None)
    return sorted({sid for sid, of in rows if of is None}, reverse=not search.ascending), count, last


class _Query:
    """The SQL of one piece, with its values in the order of their places. `leaders` is one condition, or none."""

    def __init__(self, search: Search, leaders: Sequence[Kind], piece: int) -> None:
        self.search = search
        self.leader = leaders[0] if leaders else None
        self.piece = piece
        self.values: list[int] = []
        self.order = "sid" if search.ascending else "sid DESC"

    def write(self) -> tuple[str, list[int]]:
        """(sid, NULL) of each candidate that fits, as often as it does; (the last candidate, how many they are)."""
        proposed = self._proposed()
        fits = " AND ".join(["NOT s.voided", *self._probes()])
        last = "max" if self.search.ascending else "min"
        text = (
            f"WITH c AS MATERIALIZED ({proposed})"  # noqa: S608 (every value has its place)
            f" SELECT c.sid, NULL FROM c JOIN xapi_store_statement AS s ON s.sid = c.sid WHERE {fits}"
            f" UNION ALL SELECT {last}(c.sid), count(*) FROM c"
        )
        return text, self.values

    def count(self) -> tuple[str, list[int]]:
        """How many candidates there are, up to the size of the piece."""
        return f"SELECT count(*) FROM ({self._proposed()}) AS c", self.values  # noqa: S608 (every value has its place)

    def _proposed(self) -> str:
        branches = " UNION ALL ".join(self._branches())
        return f"SELECT * FROM ({branches}) AS u ORDER BY {self.order} LIMIT {self.piece}"  # noqa: S608 (as above)

    def _branches(self) -> list[str]:
        """Where the candidates come from."""
        search = self.search
        if self.leader == "registration" and search.registration is not None:
            return [*self._columns("registration", [search.registration]), *self._references([search.registration])]
        if self.leader == "agent" and search.agent is not None:
            keys = _keys(search.agent, related_too=search.related_agents)
            own = [self._links(key) for key in keys]
            return [*own, *self._columns("authority_id", search.agent_authorities), *self._references(keys)]
        if self.leader == "activity" and search.activity is not None:
            keys = _keys(search.activity, related_too=search.related_activities)
            return [*(self._links(key) for key in keys), *self._references(keys)]
        if self.leader == "verb" and search.verb is not None:
            return [*self._columns("verb", [search.verb]), *self._references([search.verb])]
        if self.leader == "written_by" and search.written_by is not None:
            return self._columns("authority_id", [search.written_by])
        return [self._piece_of("xapi_store_statement", "sid", "NOT voided", [])]

    def _columns(self, column: str, values: Sequence[int]) -> list[str]:
        return [self._piece_of("xapi_store_statement", "sid", f"{column} = %s", [value]) for value in values]

    def _links(self, key: int) -> str:
        return self._piece_of("xapi_store_link", "sid", "key = %s", [key])

    def _references(self, keys: Sequence[int]) -> list[str]:
        return [self._piece_of("xapi_store_referencelink", "source", "key = %s", [key]) for key in keys]

    def _piece_of(self, table: str, source: str, condition: str, values: Sequence[int]) -> str:
        self.values += [*values, self.search.above, self.search.below]
        return (
            f"SELECT * FROM (SELECT sid, {source} AS source FROM {table}"  # noqa: S608
            f" WHERE {condition} AND sid > %s AND sid < %s ORDER BY {self.order} LIMIT {self.piece}) AS p"
        )

    def _probes(self) -> list[str]:
        """The other conditions, each asked of an index: most candidates do not fit, and their rows are not read."""
        search = self.search
        probes: list[str] = []
        if search.written_by is not None and self.leader != "written_by":
            probes.append(self._probe("authority_id", search.written_by, of="c.sid"))
        if search.verb is not None and self.leader != "verb":
            probes.append(self._probe("verb", search.verb))
        if search.registration is not None and self.leader != "registration":
            probes.append(self._probe("registration", search.registration))
        if search.agent is not None and self.leader != "agent":
            probes.append(self._probe_agent(search.agent))
        if search.activity is not None and self.leader != "activity":
            probes.append(self._probe_links(_keys(search.activity, related_too=search.related_activities)))
        return probes

    def _probe(self, column: str, value: int, of: str = "c.source") -> str:
        self.values.append(value)
        return self._one_of("xapi_store_statement", f"p.{column} = %s AND p.sid = {of}")

    def _probe_agent(self, agent: int) -> str:
        named = self._probe_links(_keys(agent, related_too=self.search.related_agents))
        vouching = [self._probe("authority_id", number) for number in self.search.agent_authorities]
        return f"({' OR '.join([named, *vouching])})"

    def _probe_links(self, keys: Sequence[int]) -> str:
        self.values += keys
        places = ", ".join(["%s"] * len(keys))
        return self._one_of("xapi_store_link", f"p.key IN ({places}) AND p.sid = c.source")

    def _one_of(self, table: str, condition: str) -> str:
        """With its OFFSET, PostgreSQL asks for each candidate apart: else it would read all that has this verb."""
        return f"EXISTS (SELECT 1 FROM {table} AS p WHERE {condition} LIMIT 1 OFFSET 0)"  # noqa: S608 (every value has its place)


def _keys(key: int, *, related_too: bool) -> list[int]:
    return [direct(key), related(key)] if related_too else [direct(key)]
