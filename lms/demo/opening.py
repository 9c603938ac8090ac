"""The demo house, from an empty database to pages that show something true: site, modules, people, histories."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cms.directory.seeding_actors import seed_actors
from cms.seeding import seed_site
from lms.agenda.enrolling import open_half_day
from lms.agenda.models import HalfDay
from lms.agenda.papers.issuing import issue_attestation
from lms.demo.accounts import NoDemoHere
from lms.demo.blueprint import Blueprint, read_blueprint
from lms.demo.house import HOUSE, build_house, build_learners
from lms.demo.meetings import open_meetings
from lms.demo.walking import walk
from lms.funding.editions import publish
from lms.funding.inviting import count_registration, invite
from lms.funding.models import Convention, ConventionModule, FundingEdition
from lms.people.models import Organisation, User
from lms.people.rights import Role
from modules.loading.loader import load_all
from modules.loading.programmes import load_programmes
from modules.models import Edition, Registration

SEED = 2018
DEMO_ADDRESS = "@demo.example"
INVITED_FROM = 250
"""Days before today on which the first invitation leaves."""
HALF_DAY_BACK = 30
SHARES = ((0.34, 12), (0.55, 7), (0.75, 4), (0.84, 1), (0.92, 0))
"""Share of the learners (cumulated) and how many activities they have done; the others were invited and never came."""

Say = Callable[[str], None]


def is_open() -> bool:
    """Whether the house stands whole: its edition is the last thing made."""
    return FundingEdition.objects.filter(convention__number=read_blueprint().convention.number).exists()


def is_wanted() -> bool:
    """On a first start, and again when that start was killed half-way; never among people who are not the demo's."""
    return not is_open() and not User.objects.exclude(email__endswith=DEMO_ADDRESS).exists()


def open_house(people: int, say: Say) -> None:
    """Everything, each step said. A second run adds what is missing and writes nothing twice. Raises NoDemoHere."""
    if not settings.DEMO_ACCOUNTS:
        raise NoDemoHere
    blueprint = read_blueprint()
    say("pages du site et modules")
    open_meetings(seed_site())
    seed_actors()
    first = load_all(settings.FIXTURES / "modules")[0]
    edition = first.edition
    load_programmes(settings.FIXTURES / "programmes", first.module.institute)
    say("organisations, comptes et droits")
    build_house(blueprint)
    convention = _build_convention(blueprint, edition, people)
    learners = build_learners(blueprint, people, SEED)
    say(f"histoires de {len(learners)} apprenants, une réponse après l’autre")
    walked = walk_all(learners, edition, convention)
    _open_half_day(blueprint, edition, walked)
    publish(convention)


def _build_convention(blueprint: Blueprint, edition: Edition, people: int) -> Convention:
    """The targets are written for the house; a larger one has them in proportion."""
    written, times = blueprint.convention, max(1, people // HOUSE)
    convention, _created = Convention.objects.get_or_create(
        number=written.number,
        defaults={
            "funder": Organisation.objects.get(name=blueprint.funder.name),
            "title": written.title,
            "starts_on": written.starts_on,
            "ends_on": written.ends_on,
            "territories": written.departments,
            "target_invited": written.people_invited * times,
            "target_enrolled": written.people_enrolled * times,
            "target_completed": written.people_completed * times,
            "target_hours": written.hours * times,
        },
    )
    ConventionModule.objects.get_or_create(convention=convention, module_key=edition.module_key)
    return convention


def walk_all(learners: list[User], edition: Edition, convention: Convention) -> list[Registration]:
    """Those with no history yet walk the road; the registrations made, in the order of the learners."""
    draw = Random(SEED)  # noqa: S311 (a draw to be repeated, not a secret)
    walked = []
    for index, learner in enumerate(learners):
        day = timezone.now() - timedelta(days=draw.randint(60, INVITED_FROM))
        own = Random(f"{SEED}-{index}")  # noqa: S311
        if Registration.objects.of(learner).exists():
            continue
        registration = _walk_one(learner, edition, convention, day, steps_of(index / len(learners)), own)
        walked += [registration] if registration else []
    return walked


def steps_of(share: float) -> int | None:
    """How many activities the learner at this place of the list has done; None: invited, never came. Pure."""
    for bound, steps in SHARES:
        if share < bound:
            return steps
    return None


@transaction.atomic
def _walk_one(
    learner: User, edition: Edition, convention: Convention, day: datetime, steps: int | None, draw: Random
) -> Registration | None:
    """Invited, then maybe registered some days later, within the convention; the whole history or nothing of it."""
    first = max(timezone.localdate(day), convention.starts_on)
    invitation = invite(convention, learner, edition.module_key, first)
    if steps is None:
        return None
    registration = walk(learner, edition, max(day, _noon(first)) + timedelta(days=draw.randint(1, 10)), steps, draw)
    count_registration(invitation, registration)
    registration.refresh_from_db()
    if registration.completed_at is not None:
        issue_attestation(registration, registration.completed_at)
    return registration


def _noon(day: object) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time())) + timedelta(hours=12)  # type: ignore[arg-type]


def _open_half_day(blueprint: Blueprint, edition: Edition, walked: list[Registration]) -> None:
    """A half-day in a room for the trainer's page: twelve of those who registered, some further than others."""
    if HalfDay.objects.exists():
        return
    institute = Organisation.objects.get(name=blueprint.institute.name)
    trainers = User.objects.filter(role_assignments__role=Role.TRAINER, role_assignments__node=institute)
    day = timezone.localdate() - timedelta(days=HALF_DAY_BACK)
    open_half_day(institute, edition, walked[::3][:12], on=day, trainers=trainers)
