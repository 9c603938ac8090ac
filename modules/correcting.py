"""Someone half-way and the editions that came since: a minor one may be taken, a new one never moves anybody."""

from dataclasses import dataclass

from django.db import transaction

from modules.models import Edition, Registration


@dataclass(frozen=True)
class Later:
    """`correction`: the latest minor edition of one's own number; `new`: the latest edition of a later number."""

    correction: Edition | None = None
    new: Edition | None = None


def later_editions(registration: Registration) -> Later:
    """What came after the edition this registration pins: one query."""
    mine = registration.edition
    latest = list(Edition.objects.filter(module=mine.module_id, number__gte=mine.number).newest_first())
    corrections = [each for each in latest if each.number == mine.number and each.minor > mine.minor]
    new = [each for each in latest if each.number > mine.number]
    return Later(next(iter(corrections), None), next(iter(new), None))


@transaction.atomic
def move_to_correction(registration: Registration) -> bool:
    """Pin the latest minor edition of the same number; whether anything moved.

    Same activities, same order, same minutes, same keys (`comparing`): progress, attempts and levels stand as they
    are. The statements already said keep the edition they were said in. The race: an answer in another window. The
    registration's row is locked first.
    """
    locked = Registration.objects.select_for_update(of=("self",)).select_related("edition").get(pk=registration.pk)
    correction = later_editions(locked).correction
    if correction is None or Registration.objects.filter(learner=locked.learner_id, edition=correction).exists():
        return False
    locked.edition = correction
    locked.save(update_fields=["edition"])
    return True
