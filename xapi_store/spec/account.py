"""Account Object (Data 2.4.2.4): a name on a system."""

from xapi_store.spec.iri import check_iri
from xapi_store.spec.word import Word


class Account(Word, frozen=True):
    home_page: str
    name: str

    def __post_init__(self) -> None:
        check_iri(self.home_page, ".homePage", "XAPI-00043")

    def identity(self) -> str:
        """No IRI holds a line break, so two accounts never share this text."""
        return f"account:{self.home_page}\n{self.name}"
