"""Beginning a module, or all the modules of a programme."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from modules.answering import register
from modules.models import Module, Registration


def follow_module(learner: Any, module: Module) -> Registration | None:
    """The registration already begun, whatever its edition; else one to the newest edition; None without any."""
    taken = Registration.objects.filter(learner=learner.pk, edition__module=module)
    begun = taken.order_by("-registered_at").first()
    if begun is not None:
        return begun
    edition = module.editions.newest_first().first()
    return register(learner, edition) if edition else None


@transaction.atomic
def follow_modules(learner: Any, modules: Iterable[Module]) -> list[Registration]:
    """All of them or none: one transaction. Modules without an edition are left out."""
    registrations = [follow_module(learner, module) for module in modules]
    return [registration for registration in registrations if registration is not None]
