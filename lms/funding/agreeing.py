"""Recording what was agreed with a funder. The one writer of Convention and of the modules it pays for."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from lms.funding.models import Convention, ConventionModule


@transaction.atomic
def agree(convention: Convention, module_keys: Iterable[UUID]) -> Convention:
    """Save the convention with these modules and no other; one that somebody is invited to stays."""
    convention.save()
    wanted = set(module_keys)
    invited = set(convention.invitations.values_list("module_key", flat=True))
    convention.modules.exclude(module_key__in=wanted | invited).delete()
    for key in sorted(wanted):
        ConventionModule.objects.get_or_create(convention=convention, module_key=key)
    return convention
