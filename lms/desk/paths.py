"""A learner's registrations: how far, since when it is saved, what is left, and the modules one may follow next."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery, UUIDField
from django.utils import timezone
from django.utils.translation import gettext as _

from competencies.days import write_day
from competencies.prepared import Prepared
from lms.agenda.models import Attestation
from lms.people.models import User
from modules.models import (
    ActivityProgress,
    Answer,
    Bookmark,
    Edition,
    Module,
    ProgrammeRegistration,
    ProgrammeStage,
    Registration,
)
from modules.taking import Step, next_step, progress_of, steps_of


@dataclass(frozen=True)
class Path:
    registration: Registration
    steps: list[Step]
    saved_at: datetime | None

    @property
    def title(self) -> str:
        return self.registration.edition.title

    @property
    def next(self) -> Step | None:
        return next_step(self.steps)

    @property
    def next_number(self) -> int:
        """From 1: the rank of the next step."""
        return self.steps.index(self.next) + 1 if self.next else len(self.steps)

    @property
    def done(self) -> int:
        return sum(step.is_done for step in self.steps)

    @property
    def left(self) -> list[Step]:
        return [step for step in self.steps if not step.is_done]

    @property
    def minutes_left(self) -> int:
        return sum(step.activity.planned_minutes for step in self.left)

    @property
    def previous(self) -> Step | None:
        """The last step done, to look at again."""
        finished = [step for step in self.steps if step.is_done]
        return finished[-1] if finished else None

    @property
    def is_complete(self) -> bool:
        return self.registration.completed_at is not None


def registrations_of(learner: User) -> list[Registration]:
    """All of a learner's, with their progress and what was last kept of them: two queries."""
    registrations = list(_followed_by(learner=learner.pk))
    progress: dict[UUID, list[ActivityProgress]] = defaultdict(list)
    for row in _progress_of(learner=learner.pk):
        progress[row.registration_id].append(row)
    for each in registrations:
        each.known_progress = progress[each.pk]
    return registrations


def _build_followed(learner: Any) -> QuerySet[Registration]:
    issued = Attestation.objects.standing().filter(registration=OuterRef("pk")).values("issued_at")
    answered = (
        Answer.objects.filter(attempt__registration=OuterRef("pk")).order_by("-answered_at").values("answered_at")
    )
    turned = Bookmark.objects.filter(registration=OuterRef("pk")).order_by("-saved_at").values("saved_at")
    return (
        Registration.objects.of(learner)
        .with_edition()
        .annotate(
            is_private=F("edition__module__is_private"),
            attested_at=Subquery(issued),
            last_answer=Subquery(answered[:1]),
            last_screen=Subquery(turned[:1]),
        )
    )


_followed_by = Prepared(_build_followed, learner=UUIDField())
_progress_of = Prepared(
    lambda learner: ActivityProgress.objects.filter(registration__learner=learner).order_by(), learner=UUIDField()
)


def paths_of(registrations: Iterable[Registration]) -> list[Path]:
    """Those under way first, the latest touched first; a positioning is none. No query."""
    paths = [_read_path(each) for each in registrations if not getattr(each, "is_private", False)]
    return sorted(paths, key=lambda path: (not path.is_complete, path.saved_at or path.registration.registered_at))[
        ::-1
    ]


_stages_of = Prepared(
    lambda learner: (
        ProgrammeStage.objects.filter(programme_registration__learner=learner)
        .order_by("position")
        .select_related("programme_registration__programme")
    ),
    learner=UUIDField(),
)


def programmes_of(learner: User, registrations: Iterable[Registration]) -> list[ProgrammeRegistration]:
    """The programmes one follows, those under way first: one query."""
    mine = {each.pk: each for each in registrations}
    halves: dict[ProgrammeRegistration, list[Registration]] = defaultdict(list)
    for stage in _stages_of(learner=learner.pk):
        halves[stage.programme_registration].append(mine[stage.registration_id])
    for followed, in_order in halves.items():
        followed.registrations = in_order
    newest_first = sorted(halves, key=lambda each: (each.registered_at, each.pk), reverse=True)
    return sorted(newest_first, key=lambda each: each.completed_at is not None)


def _read_path(registration: Registration) -> Path:
    moments = [getattr(registration, name, None) for name in ("last_answer", "last_screen")]
    moments += [each for row in progress_of(registration) for each in (row.started_at, row.completed_at)]
    return Path(registration, steps_of(registration), max((each for each in moments if each), default=None))


@dataclass(frozen=True)
class Door:
    """The positioning that is open to all, and this learner's way into it; no registration before the first time."""

    module: Module
    registration: UUID | None


def find_positioning(editions: Iterable[Edition], registrations: Sequence[Registration]) -> Door | None:
    """The first that these editions offer, and the latest time it was begun; None where no institute offers one."""
    offered = next((each.module for each in editions if each.module.is_private), None)
    if offered is None:
        return None
    mine = [each for each in registrations if each.edition.module_id == offered.pk]
    latest = max(mine, key=lambda each: each.registered_at, default=None)
    return Door(offered, latest.pk if latest else None)


def editions_to_follow(editions: Iterable[Edition], registrations: Iterable[Registration]) -> list[Edition]:
    """Of these editions, those of a module that the learner does not follow, in any language."""
    followed = {each.edition.module_key for each in registrations}
    return [each for each in editions if not each.module.is_private and each.module_key not in followed]


def say_moment(at: datetime, now: datetime) -> str:
    """ "aujourd'hui à 9 h 05", "hier à 16 h 42", "le 12 octobre à 16 h 42": in local time."""
    local, today = timezone.localtime(at), timezone.localdate(now)
    clock = _("%(hour)d h %(minute)02d") % {"hour": local.hour, "minute": local.minute}
    days = (today - local.date()).days
    if days == 0:
        return _("today at %(clock)s") % {"clock": clock}
    if days == 1:
        return _("yesterday at %(clock)s") % {"clock": clock}
    return _("on %(day)s at %(clock)s") % {"day": write_day(local), "clock": clock}
