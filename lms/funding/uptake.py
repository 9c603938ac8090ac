"""Who followed what, as of a day: the people of a convention, each once, as the anonymity engine counts them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.utils import timezone

from lms.agenda.hours import end_of, hours_at
from lms.agenda.models import Attestation
from lms.funding.catalogue import Catalogue
from lms.funding.grid import LADDER, CountedPerson, Step
from lms.funding.models import Convention
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


class Followed(NamedTuple):
    """What somebody did of one module, for one invitation."""

    person: UUID
    module_key: UUID
    invited_on: date
    step: Step
    minutes: int


def count_people(convention: Convention, as_of: date) -> list[CountedPerson]:
    """The people invited by the end of that day, at the furthest step reached in any module of the convention.

    Someone who follows two modules is one person; the minutes are those the ledger of hours gives that day to all her
    registrations. Someone whom another convention of the same time had already invited counts there, not here.
    """
    return _gather(followed_by(convention, as_of), workplaces_on(convention, as_of))


def count_now(convention: Convention) -> list[CountedPerson]:
    """The same people as they are now, read from the rows that `rollup.py` keeps. Three queries."""
    columns = ("person_id", "module_key", "invited_on", "step", "minutes")
    rows = convention.invitations.filter(counts=True).order_by().values_list(*columns)
    followed = [Followed(person, module, day, Step(step), minutes) for person, module, day, step, minutes in rows]
    return _gather(followed, workplaces_on(convention, timezone.localdate()))


def followed_by(convention: Convention, as_of: date) -> Iterator[Followed]:
    """By the end of that day, for the invitations that count. Three queries, of plain values: no object a row."""
    moment = end_of(as_of)
    minutes = hours_at(as_of, Registration.objects.filter(invitation__convention=convention))
    attested = attested_at(convention, moment)
    rows = convention.invitations.filter(invited_on__lte=as_of, counts=True).order_by("invited_on", "id")
    dates = [f"registration__{name}_at" for name in ("registered", "started", "completed")]
    columns = ("person_id", "module_key", "invited_on", "registration_id", *dates)
    for person, module, day, registration, *reached in rows.values_list(*columns):
        at = Reached(registration in attested, *reached)
        yield Followed(person, module, day, at.step_by(moment), minutes.get(registration, 0) if registration else 0)


@dataclass(frozen=True)
class Reached:
    """When a registration reached each step; all None without a registration."""

    is_attested: bool
    registered_at: datetime | None
    started_at: datetime | None
    completed_at: datetime | None

    def step_by(self, moment: datetime) -> Step:
        """How far the registration was at that instant. Pure."""
        steps = (
            (Step.ATTESTED, self.completed_at if self.is_attested else None),
            (Step.COMPLETED, self.completed_at),
            (Step.STARTED, self.started_at),
            (Step.ENROLLED, self.registered_at),
        )
        return next((step for step, at in steps if at is not None and at < moment), Step.INVITED)


def _gather(followed: Iterable[Followed], workplaces: Mapping[UUID, Workplace]) -> list[CountedPerson]:
    """Each person once, in the order of the first invitations."""
    by_person: dict[UUID, list[Followed]] = defaultdict(list)
    for each in followed:
        by_person[each.person].append(each)
    return [_count(person, mine, workplaces.get(person, Workplace())) for person, mine in by_person.items()]


def _count(person: UUID, mine: Sequence[Followed], place: Workplace) -> CountedPerson:
    return CountedPerson(
        person=person,
        employer=place.employer,
        step=max((each.step for each in mine), key=LADDER.index),
        minutes=sum(each.minutes for each in mine),
        categories={
            TERRITORY: place.territory,
            COMMUNE: place.commune,
            STRUCTURE: place.structure,
            PROFESSION: place.profession,
            MODULE: TOGETHER.join(sorted({str(each.module_key) for each in mine})),
            **period_of(min(each.invited_on for each in mine)),
        },
    )


def period_of(invited_on: date) -> dict[str, str]:
    """When someone was first invited: « 2026-T1 » and « 2026-03 ». Fixed once for all, so periods only grow."""
    quarter = (invited_on.month + 2) // 3
    return {QUARTER: f"{invited_on.year}-T{quarter}", MONTH: f"{invited_on:%Y-%m}"}


def attested_at(convention: Convention, moment: datetime) -> set[UUID]:
    """The registrations whose attestation was issued before that instant, and not revoked by then."""
    standing = Attestation.objects.standing_at(moment).filter(registration__invitation__convention=convention)
    return set(standing.order_by().values_list("registration", flat=True))


def workplaces_on(convention: Convention, as_of: date) -> dict[UUID, Workplace]:
    """Where each invited person worked that day: the latest post begun by then, one still held first.

    Someone who has left since stays in the group of the last post: groups of people only grow. Two queries: an
    employer's or a team's branch is read once, however many people work there.
    """
    posts = Post.objects.filter(person__in=convention.invitations.values("person"), started_on__lte=as_of)
    held: dict[UUID, Held] = {}
    columns = ("person_id", "team_id", "profession", "ended_on")
    for each in map(Held._make, posts.order_by("started_on", "pk").values_list(*columns)):
        other = held.get(each.person)
        if other is None or each.is_held_on(as_of) or not other.is_held_on(as_of):
            held[each.person] = each
    places = _places({each.team for each in held.values()})
    return {person: replace(places[each.team], profession=each.profession) for person, each in held.items()}


class Held(NamedTuple):
    """A post, as far as it is counted."""

    person: UUID
    team: UUID
    profession: str
    ended_on: date | None

    def is_held_on(self, day: date) -> bool:
        return self.ended_on is None or self.ended_on >= day


def _places(teams: AbstractSet[UUID]) -> dict[UUID, Workplace]:
    """Of each team, without the profession. One that has no commune or type of its own has its employer's."""
    found = list(Organisation.objects.filter(pk__in=teams))
    roots = {team.path[: team.steplen] for team in found}
    employers = {root.path: root for root in Organisation.objects.filter(path__in=roots)}
    return {team.pk: _place(team, employers[team.path[: team.steplen]]) for team in found}


def _place(team: Organisation, employer: Organisation) -> Workplace:
    return Workplace(
        employer=str(employer.pk),
        territory=team.department_code or employer.department_code or UNKNOWN,
        commune=team.commune_code or employer.commune_code or UNKNOWN,
        structure=team.structure_type or employer.structure_type or UNKNOWN,
    )
