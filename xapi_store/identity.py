"""What identifies an agent that somebody names in JSON: in a form, in a command, in a filter."""

import msgspec

from xapi_store.spec.group import Actor
from xapi_store.spec.refusal import StatementRefused, locate

_read_actor = msgspec.json.Decoder(Actor).decode


def read_identity(text: str) -> str:
    """StatementRefused for what is no Agent and no identified Group."""
    try:
        identity = _read_actor(text.encode()).identity()
    except msgspec.DecodeError as error:
        raise locate(error) from None
    except (RecursionError, UnicodeEncodeError):
        raise StatementRefused("$", "cannot be read") from None
    if identity is None:
        raise StatementRefused("$", "is a Group without identifier")
    return identity
