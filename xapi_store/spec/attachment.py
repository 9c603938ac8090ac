"""Attachment (Data 2.4.11): what describes a file; its bytes travel and are kept elsewhere, under their hash."""

import re

from xapi_store.spec.iri import check_iri
from xapi_store.spec.language_map import LanguageMap, check_language_map
from xapi_store.spec.refusal import refuse
from xapi_store.spec.word import UNSET, UnsetType, Word

_MEDIA_TYPE = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+/[!#$%&'*+.^_`|~0-9A-Za-z-]+(?:\s*;.*)?")
_SHA2 = re.compile(r"(?:[0-9a-fA-F]{56}|[0-9a-fA-F]{64}|[0-9a-fA-F]{96}|[0-9a-fA-F]{128})")


class Attachment(Word, frozen=True):
    usage_type: str
    display: LanguageMap
    content_type: str
    length: int
    sha2: str
    description: LanguageMap | UnsetType = UNSET
    file_url: str | UnsetType = UNSET

    def __post_init__(self) -> None:
        check_iri(self.usage_type, ".usageType", "XAPI-00102")
        check_language_map(self.display, ".display")
        if self.description is not UNSET:
            check_language_map(self.description, ".description")
        if not _MEDIA_TYPE.fullmatch(self.content_type):
            refuse("is not a media type", "XAPI-00105", ".contentType")
        if self.length < 0:
            refuse("is negative", "XAPI-00106", ".length")
        if not _SHA2.fullmatch(self.sha2):
            refuse("is not a SHA-2 in hexadecimal", "XAPI-00107", ".sha2")
        if self.file_url is not UNSET:
            check_iri(self.file_url, ".fileUrl", "XAPI-00104")
