"""Beginning a module, or a programme and all its half-days."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from modules.answering import register
from modules.models import Edition, Module, Programme, ProgrammeRegistration, ProgrammeStage, Registration


def follow_module(learner: Any, module: Module) -> Registration | None:
    """The registration already begun, whatever its edition; else one to the newest edition; None without any."""
    taken = Registration.objects.filter(learner=learner.pk, edition__module=module)
    begun = taken.order_by("-registered_at").first()
    if begun is not None:
        return begun
    edition = module.editions.newest_first().first()
    return register(learner, edition) if edition else None


@transaction.atomic
def follow_programme(learner: Any, programme: Programme) -> ProgrammeRegistration | None:
    """The registration to the programme, made now unless there is one; None while one of its half-days is not open.

    A half-day already begun, in any language, counts for it: nobody does it twice. The race: a double click; the
    second waits on the constraint and finds the first's row.
    """
    begun = ProgrammeRegistration.objects.of(learner).filter(programme=programme).first()
    if begun is not None:
        return begun
    modules = programme.modules()
    opened = Edition.objects.filter(module__in=modules).values("module").distinct().count()
    if not modules or opened < len(modules):
        return None
    # The last one first: the first half-day is then the latest begun, which is what one is led back to.
    found = [_begun_in_any_language(learner, each) or follow_module(learner, each) for each in reversed(modules)]
    return _keep(learner, programme, [each for each in reversed(found) if each is not None])


def _begun_in_any_language(learner: Any, module: Module) -> Registration | None:
    taken = Registration.objects.of(learner).filter(edition__module_key=module.translation_key)
    return taken.order_by(F("completed_at").desc(nulls_last=True), "-registered_at").first()


def _keep(learner: Any, programme: Programme, registrations: Iterable[Registration]) -> ProgrammeRegistration:
    followed, is_new = ProgrammeRegistration.objects.get_or_create(
        learner=learner, programme=programme, defaults={"registered_at": timezone.now()}
    )
    if is_new:
        ProgrammeStage.objects.bulk_create(
            ProgrammeStage(programme_registration=followed, registration=each, position=place)
            for place, each in enumerate(registrations)
        )
    return followed
