"""The `more` of a page: the same search, from where the page ends. Signed, so that nobody searches from elsewhere."""

from urllib.parse import urlencode

from django.core import signing

from xapi_store.http.refused import Refused
from xapi_store.http.request import Call

_SALT = "xapi_store.cursor"
_LASTS = 60 * 60 * 24  # seconds


def write_more(call: Call, sid: int) -> str:
    """A path on this host: the parameters of the search, and the statement after which it goes on."""
    parameters = {name: value for name, value in call.parameters.items() if name != "cursor"}
    return f"{call.path}?{urlencode({**parameters, 'cursor': signing.dumps(sid, salt=_SALT)})}"


def read_cursor(text: str) -> int:
    try:
        return int(signing.loads(text, salt=_SALT, max_age=_LASTS))
    except signing.SignatureExpired:
        raise Refused(400, "This page was offered more than a day ago: start the search again.") from None
    except (signing.BadSignature, ValueError, TypeError):
        raise Refused(400, "This cursor was not made by this store.") from None
