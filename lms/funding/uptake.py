"""Who followed what, as of a day: the people of a convention, each once, as the anonymity engine counts them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

from lms.funding.catalogue import Catalogue
from lms.funding.grid import LADDER, CountedPerson, Step
from lms.funding.models import Convention, Invitation
from lms.people.models import Organisation, Post
from modules.models import ActivityProgress, EditionActivity, Registration

TERRITORY, COMMUNE, STRUCTURE, PROFESSION = "territory", "commune", "structure", "profession"
MODULE, QUARTER, MONTH = "module", "quarter", "month"
CATALOGUE = Catalogue((TERRITORY, STRUCTURE, PROFESSION, MODULE, QUARTER), {TERRITORY: COMMUNE, QUARTER: MONTH})
UNKNOWN = "unknown"
TOGETHER = "+"  # between the keys of the modules that one person was invited to


@dataclass(frozen=True)
class Workplace:
    """Where someone works, as what: the employer's node, department, commune, structure type, profession."""

    employer: str = UNKNOWN
    territory: str = UNKNOWN
    commune: str = UNKNOWN
    structure: str = UNKNOWN
    profession: str = UNKNOWN


def count_people(convention: Convention, as_of: date) -> list[CountedPerson]:
    """The people invited by the end of that day, at the furthest step reached in any module of the convention.

    Someone who follows two modules is one person; the minutes are those of all her registrations. Someone whom
    another convention of the same time had already invited counts there, not here.
    """
    moment = end_of(as_of)
    invitations = list(convention.invitations.filter(invited_on__lte=as_of, counts=True).select_related("registration"))
    minutes = minutes_done(convention, moment)
    workplaces = workplaces_on(convention, as_of)
    by_person: dict[UUID, list[Invitation]] = defaultdict(list)
    for each in invitations:
        by_person[each.person_id].append(each)
    return [
        _count(person, mine, moment, minutes, workplaces.get(person, Workplace())) for person, mine in by_person.items()
    ]


def _count(
    person: UUID, invitations: Sequence[Invitation], moment: datetime, minutes: Mapping[UUID, int], place: Workplace
) -> CountedPerson:
    registrations = [each.registration for each in invitations if each.registration]
    steps = [Step.INVITED, *(step_of(each, moment) for each in registrations)]
    return CountedPerson(
        person=person,
        employer=place.employer,
        step=max(steps, key=LADDER.index),
        minutes=sum(minutes.get(each.pk, 0) for each in registrations),
        categories={
            TERRITORY: place.territory,
            COMMUNE: place.commune,
            STRUCTURE: place.structure,
            PROFESSION: place.profession,
            MODULE: TOGETHER.join(sorted({str(each.module_key) for each in invitations})),
            **period_of(min(each.invited_on for each in invitations)),
        },
    )


def period_of(invited_on: date) -> dict[str, str]:
    """When someone was first invited: « 2026-T1 » and « 2026-03 ». Fixed once for all, so periods only grow."""
    quarter = (invited_on.month + 2) // 3
    return {QUARTER: f"{invited_on.year}-T{quarter}", MONTH: f"{invited_on:%Y-%m}"}


def end_of(day: date) -> datetime:
    """The first instant after that day."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def step_of(registration: Registration, moment: datetime) -> Step:
    """How far the registration was at that instant."""
    reached = {
        Step.COMPLETED: registration.completed_at,
        Step.STARTED: registration.started_at,
        Step.ENROLLED: registration.registered_at,
    }
    return next((step for step, at in reached.items() if at is not None and at < moment), Step.INVITED)


def minutes_done(convention: Convention, moment: datetime) -> dict[UUID, int]:
    """Planned minutes of the activities finished at that instant, by registration: `minutes_done`, dated."""
    finished = ActivityProgress.objects.filter(registration__invitation__convention=convention, completed_at__lt=moment)
    rows = finished.order_by("pk").values_list("registration_id", "registration__edition_id", "activity_key")
    editions = Registration.objects.filter(invitation__convention=convention).values("edition")
    activities = EditionActivity.objects.filter(edition__in=editions).order_by("pk")
    planned = {
        (edition, key): each for edition, key, each in activities.values_list("edition_id", "key", "planned_minutes")
    }
    minutes: dict[UUID, int] = defaultdict(int)
    for registration, edition, key in rows:
        minutes[registration] += planned.get((edition, key), 0)
    return minutes


def workplaces_on(convention: Convention, as_of: date) -> dict[UUID, Workplace]:
    """Where each invited person worked that day: the latest post begun by then, one still held first.

    Someone who has left since stays in the group of the last post: groups of people only grow.
    """
    posts = Post.objects.filter(person__in=convention.invitations.values("person"), started_on__lte=as_of)
    held: dict[UUID, Post] = {}
    for post in posts.select_related("team").order_by("started_on", "pk"):
        other = held.get(post.person_id)
        if other is None or _is_held(post, as_of) or not _is_held(other, as_of):
            held[post.person_id] = post
    employers = {root.path: root for root in Organisation.objects.filter(depth=1)}
    return {person: _workplace(post, employers) for person, post in held.items()}


def _is_held(post: Post, day: date) -> bool:
    return post.ended_on is None or post.ended_on >= day


def _workplace(post: Post, employers: Mapping[str, Organisation]) -> Workplace:
    """A team without a commune or a type of its own has its employer's."""
    team = post.team
    employer = employers[team.path[: team.steplen]]
    return Workplace(
        employer=str(employer.pk),
        territory=team.department_code or employer.department_code or UNKNOWN,
        commune=team.commune_code or employer.commune_code or UNKNOWN,
        structure=team.structure_type or employer.structure_type or UNKNOWN,
        profession=post.profession,
    )
