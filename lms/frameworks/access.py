"""Whose frameworks one sees: those of one's institutes. Every page of the editor asks here."""

from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from competencies.models import CFDocument, CFItem
from lms.people.access import nodes_of
from lms.people.models import Organisation, OrganisationKind, User
from lms.people.rights import Thing, Verb


def institutes_of(person: User, verb: Verb) -> list[Organisation]:
    return [node for node in nodes_of(person, verb, Thing.FRAMEWORK) if node.kind == OrganisationKind.INSTITUTE]


def frameworks_of(person: User, verb: Verb) -> QuerySet[CFDocument]:
    return CFDocument.every.filter(owner__in=[node.pk for node in institutes_of(person, verb)])


def find_framework(person: User, verb: Verb, framework_id: UUID) -> CFDocument:
    """Hers, or 404: nobody learns that another institute's exists."""
    return get_object_or_404(frameworks_of(person, verb), pk=framework_id)


def find_shown(person: User, framework_id: UUID) -> CFDocument:
    """Hers, or the shipped one, which everyone reads and nobody changes."""
    shown = frameworks_of(person, Verb.VIEW) | CFDocument.every.filter(owner=None)
    return get_object_or_404(shown.select_related("previous"), pk=framework_id)


def find_item(framework: CFDocument, item_id: UUID) -> CFItem:
    found: CFItem = get_object_or_404(CFItem.every.filter(document=framework), pk=item_id)
    return found
