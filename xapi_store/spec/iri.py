"""IRI and IRL (Data 4.3): a scheme, then something, and no character that an IRI cannot hold."""

import re
from functools import lru_cache

from xapi_store.spec.refusal import refuse

_IRI = re.compile(r"""[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20\x7f-\x9f<>"{}|\\^`]+""")


@lru_cache(maxsize=8192)
def is_iri(text: str) -> bool:
    """Best effort, as the specification allows: an absolute IRI, with something after its scheme."""
    return _IRI.fullmatch(text) is not None and _is_encodable(text)


def _is_encodable(text: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in text)


def check_iri(text: str, where: str, requirement: str = "XAPI-00011") -> None:
    if not is_iri(text):
        refuse("is not an IRI with its scheme", requirement, where)
