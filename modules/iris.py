"""The IRIs we mint. From the one setting, never from a host or a port: a statement outlives a server."""

from uuid import UUID

from django.conf import settings


def module_iri(module_key: UUID) -> str:
    return f"{settings.STATEMENT_IRI_BASE}/modules/{module_key}"


def activity_iri(activity_key: UUID) -> str:
    """From the page's translation key: the same activity in every edition and language."""
    return f"{settings.STATEMENT_IRI_BASE}/activities/{activity_key}"


def question_iri(question_uid: UUID) -> str:
    return f"{settings.STATEMENT_IRI_BASE}/questions/{question_uid}"


def item_iri(activity_key: UUID, item: str) -> str:
    """A part of an activity that is no question of the bank: an exchange of a dialogue, a survey question."""
    return f"{activity_iri(activity_key)}/items/{item}"


def extension_iri(name: str) -> str:
    return f"{settings.STATEMENT_IRI_BASE}/extensions/{name}"


def category_iri() -> str:
    """Marks the statements of this platform's profile."""
    return f"{settings.STATEMENT_IRI_BASE}/profile/v1"


def read_key(iri: str, kind: str) -> UUID | None:
    """The key inside an IRI we minted ("activities" or "modules"), None for any other IRI."""
    start = f"{settings.STATEMENT_IRI_BASE}/{kind}/"
    if not iri.startswith(start):
        return None
    try:
        return UUID(iri.removeprefix(start))
    except ValueError:
        return None
