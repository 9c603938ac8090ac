"""A learner's registrations: how far, since when it is saved, what is left, and the modules one may follow next."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max, OuterRef, Prefetch, QuerySet, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lms.agenda.models import Attestation
from lms.people.models import User
from modules.models import Edition, EditionActivity, Module, ProgrammeRegistration, Registration
from modules.recommending import latest_editions
from modules.taking import Step, next_step, steps_of


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


def paths_of(learner: User) -> list[Path]:
    """Those under way first, the latest touched first: three queries whatever the number of activities."""
    paths = [_read_path(registration) for registration in _registrations(learner)]
    return sorted(paths, key=lambda path: (not path.is_complete, path.saved_at or path.registration.registered_at))[
        ::-1
    ]


def programmes_of(learner: User) -> list[ProgrammeRegistration]:
    """The programmes one follows, those under way first. Two queries, one when there is none."""
    followed = ProgrammeRegistration.objects.of(learner).with_stages()
    return sorted(followed, key=lambda each: each.completed_at is not None)


def _registrations(learner: User) -> QuerySet[Registration]:
    activities = EditionActivity.objects.defer("content").order_by("position")
    taught = Registration.objects.of(learner).filter(edition__module__is_private=False)
    issued = Attestation.objects.standing().filter(registration=OuterRef("pk")).values("issued_at")
    found = taught.with_edition().annotate(attested_at=Subquery(issued))
    return found.prefetch_related("progress", Prefetch("edition__activities", activities)).annotate(
        last_answer=Max("attempts__answers__answered_at"), last_screen=Max("bookmarks__saved_at")
    )


def _read_path(registration: Registration) -> Path:
    moments = [getattr(registration, name, None) for name in ("last_answer", "last_screen")]
    moments += [each for row in registration.progress.all() for each in (row.started_at, row.completed_at)]
    return Path(registration, steps_of(registration), max((each for each in moments if each), default=None))


@dataclass(frozen=True)
class Door:
    """The positioning that is open to all, and this learner's way into it; no registration before the first time."""

    module: Module
    registration: UUID | None


def find_positioning(learner: User) -> Door | None:
    """None where no institute offers one. One query."""
    mine = Registration.objects.of(learner).filter(edition__module=OuterRef("pk")).order_by("-registered_at")
    offered = Module.objects.live().filter(is_private=True, editions__isnull=False)
    found = offered.annotate(mine=Subquery(mine.values("pk")[:1])).order_by("path").first()
    return Door(found, found.mine) if found else None


def editions_to_follow(learner: User) -> list[Edition]:
    """The latest edition of each live module that this learner does not follow, in any language: one query."""
    return latest_editions(but=Registration.objects.of(learner).values("edition__module_key"))


def say_moment(at: datetime, now: datetime) -> str:
    """ "aujourd'hui à 9 h 05", "hier à 16 h 42", "le 12 octobre à 16 h 42": in local time."""
    local, today = timezone.localtime(at), timezone.localdate(now)
    clock = _("%(hour)d h %(minute)02d") % {"hour": local.hour, "minute": local.minute}
    days = (today - local.date()).days
    if days == 0:
        return _("today at %(clock)s") % {"clock": clock}
    if days == 1:
        return _("yesterday at %(clock)s") % {"clock": clock}
    return _("on %(day)s at %(clock)s") % {"day": date_format(local, "j F Y"), "clock": clock}
