"""The bytes of attachments: kept once, under their SHA-2, in the storage that XAPI_STORE names."""

from collections.abc import Callable, Iterable, Mapping
from hashlib import sha224, sha256, sha384, sha512
from typing import Any, Final

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from xapi_store.configuration import configuration
from xapi_store.spec.attachment import Attachment

_HASHES: Final[Mapping[int, Callable[[bytes], Any]]] = {56: sha224, 64: sha256, 96: sha384, 128: sha512}


def is_hash_of(sha2: str, content: bytes) -> bool:
    """Whether this is the SHA-2 of the content, in hexadecimal: its length says which of the four."""
    make = _HASHES.get(len(sha2))
    return make is not None and make(content).hexdigest() == sha2.lower()


def _storage() -> Storage:
    return storages[configuration().attachment_storage]


def _name(sha2: str) -> str:
    return f"xapi/{sha2[:2].lower()}/{sha2.lower()}"


def keep_content(sha2: str, content: bytes) -> None:
    """Before the statement is stored: a file that nobody refers to is harmless, a missing one is not.

    Two writers of the same content write the same bytes: a storage that then gives the second another name changes
    nothing, since the first name is the one that is read.
    """
    if not _storage().exists(_name(sha2)):
        _storage().save(_name(sha2), ContentFile(content))


def read_content(sha2: str) -> bytes | None:
    """None for what was never sent (an attachment with a fileUrl)."""
    if not _storage().exists(_name(sha2)):
        return None
    with _storage().open(_name(sha2)) as file:
        return file.read()


def size_of(sha2: str) -> int | None:
    """In bytes; None for what is not kept here."""
    return _storage().size(_name(sha2)) if _storage().exists(_name(sha2)) else None


def forget_content(sha2: str) -> None:
    """Once no statement that stands for somebody else describes it: see `xapi_store.leftovers`."""
    _storage().delete(_name(sha2))


def contents_of(attachments: Iterable[Attachment]) -> dict[str, tuple[Attachment, bytes]]:
    """What was sent of these attachments, each hash once."""
    found: dict[str, tuple[Attachment, bytes]] = {}
    for attachment in attachments:
        content = None if attachment.sha2 in found else read_content(attachment.sha2)
        if content is not None:
            found[attachment.sha2] = (attachment, content)
    return found
