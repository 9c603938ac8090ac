"""Bring the rows of a table to a wanted state, writing only what differs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Field, Model, QuerySet

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Written:
    created: int = 0
    changed: int = 0
    deleted: int = 0

    def __add__(self, other: "Written") -> "Written":
        return Written(self.created + other.created, self.changed + other.changed, self.deleted + other.deleted)

    def __bool__(self) -> bool:
        return bool(self.created or self.changed or self.deleted)


def write_rows(existing: "QuerySet[M]", wanted: Sequence[M], key: tuple[str, ...]) -> Written:
    """Make `existing` equal to `wanted`; `key` names a row. Afterwards every wanted row has its primary key.

    At most one query each to read, insert, update and delete, and none but the read when nothing differs.
    """
    have = {_name(row, key): row for row in existing.order_by()}
    columns = existing.model._meta.concrete_fields  # noqa: SLF001 (Django's own way to list them)
    fields = [field for field in columns if not field.primary_key]
    new, changed = [], []
    for row in wanted:
        old = have.pop(_name(row, key), None)
        if old is None:
            new.append(row)
            continue
        row.pk = old.pk
        if _values(row, fields) != _values(old, fields):
            changed.append(row)
    if have:
        existing.filter(pk__in=[row.pk for row in have.values()]).delete()
    if new:
        existing.bulk_create(new)
    if changed:
        existing.bulk_update(changed, [field.name for field in fields], batch_size=200)
    return Written(len(new), len(changed), len(have))


def _name(row: Model, key: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(getattr(row, field) for field in key)


def _values(row: Model, fields: "Sequence[Field[Any, Any]]") -> list[Any]:
    return [getattr(row, field.attname) for field in fields]
