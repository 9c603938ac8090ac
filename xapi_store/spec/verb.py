"""Verb (Data 2.4.3)."""

from typing import Final

from xapi_store.spec.iri import check_iri
from xapi_store.spec.language_map import LanguageMap, check_language_map
from xapi_store.spec.word import UNSET, UnsetType, Word

VOIDED: Final = "http://adlnet.gov/expapi/verbs/voided"


class Verb(Word, frozen=True):
    id: str
    display: LanguageMap | UnsetType = UNSET

    def __post_init__(self) -> None:
        check_iri(self.id, ".id", "XAPI-00044")
        if self.display is not UNSET:
            check_language_map(self.display, ".display")
