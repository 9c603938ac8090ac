"""Parting a person from the statements told under their actor: free answers go, what was done names nobody."""

import json
import uuid

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction

from lms.people.access import may
from lms.people.models import User
from lms.people.rights import Thing, Verb
from xapi_store.erasing import Erased, erase
from xapi_store.identity import read_identity


def forget_actor(person: User, *, by: User) -> Erased:
    """Erase the answers and documents of this person's actor and give them another, in one transaction.

    Their levels and evidence stay with the former actor, whom no account has any more.
    """
    if not may(by, Verb.CHANGE, Thing.ACCOUNT):
        raise PermissionDenied
    with transaction.atomic():
        locked = User.objects.select_for_update().get(pk=person.pk)
        erased = erase(_identity(locked.actor_uuid), by=str(by))
        locked.actor_uuid = uuid.uuid4()
        locked.save(update_fields=["actor_uuid"])
    person.actor_uuid = locked.actor_uuid
    return erased


def _identity(actor: uuid.UUID) -> str:
    return read_identity(json.dumps({"account": {"homePage": settings.STATEMENT_IRI_BASE, "name": str(actor)}}))
