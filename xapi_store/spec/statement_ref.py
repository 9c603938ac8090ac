"""StatementRef (Data 2.4.4.3): a statement named by its id."""

from typing import Literal

from xapi_store.spec.uuid import check_uuid
from xapi_store.spec.word import Word


class StatementRef(Word, frozen=True):
    object_type: Literal["StatementRef"]
    id: str

    def __post_init__(self) -> None:
        check_uuid(self.id, ".id", "XAPI-00072")
