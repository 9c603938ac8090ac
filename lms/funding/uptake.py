"""Who followed what, as of a day: the people of a convention, each once, as the anonymity engine counts them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from lms.agenda.hours import end_of, hours_at
from lms.agenda.models import Attestation
from lms.funding.catalogue import Catalogue
from lms.funding.grid import LADDER, CountedPerson, Step
from lms.funding.models import Convention, Invitation
from lms.people.models import Organisation, Post
from modules.models import Registration

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

    Someone who follows two modules is one person; the minutes are those the ledger of hours gives that day to all her
    registrations. Someone whom another convention of the same time had already invited counts there, not here.
    """
    moment = end_of(as_of)
    invitations = list(convention.invitations.filter(invited_on__lte=as_of, counts=True).select_related("registration"))
    minutes = hours_at(as_of, Registration.objects.filter(invitation__convention=convention))
    attested = attested_at(convention, moment)
    workplaces = workplaces_on(convention, as_of)
    by_person: dict[UUID, list[Invitation]] = defaultdict(list)
    for each in invitations:
        by_person[each.person_id].append(each)
    return [
        _count(person, reached(mine, moment, attested), mine, minutes, workplaces.get(person, Workplace()))
        for person, mine in by_person.items()
    ]


def _count(
    person: UUID, step: Step, invitations: Sequence[Invitation], minutes: Mapping[UUID, int], place: Workplace
) -> CountedPerson:
    return CountedPerson(
        person=person,
        employer=place.employer,
        step=step,
        minutes=sum(minutes.get(each.registration_id, 0) for each in invitations if each.registration_id),
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


def reached(invitations: Iterable[Invitation], moment: datetime, attested: AbstractSet[UUID]) -> Step:
    """The furthest step of one person's registrations."""
    registrations = [each.registration for each in invitations if each.registration]
    return max([Step.INVITED, *(step_of(each, moment, attested) for each in registrations)], key=LADDER.index)


def step_of(registration: Registration, moment: datetime, attested: AbstractSet[UUID]) -> Step:
    """How far the registration was at that instant."""
    steps = {
        Step.ATTESTED: registration.completed_at if registration.pk in attested else None,
        Step.COMPLETED: registration.completed_at,
        Step.STARTED: registration.started_at,
        Step.ENROLLED: registration.registered_at,
    }
    return next((step for step, at in steps.items() if at is not None and at < moment), Step.INVITED)


def attested_at(convention: Convention, moment: datetime) -> set[UUID]:
    """The registrations whose attestation was issued before that instant, and not revoked by then."""
    standing = Q(revoked_at=None) | Q(revoked_at__gte=moment)
    issued = Attestation.objects.filter(standing, registration__invitation__convention=convention, issued_at__lt=moment)
    return set(issued.order_by().values_list("registration", flat=True))


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
