"""Giving statements back: their texts, without an object of Django's for each."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from xapi_store.arrays import pack_bigints
from xapi_store.payload import give, unpack
from xapi_store.postgresql import open_cursor
from xapi_store.sid import stored_at

DATABASE = "default"
_COLUMNS = (
    "SELECT s.sid, s.authority_id, a.text, s.payload FROM xapi_store_statement AS s"
    " JOIN xapi_store_authority AS a ON a.id = s.authority_id"
)
_PAGE = _COLUMNS + " WHERE s.sid = ANY(%b)"
_STATEMENT_ID = models.UUIDField()


class Kept(msgspec.Struct, frozen=True):
    """A statement as the table has it; `vouched` is its authority, in JSON."""

    sid: int
    authority: int
    vouched: str
    payload: bytes

    @property
    def stored(self) -> datetime:
        return stored_at(self.sid)

    def kept_text(self) -> bytes:
        """Without what the store answers for: `stored` and `authority`."""
        return unpack(self.payload)

    def as_text(self) -> bytes:
        return give(self.kept_text(), self.stored, self.vouched.encode())

    def as_json(self) -> dict[str, Any]:
        return msgspec.json.decode(self.as_text(), type=dict[str, Any])


def read_page(sids: Sequence[int]) -> list[Kept]:
    """These statements, in this order."""
    if not sids:
        return []
    connection = connections[DATABASE]
    if connection.vendor == "postgresql":
        rows = _read_binary(connection, sids)
    else:
        places = ", ".join(["%s"] * len(sids))
        rows = _read(f"{_COLUMNS} WHERE s.sid IN ({places})", sids)
    found = {one.sid: one for one in rows}
    return [found[sid] for sid in sids]


def _read_binary(connection: BaseDatabaseWrapper, sids: Sequence[int]) -> list[Kept]:
    """Texts come as they are kept: through Django's cursor each would be written in hexadecimal, then read back."""
    with open_cursor(connection) as cursor:
        cursor.execute(_PAGE, [pack_bigints(sids)], prepare=True, binary=True)
        return [Kept(*row) for row in cursor.fetchall()]


def read_one(statement_id: UUID, voided: bool, written_by: int | None) -> Kept | None:
    """The statement of this id, if it is voided or not as asked, and on the word of that authority."""
    number = _STATEMENT_ID.get_db_prep_value(statement_id, connections[DATABASE])
    found = _read(f"{_COLUMNS} WHERE s.statement_id = %s AND s.voided = %s", [number, voided])
    return next((one for one in found if written_by in {None, one.authority}), None)


def _read(query: str, values: Sequence[Any]) -> list[Kept]:
    with connections[DATABASE].cursor() as cursor:
        cursor.execute(query, values)
        return [Kept(sid, number, text, bytes(payload)) for sid, number, text, payload in cursor.fetchall()]
