"""A small world for funders: three employers, a module of two activities, a convention and its people."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count
from typing import Any
from uuid import uuid4

from wagtail.models import Page

from lms.agenda.models import Attestation, HourEntry
from lms.funding.grid import LADDER, STEPS, Depth, Step
from lms.funding.inviting import invite
from lms.funding.models import Convention, ConventionModule, Invitation
from lms.people.models import Organisation, OrganisationKind, Post, Profession, RoleAssignment, StructureType, User
from lms.people.rights import Role
from modules.models import ActivityProgress, Edition, EditionActivity, Module, Registration

INVITED_ON = date(2026, 2, 2)
ENROLLED_AT, STARTED_AT, COMPLETED_AT, ATTESTED_AT = (datetime(2026, month, 2, 9, tzinfo=UTC) for month in (3, 4, 5, 6))
FIRST_DAY, SECOND_DAY, YESTERDAY = date(2026, 6, 30), date(2026, 9, 30), date(2026, 11, 20)

_numbers = count(1)


def person(first_name: str = "Camille", role: Role | None = None, over: Organisation | None = None) -> User:
    somebody = User.objects.create_user(
        f"{first_name.lower()}{next(_numbers)}@exemple.fr", first_name=first_name, last_name="Vasseur"
    )
    if role is not None:
        RoleAssignment.objects.create(person=somebody, role=role, node=over)
    return somebody


def funder(name: str = "Département de la Haute-Vère") -> Organisation:
    return Organisation.add_root(kind=OrganisationKind.FUNDER, name=name)


def team(employer: str, commune: str, structure: str = StructureType.HOSTING) -> Organisation:
    root = Organisation.add_root(
        kind=OrganisationKind.EMPLOYER, name=employer, structure_type=structure, commune_code=commune
    )
    return root.add_branch(OrganisationKind.TEAM, f"{employer}, équipe")


def edition(title: str = "Comprendre la précarité numérique") -> Edition:
    """An edition of two activities, 90 and 120 minutes."""
    page = Page.get_first_root_node().add_child(instance=Module(title=title, summary="Une demi-journée"))
    made = Edition.objects.create(
        module=page,
        module_key=page.translation_key,
        number=1,
        title=title,
        planned_minutes=210,
        institute="Institut du Val",
        digest="0" * 64,
        published_at=ENROLLED_AT,
    )
    for position, minutes in enumerate([90, 120]):
        EditionActivity.objects.create(
            edition=made,
            position=position,
            key=uuid4(),
            slug=f"etape-{position}",
            kind="lesson",
            title=f"Étape {position}",
            planned_minutes=minutes,
            content={},
            digest="0" * 64,
        )
    return made


def convention(owner: Organisation, *editions: Edition, number: str = "2026-014", **fields: object) -> Convention:
    agreed: dict[str, object] = {
        "title": "Former les professionnels de l’accueil social",
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2026, 12, 31),
        "territories": ["59", "62", "80"],
        "target_invited": 400,
        "target_enrolled": 300,
        "target_completed": 120,
        "target_hours": 600,
    }
    made = Convention.objects.create(funder=owner, number=number, **(agreed | fields))
    for each in editions:
        ConventionModule.objects.create(convention=made, module_key=each.module_key)
    return made


@dataclass
class House:
    """A convention whose people can be brought to any step, in any team."""

    funder: Organisation = field(default_factory=funder)
    edition: Edition = field(default_factory=edition)
    convention: Convention = field(init=False)
    teams: list[Organisation] = field(init=False)

    def __post_init__(self) -> None:
        self.convention = convention(self.funder, self.edition)
        self.teams = [
            team("Maison des Tilleuls", "59350"),
            team("Service Le Pont", "59350", StructureType.OPEN_SETTING),
            team("Relais du Littoral", "62041"),
            team("Mission Sauge", "62041", StructureType.OPEN_SETTING),
            team("Accueil du Beffroi", "80021"),
        ]

    def bring(self, step: Step, size: int, teams: list[Organisation] | None = None, on: date = INVITED_ON) -> None:
        """So many new people at this step, spread over the teams."""
        teams = teams or self.teams
        people = [User(email=f"p{next(_numbers)}@exemple.fr", first_name="P", last_name="Q") for _n in range(size)]
        User.objects.bulk_create(people)
        Post.objects.bulk_create(
            Post(person=each, team=teams[n % len(teams)], profession=Profession.ES, started_on=date(2020, 1, 1))
            for n, each in enumerate(people)
        )
        registrations = {each.pk: registration(each, self.edition, step) for each in people if step is not Step.INVITED}
        Registration.objects.bulk_create(registrations.values())
        Invitation.objects.bulk_create(
            Invitation(
                convention=self.convention,
                person=each,
                module_key=self.edition.module_key,
                invited_on=on,
                registration=registrations.get(each.pk),
            )
            for each in people
        )
        if LADDER.index(step) >= LADDER.index(Step.COMPLETED):
            finish_all(self.edition, list(registrations.values()))
        if step is Step.ATTESTED:
            attest_all(list(registrations.values()))

    def fill(self, size: int, steps: tuple[Step, ...] = STEPS[Depth.F4]) -> None:
        """So many new people at each of these steps, attested left out unless asked for."""
        for step in steps:
            self.bring(step, size)


def registration(learner: User, edition: Edition, step: Step) -> Registration:
    reached = LADDER.index(step)
    return Registration(
        learner=learner,
        edition=edition,
        registered_at=ENROLLED_AT,
        started_at=STARTED_AT if reached >= LADDER.index(Step.STARTED) else None,
        completed_at=COMPLETED_AT if reached >= LADDER.index(Step.COMPLETED) else None,
        minutes_done=210 if reached >= LADDER.index(Step.COMPLETED) else 0,
    )


Moment = Callable[[Registration], Any]


def finish_all(edition: Edition, registrations: list[Registration], at: Moment = lambda _one: COMPLETED_AT) -> None:
    """Every activity, in progress and in the ledger of hours."""
    activities = list(edition.activities.all())
    ActivityProgress.objects.bulk_create(
        ActivityProgress(registration=each, activity_key=activity.key, started_at=STARTED_AT, completed_at=at(each))
        for each in registrations
        for activity in activities
    )
    HourEntry.objects.bulk_create(
        HourEntry(
            registration=each,
            activity_key=activity.key,
            statement_id=uuid4(),
            minutes=activity.planned_minutes,
            done_at=at(each),
        )
        for each in registrations
        for activity in activities
    )


def attest_all(registrations: list[Registration], at: Moment = lambda _one: ATTESTED_AT) -> None:
    Attestation.objects.bulk_create(
        Attestation(
            registration=each,
            code=f"{next(_numbers):012d}",
            issued_at=at(each),
            content={"minutes_done": 210},
            digest="0" * 64,
            pdf_queued_at=ATTESTED_AT,
        )
        for each in registrations
    )


def invite_one(house: House, somebody: User, on: date = INVITED_ON) -> Invitation:
    return invite(house.convention, somebody, house.edition.module_key, on)
