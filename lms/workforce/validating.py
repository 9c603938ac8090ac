"""Asking for a validation, deciding it, replying: the one writer of requests. An answer is given once and stays."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from competencies.evidence import add_evidence
from competencies.models import CFItem
from lms.agenda.observing import Seen, fact_of
from lms.people.models import Organisation, User
from lms.workforce.models import ValidationRequest


class AlreadyDecided(Exception):  # noqa: N818 (the name says what happened)
    """Someone answered first: the first answer stays."""


@transaction.atomic
def ask_validation(learner: User, employer: Organisation, item: CFItem, seen: Seen) -> ValidationRequest:
    """Send what the learner says; the one that waits if there is one.

    The race: a double click. The learner's row is locked first; the constraint has the last word.
    """
    User.objects.select_for_update().get(pk=learner.pk)
    waiting = ValidationRequest.objects.waiting().filter(learner=learner, cfitem=item).first()
    return waiting or ValidationRequest.objects.create(
        learner=learner,
        employer=employer,
        cfitem=item,
        claims_level=seen.shows_level,
        gesture=seen.gesture.strip(),
        setting=seen.setting.strip(),
        done_on=seen.on,
    )


@transaction.atomic
def decide_validation(
    request: ValidationRequest, by: User, level: int, reason: str = "", at: datetime | None = None
) -> ValidationRequest:
    """Agree, or change with a reason: it becomes observed evidence in the name of who decides, read by the rules.

    The race: a manager and human resources answer at once. The row is locked first. Raises AlreadyDecided, and
    ValidationError when one decides for oneself.
    """
    locked = ValidationRequest.objects.select_for_update(of=("self",)).select_related("learner").get(pk=request.pk)
    if locked.decided_at is not None:
        raise AlreadyDecided
    seen = Seen(locked.cfitem_id, locked.gesture, locked.done_on, locked.setting, shows_level=level, reason=reason)
    add_evidence([fact_of(by, locked.learner, seen)])
    locked.level, locked.reason = level, reason.strip()
    locked.decided_by, locked.decided_at = by, at or timezone.now()
    locked.save(update_fields=["level", "reason", "decided_by", "decided_at"])
    return locked


def note_read(learner: User, item: CFItem) -> None:
    """The learner has opened the answers in this competency."""
    unread = ValidationRequest.objects.unread().filter(learner=learner, cfitem=item)
    unread.update(read_at=timezone.now())


def reply_to(learner: User, item: CFItem, words: str) -> bool:
    """What the learner says of the latest answer, once; False when there is none to reply to, or it was replied to."""
    decided = ValidationRequest.objects.filter(learner=learner, cfitem=item, decided_at__isnull=False)
    latest = decided.order_by("-decided_at", "-pk").first()
    if latest is None:
        return False
    unsaid = ValidationRequest.objects.filter(pk=latest.pk, replied_at=None)
    return bool(unsaid.update(reply=words.strip(), replied_at=timezone.now()))
