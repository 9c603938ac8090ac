"""Our statements sent on to other stores: each at least once, in order, under its own id, so none is doubled there.

A target goes through the store by its cursor. What the other end refuses for good (400) is set aside and those behind
it go on; for anything else (nobody there, wrong secret, 5xx, 429) the target waits and starts again where it was.
"""

import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import timedelta
from http import HTTPStatus
from itertools import groupby
from typing import Any, Final

import msgspec
from django.db import transaction
from django.db.models import Min
from django.utils.translation import gettext as _

from xapi_store.attachments import contents_of
from xapi_store.digest import digest_of
from xapi_store.models import ForwardingRefusal, ForwardingTarget, Statement
from xapi_store.multipart import Part, write_parts
from xapi_store.outgoing import AddressRefused, Answer, Caller, NoAnswer
from xapi_store.received import Received, receive
from xapi_store.sealing import SealBroken
from xapi_store.sid import stored_at
from xapi_store.windows import next_window, readable_bound

log = logging.getLogger(__name__)

DATABASE = "default"
_VERSIONS: Final = {"1": "1.0.3", "2": "2.0.0"}
_TAKEN: Final = frozenset({200, 204})
_REFUSED: Final = frozenset({400, 409, 413, 422})
"""What an answer says of the statements themselves, not of the moment or of who sends them."""


class TryLater(Exception):  # noqa: N818 (the name says what happened)
    def __init__(self, problem: str, wait: float = 0) -> None:
        super().__init__(problem)
        self.wait = timedelta(seconds=min(wait, 86_400))


def forward(target: ForwardingTarget, *, seconds: float = 120) -> bool:
    """Send what waits for this target, for about so long; whether there is more to send now.

    Killed at any moment, the next call starts from the cursor: what the other end already has, it has under its id.
    """
    if not target.take():
        return False
    try:
        with closing(Caller(target.endpoint, target.key, target.secret())) as caller:
            return _walk(target, caller, time.monotonic() + seconds)
    except (TryLater, NoAnswer, AddressRefused, SealBroken) as problem:
        log.warning("forwarding to %s waits: %s", target.name, problem)
        target.note_failure(str(problem), getattr(problem, "wait", None))
        return False
    finally:
        target.leave()


def _walk(target: ForwardingTarget, caller: Caller, deadline: float) -> bool:
    bound = readable_bound()
    while time.monotonic() < deadline:
        window = next_window(target, bound)
        if window.end is None:
            target.advance(target.cursor, 0)
            return False
        for batch in _batches(window.statements):
            if not _deliver(target, caller, batch):
                return False
        if not target.advance(window.end, 0):
            return False
    return True


Batch = list[tuple[Statement, Received]]


def _batches(statements: Sequence[Statement]) -> Iterator[Batch]:
    """Runs of one version, in order; a statement with attachments goes alone, its bytes with it."""
    read = [(statement, receive(statement.kept_text(), "2")) for statement in statements]

    def kind(pair: tuple[Statement, Received]) -> tuple[str, int | None]:
        return version_of(pair[1].text), pair[0].sid if pair[1].attachments else None

    for _kind, run in groupby(read, kind):
        yield list(run)


class _Version(msgspec.Struct):
    version: str = "1.0.0"


_read_version = msgspec.json.Decoder(_Version).decode


def version_of(text: bytes) -> str:
    """The version of the specification in which a kept statement is sent."""
    return _VERSIONS[_read_version(text).version[:1]]


def _deliver(target: ForwardingTarget, caller: Caller, batch: Batch) -> bool:
    """Send these together; one by one when they are refused together. False when another process has taken over."""
    answer = _post(caller, batch)
    if answer.status in _TAKEN:
        return target.advance(batch[-1][0].sid, len(batch))
    _check_about_statements(answer)
    # However slow the other end is, each of them moves the cursor: a batch is never begun again whole.
    return all(_note(target, pair[0].sid, _send(caller, pair)) for pair in batch)


def _note(target: ForwardingTarget, sid: int, refusal: ForwardingRefusal | None) -> bool:
    """The cursor and what was set aside move together."""
    with transaction.atomic(DATABASE):
        if not target.advance(sid, 0 if refusal else 1):
            return False
        if refusal is not None:
            refusal.target = target
            refusal.save()
    return True


