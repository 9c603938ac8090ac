"""Sending a document, deciding of it, taking it away: the one writer of requests for prior learning."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from competencies.evidence import PriorLearningFact, add_evidence
from competencies.models import CFItem
from lms.people.models import Organisation, User
from lms.prior.document import Document
from lms.prior.models import PriorLearningRequest

KEPT_FOR = timedelta(days=30)
"""After the decision: the time to read it and to contest."""


class AlreadyDecided(Exception):  # noqa: N818 (the name says what happened)
    """Someone decided first: the first decision stays."""


class Withdrawn(Exception):  # noqa: N818 (the name says what happened)
    """The learner took the document back meanwhile."""


@dataclass(frozen=True)
class Said:
    """What the learner says of the document, once checked: it holds nobody's data."""

    title: str
    words: str
    level: int


@dataclass(frozen=True)
class Decision:
    """Accepted, it shows a level; refused, it shows none."""

    level: int | None
    reason: str


@transaction.atomic
def send_document(
    learner: User, institute: Organisation, item: CFItem, said: Said, document: Document
) -> PriorLearningRequest:
    """Keep the document out of the public folder, under a name drawn at random; the one that waits if there is one.

    The race: a double click. The learner's row is locked first; the constraint has the last word.
    """
    User.objects.select_for_update().get(pk=learner.pk)
    waiting = PriorLearningRequest.objects.of(learner).waiting().filter(cfitem=item).first()
    if waiting is not None:
        return waiting
    sent = PriorLearningRequest(
        learner=learner,
        institute=institute,
        cfitem=item,
        claims_level=said.level,
        title=said.title.strip(),
        words=said.words.strip(),
        kind=document.kind,
    )
    sent.document.save(f"{uuid.uuid4().hex}.{document.kind}", ContentFile(document.content), save=False)
    try:
        sent.save()
    except Exception:
        sent.document.delete(save=False)
        raise
    return sent


@transaction.atomic
def decide_document(
    request: PriorLearningRequest, by: User, decision: Decision, at: datetime | None = None
) -> PriorLearningRequest:
    """Accept or refuse, with a reason. Accepted, it becomes evidence of prior learning in the name of who decides.

    The race: two reviewers, or a reviewer and the learner who takes the document back. The row is locked first.
    Raises AlreadyDecided, Withdrawn, and ValidationError when one decides of one's own document.
    """
    locked = _lock(request)
    if locked.decided_at is not None:
        raise AlreadyDecided
    at = at or timezone.now()
    locked.is_accepted, locked.level = decision.level is not None, decision.level
    locked.reason = decision.reason.strip()
    locked.decided_by, locked.decided_at = by, at
    if locked.level is not None:
        add_evidence([_fact_of(locked, by, locked.level, at)])
    locked.save(update_fields=["is_accepted", "level", "reason", "decided_by", "decided_at"])
    return locked


@transaction.atomic
def take_document_back(request: PriorLearningRequest, at: datetime | None = None) -> None:
    """Before the decision nothing is left; after it the document goes and the decision stays. Safe to do twice.

    The file goes first: were the rest to fail, one asks again, and no document is left that no row names.
    """
    try:
        locked = _lock(request)
    except Withdrawn:
        return
    had_one = bool(locked.document)
    locked.document.delete(save=False)
    if locked.decided_at is None:
        locked.delete()
    elif had_one:
        locked.emptied_at = at or timezone.now()
        locked.save(update_fields=["document", "emptied_at"])


def empty_old_documents(now: datetime | None = None) -> int:
    """Delete the documents decided of long enough ago; how many. What was said and decided of them stays."""
    now = now or timezone.now()
    old = list(PriorLearningRequest.objects.decided_before(now - KEPT_FOR))
    for each in old:
        take_document_back(each, now)
    return len(old)


def note_read(learner: User, item: CFItem) -> None:
    """The learner has opened the answers in this competency."""
    unread = PriorLearningRequest.objects.of(learner).unread().filter(cfitem=item)
    unread.update(read_at=timezone.now())


def _lock(request: PriorLearningRequest) -> PriorLearningRequest:
    rows = PriorLearningRequest.objects.select_for_update(of=("self",)).select_related("learner")
    locked = rows.filter(pk=request.pk).first()
    if locked is None:
        raise Withdrawn
    return locked


def _fact_of(request: PriorLearningRequest, by: User, level: int, at: datetime) -> PriorLearningFact:
    return PriorLearningFact(
        actor=request.learner.actor_uuid,
        cfitem=request.cfitem_id,
        reviewer=by.actor_uuid,
        title=request.title,
        reason=request.reason,
        shows_level=level,
        at=at,
    )
