"""Erasing what one actor said freely: the one exception to a statement never changing (docs/xapi-store.md).

Gone: its documents, `result.response` of the statements it tells (alone or in a group), the bytes of their attachments
unless somebody else's statement describes the same. What stays: the statements, their ids, links, scores, order, and
the digest of what was received, so that a client that sends the same again is told it is there and restores nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from django.db import transaction

from xapi_store.answers import is_told_by, without_response
from xapi_store.attachments import forget_content
from xapi_store.keys import direct, key_of, related
from xapi_store.leftovers import hashes_in, only_there
from xapi_store.models import AuditEntry, Deed, Document, Link, Statement

DATABASE: Final = "default"
_CHUNK: Final = 500


@dataclass(frozen=True, slots=True)
class Erased:
    """`statements` are those the actor tells, `responses` those of them that held an answer."""

    statements: int
    responses: int
    documents: int
    attachments: int


def erase(identity: str, *, by: str) -> Erased:
    """Erase for the agent of this identity (`Actor.identity`), in one transaction, noted in the audit trail.

    A statement of this actor that is being stored meanwhile is not seen: close what writes for them first.
    """
    key = key_of("agent", identity)
    with transaction.atomic(DATABASE):
        told, hashes, responses = 0, set[str](), 0
        for statement in _told_by(key, identity):
            told += 1
            hashes |= hashes_in(statement.kept_text())
            responses += _erase_response(statement)
        documents = _erase_documents(key)
        attachments = only_there(hashes, lambda other: not is_told_by(other.kept_text(), identity))
        erased = Erased(told, responses, documents, len(attachments))
        _note(key, by, erased)
        for sha2 in attachments:
            transaction.on_commit(partial(forget_content, sha2), using=DATABASE)
    return erased


def _told_by(key: int, identity: str) -> Iterator[Statement]:
    """By chunks of the link table: the actor may have told many."""
    after = 0
    links = Link.objects.filter(key__in=[direct(key), related(key)]).order_by("sid")
    while sids := list(links.filter(sid__gt=after).values_list("sid", flat=True)[:_CHUNK]):
        for statement in Statement.objects.filter(sid__in=sids).in_order().select_for_update():
            if is_told_by(statement.kept_text(), identity):
                yield statement
        after = sids[-1]


def _erase_response(statement: Statement) -> bool:
    text = statement.kept_text()
    left = without_response(text)
    if left == text:
        return False
    statement.rewrite(left)
    return True


def _erase_documents(key: int) -> int:
    """States and profile of this agent; an activity's profile is nobody's (its agent is 0)."""
    documents = Document.objects.filter(agent=key)
    return documents.delete()[0] if key else 0


def _note(key: int, by: str, erased: Erased) -> None:
    """Under the key of the agent, which leads back to nobody without the secret of the store."""
    AuditEntry.objects.note(
        Deed.ERASED,
        by,
        actor=f"{key & (2**64 - 1):016x}",
        statements=erased.statements,
        responses=erased.responses,
        documents=erased.documents,
        attachments=erased.attachments,
    )
