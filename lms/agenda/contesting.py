"""Contesting a level and answering: the one writer of contests. An answer is given once and stays."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from competencies.models import CFItem, Level
from lms.agenda.models import Contest
from lms.people.models import Organisation, User


class AlreadyAnswered(Exception):  # noqa: N818 (the name says what happened)
    """Someone answered first: the first answer stays."""


@transaction.atomic
def contest_level(
    learner: User, item: CFItem, institute: Organisation, reason: str, at: datetime | None = None
) -> Contest:
    """Keep what the learner says, with the level and the rule of that moment; the one that waits if there is one.

    The race: a double click. The learner's row is locked first, so the second click finds what the first kept; the
    constraint has the last word.
    """
    User.objects.select_for_update().get(pk=learner.pk)
    waiting = Contest.objects.of(learner).waiting().filter(cfitem=item).first()
    if waiting is not None:
        return waiting
    level = Level.objects.filter(actor=learner.actor_uuid, cfitem=item).first()
    return Contest.objects.create(
        learner=learner,
        institute=institute,
        cfitem=item,
        level=level.level if level else None,
        rule=level.rule if level else None,
        reason=reason.strip(),
        asked_at=at or timezone.now(),
    )


@transaction.atomic
def answer_contest(contest: Contest, person: User, words: str, at: datetime | None = None) -> Contest:
    """Give the answer. Raises AlreadyAnswered.

    The race: two trainers answer at once. The row is locked first, so the second reads the answer of the first.
    """
    locked = Contest.objects.select_for_update(of=("self",)).get(pk=contest.pk)
    if locked.answered_at is not None:
        raise AlreadyAnswered
    locked.answer, locked.answered_by, locked.answered_at = words.strip(), person, at or timezone.now()
    locked.save(update_fields=["answer", "answered_by", "answered_at"])
    return locked


def note_read(learner: User, item: CFItem) -> None:
    """The learner has opened the answers in this competency."""
    Contest.objects.of(learner).unread().filter(cfitem=item).update(read_at=timezone.now())


def institutes_for(learner: User) -> Any:
    """Those whose modules this person follows, or every one that teaches here when there is none yet."""
    teaching = Organisation.objects.filter(place__isnull=False).order_by("name")
    followed = learner.registrations.values("edition__institute")
    return teaching.filter(name__in=followed) if teaching.filter(name__in=followed).exists() else teaching
