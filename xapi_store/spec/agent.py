"""Agent (Data 2.4.2.1) and what identifies one: the Inverse Functional Identifier (Data 2.4.2.3)."""

import re
from typing import Literal

import msgspec

from xapi_store.spec.account import Account
from xapi_store.spec.iri import check_iri
from xapi_store.spec.refusal import refuse
from xapi_store.spec.word import UNSET, UnsetType, Word

_MBOX = re.compile(r"mailto:[^@\s<>\x00-\x1f]+@[^@\s<>\x00-\x1f]+")
_SHA1 = re.compile(r"[0-9a-fA-F]{40}")


class Identified(Word, frozen=True):
    """What Agent and Group share."""

    name: str | UnsetType = UNSET
    mbox: str | UnsetType = UNSET
    mbox_sha1sum: str | UnsetType = msgspec.field(default=UNSET, name="mbox_sha1sum")
    openid: str | UnsetType = UNSET
    account: Account | UnsetType = UNSET

    def identifiers(self) -> int:
        """How many identifiers are given; a whole Agent has exactly one."""
        return sum(value is not UNSET for value in (self.mbox, self.mbox_sha1sum, self.openid, self.account))

    def check_identifier(self) -> None:
        if self.mbox is not UNSET and not _MBOX.fullmatch(self.mbox):
            refuse("is not mailto: followed by an e-mail address", "XAPI-00038", ".mbox")
        if self.mbox_sha1sum is not UNSET and not _SHA1.fullmatch(self.mbox_sha1sum):
            refuse("is not the SHA-1 of a mailto IRI, in hexadecimal", "XAPI-00039", ".mbox_sha1sum")
        if self.openid is not UNSET:
            check_iri(self.openid, ".openid", "XAPI-00040")

    def identity(self) -> str | None:
        """The text that is equal for equal agents; None for a Group without identifier.

        The domain of an e-mail address and a SHA-1 have no case (Data 2.3.1).
        """
        if self.mbox is not UNSET:
            local, _, domain = self.mbox.rpartition("@")
            return f"{local}@{domain.lower()}"
        if self.mbox_sha1sum is not UNSET:
            return f"sha1:{self.mbox_sha1sum.lower()}"
        if self.openid is not UNSET:
            return f"openid:{self.openid}"
        return self.account.identity() if self.account is not UNSET else None


class Agent(Identified, frozen=True):
    object_type: Literal["Agent"] | UnsetType = UNSET

    def __post_init__(self) -> None:
        if self.identifiers() != 1:
            refuse("an Agent has exactly one of mbox, mbox_sha1sum, openid, account", "XAPI-00034")
        self.check_identifier()
