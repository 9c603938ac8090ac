"""Whether every stored edition can still be read whole: shapes are added to, never taken from."""

from collections.abc import Iterator
from typing import Any

import msgspec

from modules.models import EditionActivity, EditionQuestion


def find_lost() -> tuple[int, list[str]]:
    """How many frozen things were read back, and a sentence for each that lost something."""
    read, lost = 0, []
    for row in _frozen_rows():
        read += 1
        if fault := find_fault(row):
            lost.append(f"{type(row).__name__} {row.pk}: {fault}")
    return read, lost


def _frozen_rows() -> Iterator[EditionActivity | EditionQuestion]:
    yield from EditionActivity.objects.order_by("pk").iterator(chunk_size=200)
    yield from EditionQuestion.objects.order_by("pk").iterator(chunk_size=200)


def find_fault(row: EditionActivity | EditionQuestion) -> str:
    """What the code of today cannot say back of this row; empty when nothing."""
    try:
        thawed = msgspec.to_builtins(row.as_written)
    except msgspec.ValidationError as error:
        return str(error)
    return next(_missing(row.content, thawed, "$"), "")


def _missing(stored: Any, thawed: Any, path: str) -> Iterator[str]:
    """Paths of what was stored and is no longer there, or no longer the same. A value added by default is no loss."""
    if isinstance(stored, dict) and isinstance(thawed, dict):
        for name, value in stored.items():
            yield from _missing(value, thawed.get(name), f"{path}.{name}")
    elif isinstance(stored, list) and isinstance(thawed, list) and len(stored) == len(thawed):
        for place, (old, new) in enumerate(zip(stored, thawed, strict=True)):
            yield from _missing(old, new, f"{path}[{place}]")
    elif stored != thawed:
        yield path
