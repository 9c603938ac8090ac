"""Extensions (Data 4.1): anything at all, null included, under keys that are IRIs."""

from typing import Any

from xapi_store.spec.iri import is_iri
from xapi_store.spec.refusal import refuse

Extensions = dict[str, Any]


def check_extensions(extensions: Extensions, where: str = ".extensions") -> None:
    for key in extensions:
        if not is_iri(key):
            refuse(f"the key {key!r} is not an IRI", "XAPI-00118", where)