def _send(caller: Caller, pair: tuple[Statement, Received]) -> ForwardingRefusal | None:
    """Send one statement; why the other end does not take it."""
    statement, answer = pair[0], _post(caller, [pair])
    if answer.status in _TAKEN or (answer.status == HTTPStatus.CONFLICT and _is_there(caller, statement)):
        return None
    _check_about_statements(answer)
    problem = answer.body.decode("utf-8", "replace").replace("\x00", "")[:500]
    return ForwardingRefusal(
        sid=statement.sid, statement_id=statement.statement_id, status=answer.status, problem=problem
    )


def _check_about_statements(answer: Answer) -> None:
    if answer.status not in _REFUSED:
        raise TryLater(_("The other store answers %(status)s.") % {"status": answer.status}, answer.wait())


def _post(caller: Caller, batch: Batch) -> Answer:
    text = b"[%b]" % b",".join(received.text for _statement, received in batch)
    content_type, body = "application/json", text
    contents = contents_of(attachment for _statement, received in batch for attachment in received.attachments)
    if contents:
        parts = [Part({"Content-Type": "application/json"}, text)]
        for sha2, (attachment, content) in contents.items():
            said = {"Content-Type": attachment.content_type, "Content-Transfer-Encoding": "binary"}
            parts.append(Part({**said, "X-Experience-API-Hash": sha2}, content))
        content_type, body = write_parts(parts)
    headers = {"Content-Type": content_type, "X-Experience-API-Version": version_of(batch[0][1].text)}
    return caller.call("POST", "/statements", headers, body)


def _is_there(caller: Caller, statement: Statement) -> bool:
    """After a 409: some stores answer it to an equal statement as well. Equal as the specification says it."""
    headers = {"X-Experience-API-Version": version_of(statement.kept_text())}
    answer = caller.call("GET", f"/statements?statementId={statement.statement_id}", headers)
    if answer.status != 200:
        return False
    try:
        return digest_of(answer.body) == statement.told_digest()
    except (msgspec.DecodeError, LookupError, TypeError, AttributeError):
        return False


def retry_refused(target: ForwardingTarget) -> int:
    """Send again what was set aside, once its cause is mended at the other end; how many it took this time."""
    if not target.take():
        return 0
    taken = 0
    try:
        with closing(Caller(target.endpoint, target.key, target.secret())) as caller:
            for refusal in list(target.refusals.order_by("sid")[:500]):
                taken += _retry(caller, refusal)
    except (TryLater, NoAnswer, AddressRefused, SealBroken) as problem:
        target.note_failure(str(problem), getattr(problem, "wait", None))
    finally:
        target.leave()
    return taken


def _retry(caller: Caller, refusal: ForwardingRefusal) -> bool:
    statement = Statement.objects.select_related("authority").filter(sid=refusal.sid).first()
    if statement is not None and _send(caller, (statement, receive(statement.kept_text(), "2"))):
        return False
    refusal.delete()
    return statement is not None


def forwarding_lag() -> dict[str, Any]:
    """For a health check: how far behind the farthest open target is, how many targets fail, what is set aside."""
    targets = ForwardingTarget.objects.open()
    farthest = targets.aggregate(cursor=Min("cursor"))["cursor"]
    behind = 0.0 if farthest is None else seconds_behind(farthest)
    return {
        "targets": targets.count(),
        "failing": targets.filter(failures__gt=0).count(),
        "set_aside": ForwardingRefusal.objects.filter(target__is_open=True).count(),
        "seconds_behind": round(behind),
    }


def seconds_behind(cursor: int) -> float:
    """The age of the oldest statement after this cursor; 0 when there is none."""
    oldest = Statement.objects.filter(sid__gt=cursor).in_order().values_list("sid", flat=True).first()
    return 0.0 if oldest is None else max(0.0, time.time() - stored_at(oldest).timestamp())


def waiting_after(cursor: int, most: int = 10_000) -> int:
    """How many statements stand after this cursor, up to `most`; those for another target are counted as well."""
    return Statement.objects.filter(sid__gt=cursor).order_by("sid")[:most].count()


def find_target(target_id: int) -> ForwardingTarget | None:
    return ForwardingTarget.objects.open().filter(pk=target_id).first()
