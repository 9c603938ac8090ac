"""Where a CASE object is read: an address that the network can resolve, and its identifier."""

from typing import Any
from uuid import UUID, uuid5

from django.conf import settings

ROOT = "/ims/case/v1p1"
NAMESPACE = UUID("0e3c1d1c-7a53-5f0e-9f5e-3f6a5b0f4c7d")
"""Rubrics and types of items have no row: their identifiers are made from that of their framework or item."""


def address_of(resource: str, identifier: UUID | str) -> str:
    return f"{settings.WAGTAILADMIN_BASE_URL}{ROOT}/{resource}/{identifier}"


def link_to(resource: str, identifier: UUID | str, title: str) -> dict[str, Any]:
    """CASE's LinkURI: three words about another object."""
    return {"title": title, "identifier": str(identifier), "uri": address_of(resource, identifier)}


def made_from(*names: object) -> UUID:
    """The same identifier in every installation for the same names."""
    return uuid5(NAMESPACE, "/".join(str(name) for name in names))
