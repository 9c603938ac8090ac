"""The rows of a call that stores, before any object of Django's is made of them: on the busy road none ever is."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from xapi_store.models import Authority, Statement
from xapi_store.payload import pack_all
from xapi_store.received import Received
from xapi_store.sid import make_sids


class Row(msgspec.Struct):
    """What was received, and what the store adds to it."""

    sid: int
    received: Received
    authority: Authority
    timestamp: datetime
    payload: bytes
    made: Statement | None = None

    @property
    def statement(self) -> Statement:
        """Always the same object."""
        if self.made is None:
            one = self.received
            self.made = Statement(
                sid=self.sid,
                verb=one.verb,
                registration=one.registration,
                timestamp=self.timestamp,
                authority=self.authority,
                statement_id=one.statement_id,
                voided=False,
                payload=self.payload,
            )
        return self.made


def make_rows(received: Sequence[Received], authority: Authority, stored: datetime) -> list[Row]:
    """In the order of what was received, which is the order of their sids."""
    sids = make_sids(len(received), stored)
    payloads = pack_all([one.kept(stored) for one in received])
    return [
        Row(sid, one, authority, one.timestamp or stored, payload)
        for one, sid, payload in zip(received, sids, payloads, strict=True)
    ]
