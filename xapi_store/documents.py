"""The one writer of documents: store, merge, delete, each under its precondition, in one transaction."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from xapi_store.models import Document

DATABASE = "default"
JSON = "application/json"


class PreconditionFailed(Exception):  # noqa: N818 (the name says what happened)
    """The document is not the one that the caller has seen (If-Match, If-None-Match)."""


class PreconditionNeeded(Exception):  # noqa: N818
    """The caller does not say what it has seen; `there` is whether there is a document."""

    def __init__(self, there: bool) -> None:
        super().__init__()
        self.there = there


class NotMergeable(ValueError):  # noqa: N818
    """One of the two documents is not a JSON object."""


@dataclass(frozen=True, slots=True)
class Precondition:
    """The two headers as they came; `needed` when one of them must come: to replace a document, or to store any."""

    match: str = ""
    none_match: str = ""
    needed: Literal["", "to replace", "always"] = ""

    def check(self, document: Document | None) -> None:
        if self.match and (document is None or not _names(self.match, document)):
            raise PreconditionFailed
        if self.none_match and document is not None and _names(self.none_match, document):
            raise PreconditionFailed
        if self.match or self.none_match or not self.needed:
            return
        if document is not None or self.needed == "always":
            raise PreconditionNeeded(document is not None)


def _names(header: str, document: Document) -> bool:
    """Whether this list of entity tags names the document; "*" names any. Clients sometimes forget the quotes."""
    tags = {part.strip().removeprefix("W/").strip('"') for part in header.split(",")}
    return "*" in tags or document.tag.strip('"') in tags


def put_document(where: Mapping[str, Any], content: bytes, content_type: str, precondition: Precondition) -> None:
    """Store this whole content in place of whatever is there."""
    with transaction.atomic(DATABASE):
        document = _lock(where)
        precondition.check(document)
        _save(document, where, content, content_type, precondition)


def post_document(where: Mapping[str, Any], content: bytes, content_type: str, precondition: Precondition) -> None:
    """Merge a JSON object into the one that is there; NotMergeable if either is anything else (XAPI-00233)."""
    with transaction.atomic(DATABASE):
        document = _lock(where)
        precondition.check(document)
        if document is not None:
            content = _merge(document, content, content_type)
        _save(document, where, content, content_type, precondition)


def delete_documents(documents: "QuerySet[Document]", precondition: Precondition) -> None:
    """Delete these; a precondition is checked on each, in one order, so that two deletions do not lock each other."""
    with transaction.atomic(DATABASE):
        for document in documents.order_by("id").select_for_update():
            precondition.check(document)
            document.delete()


def _lock(where: Mapping[str, Any]) -> Document | None:
    """The document, kept from other writers until the end of the transaction."""
    return Document.objects.select_for_update().filter(**where).order_by("id").first()


def _save(
    document: Document | None, where: Mapping[str, Any], content: bytes, content_type: str, precondition: Precondition
) -> None:
    """Race: two first writes at once. One of the rows wins; the loser looks again, and now sees it."""
    values = {"content": content, "content_type": content_type, "updated_at": timezone.now()}
    if document is None:
        try:
            with transaction.atomic(DATABASE):
                Document.objects.create(**where, **values)
                return
        except IntegrityError:
            document = _lock(where)
            precondition.check(document)
    if document is not None:
        Document.objects.filter(pk=document.pk).update(**values)


def _merge(document: Document, content: bytes, content_type: str) -> bytes:
    if media_type(document.content_type) != JSON or media_type(content_type) != JSON:
        raise NotMergeable("Only documents of type application/json are merged.")
    return json.dumps(
        read_object(bytes(document.content)) | read_object(content), ensure_ascii=False, separators=(",", ":")
    ).encode("utf-8", "surrogatepass")


def media_type(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()


def read_object(content: bytes) -> dict[str, Any]:
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        raise NotMergeable("A document of type application/json is not JSON.") from None
    if not isinstance(value, dict):
        raise NotMergeable("Only JSON objects are merged.")
    return value
