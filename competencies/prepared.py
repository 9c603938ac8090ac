"""A question that every page asks of the database, built and compiled once.

Django says each query again from its parts each time it is asked, which costs more than running it: a third to a half
of the time of a learner's page. Here the parts are put together at the first question; then only the values change.

    followed = Prepared(lambda learner: Registration.objects.filter(learner=learner), learner=UUIDField())
    followed(learner=person.pk)

Only for questions whose shape never changes: each value is one value, never a list, never None.
"""

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Expression, Field, Model, QuerySet

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class _Slot:
    """Where a value goes among the parameters of the SQL."""

    name: str


class _Blank(Expression):
    """Stands for a value while the question is built."""

    def __init__(self, name: str, field: "Field[Any, Any]") -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (_Slot(self.name),)


@dataclass(frozen=True)
class _Said:
    """What compiling leaves: the SQL, and the compiler that knows how to read its rows."""

    sql: str
    params: Sequence[Any]
    compiler: Any


class Prepared(Generic[Row]):
    """Built by `build` from blanks of these fields. Asked with their values, it gives a queryset to read once: to
    filter it further would be to build it again."""

    def __init__(self, build: Callable[..., "QuerySet[Row, Any]"], **fields: "Field[Any, Any]") -> None:
        self._build, self._fields = build, fields
        self._asked: QuerySet[Row, Any] | None = None
        self._said: dict[str, _Said] = {}

    def __call__(self, **values: Any) -> "QuerySet[Row, Any]":
        # Two threads that both find nothing both build the same thing, and one of the two stays.
        if self._asked is None:
            self._asked = self._build(**{name: _Blank(name, field) for name, field in self._fields.items()})
        asked = self._asked
        found: Any = asked.__class__(model=asked.model, query=self._with(asked, values), using=asked.db)
        for name in ("_iterable_class", "_fields", "_prefetch_related_lookups", "_known_related_objects"):
            setattr(found, name, getattr(asked, name))
        return found

    def _with(self, asked: "QuerySet[Row, Any]", values: dict[str, Any]) -> Any:
        """The query, whose compiler says what was said the first time, with these values."""
        connection = connections[asked.db]
        said = self._said.get(connection.vendor)
        if said is None:
            compiler = asked.query.get_compiler(using=asked.db)
            try:
                sql, params = compiler.as_sql()
            except EmptyResultSet as error:
                raise ValueError("A question that no row can answer.") from error
            said = self._said[connection.vendor] = _Said(sql, params, compiler)
        ready = {
            name: field.get_db_prep_value(values[name], connection, prepared=False)
            for name, field in self._fields.items()
        }
        asking = said.sql, tuple(ready[each.name] if isinstance(each, _Slot) else each for each in said.params)
        compiler = copy(said.compiler)
        # A connection belongs to its thread: the compiler of the first question is that of whoever asked it.
        compiler.connection, compiler.as_sql = connection, lambda: asking
        query: Any = copy(asked.query)
        query.get_compiler = lambda *_args, **_kwargs: compiler
        return query
