"""Reading the parameters of a request: each to the standard of the same word in a statement (XAPI-00012)."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from xapi_store.http.refused import Refused
from xapi_store.keys import key_of
from xapi_store.spec.group import Actor
from xapi_store.spec.iri import is_iri
from xapi_store.spec.refusal import StatementRefused, locate
from xapi_store.spec.timestamp import read_timestamp
from xapi_store.spec.uuid import read_uuid

_read_actor = msgspec.json.Decoder(Actor).decode


class Parameters:
    """The parameters of one request, of which each resource says the names it knows."""

    def __init__(self, given: Mapping[str, str], known: Collection[str]) -> None:
        for name in given:
            if name not in known:
                raise Refused(400, f"The parameter {name} is not known here.")
        self.given = given

    def has(self, name: str) -> bool:
        return name in self.given

    def need(self, *names: str) -> None:
        for name in names:
            if name not in self.given:
                raise Refused(400, f"The parameter {name} is needed.")

    def text(self, name: str, longest: int = 500) -> str:
        """Not empty; up to `longest` characters."""
        value = self.given[name]
        if not value or len(value) > longest or "\x00" in value:
            raise Refused(400, f"The parameter {name} is empty or too long.")
        return value

    def iri(self, name: str) -> str:
        if not is_iri(self.given[name]):
            raise Refused(400, f"The parameter {name} is not an IRI.")
        return self.given[name]

    def uuid(self, name: str) -> UUID | None:
        """None when it is not given."""
        if name not in self.given:
            return None
        value = read_uuid(self.given[name])
        if value is None:
            raise Refused(400, f"The parameter {name} is not a UUID.")
        return value

    def moment(self, name: str) -> datetime | None:
        if name not in self.given:
            return None
        moment = read_timestamp(self.given[name])
        if moment is None:
            raise Refused(400, f"The parameter {name} is not an ISO 8601 date and time.")
        return moment

    def flag(self, name: str) -> bool:
        value = self.given.get(name, "false")
        if value not in {"true", "false"}:
            raise Refused(400, f"The parameter {name} is neither true nor false.")
        return value == "true"

    def number(self, name: str) -> int:
        """A whole number from 0; 0 when it is not given."""
        value = self.given.get(name, "0")
        if not value.isascii() or not value.isdigit() or len(value) > 9:
            raise Refused(400, f"The parameter {name} is not a whole number.")
        return int(value)

    def actor(self, name: str) -> Actor:
        """An Agent or an identified Group, in JSON."""
        try:
            actor = _read_actor(self.given[name].encode())
        except msgspec.DecodeError as error:
            raise _blame(name, locate(error)) from None
        except (RecursionError, UnicodeEncodeError):
            raise Refused(400, f"The parameter {name} cannot be read.") from None
        if actor.identity() is None:
            raise Refused(400, f"The parameter {name} is a Group without identifier.")
        return actor

    def actor_key(self, name: str) -> int:
        return key_of("agent", self.actor(name).identity() or "")


def _blame(name: str, refusal: StatementRefused) -> Refused:
    return Refused(400, f"The parameter {name} is not an Agent: {refusal}")
