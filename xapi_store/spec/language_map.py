"""Language Map (Data 4.2): texts by RFC 5646 language tag."""

import re
from functools import lru_cache

from xapi_store.spec.refusal import refuse

LanguageMap = dict[str, str]

# RFC 5646 §2.1, and its closed list of irregular tags.
_TAG = re.compile(
    r"(?:(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4}|[a-z]{5,8})"  # language
    r"(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"  # script, region
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"  # variants
    r"(?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*"  # extensions
    r"(?:-x(?:-[a-z0-9]{1,8})+)?"
    r"|x(?:-[a-z0-9]{1,8})+"
    r"|en-gb-oed|i-(?:ami|bnn|default|enochian|hak|klingon|lux|mingo|navajo|pwn|tao|tay|tsu)|sgn-(?:be-fr|be-nl|ch-de))",
    re.IGNORECASE | re.ASCII,
)


@lru_cache(maxsize=1024)
def is_language_tag(text: str) -> bool:
    return _TAG.fullmatch(text) is not None


def check_language_map(texts: LanguageMap, where: str) -> None:
    for tag in texts:
        if not is_language_tag(tag):
            refuse(f"{tag!r} is not a language tag (RFC 5646)", "XAPI-00121", where)
