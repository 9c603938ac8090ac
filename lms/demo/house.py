"""The demo house: its organisations, one account a role, learners. Idempotent: what is there is left as it is."""

from collections.abc import Iterator
from datetime import date
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import transaction

from lms.demo.blueprint import AccountFile, Blueprint, EmployerFile, RootFile
from lms.people.models import InstitutePlace, Organisation, OrganisationKind, Post, RoleAssignment, User
from lms.people.models.role_assignment import SITE_WIDE
from lms.people.rights import Role
from lms.people.studio_groups import sync_rights
from modules.loading.loader import collection_of
from modules.models import InstitutePage

HIRED_ON = date(2024, 9, 2)
HOUSE = 44
"""How many learners the house itself has; the others work at its neighbours'."""
SPREAD = (0, 1, 0, 2, 2)
"""Three people in five in the first employer's two teams, two in the second's one."""


@transaction.atomic
def build_house(blueprint: Blueprint) -> None:
    """Organisations, accounts and Wagtail's groups. The modules are loaded before: the institute's page is theirs."""
    institute = _build_root(OrganisationKind.INSTITUTE, blueprint.institute)
    page = InstitutePage.objects.get(slug=blueprint.institute.slug)
    InstitutePlace.objects.get_or_create(
        organisation=institute, defaults={"page": page, "collection": collection_of(page)}
    )
    _build_root(OrganisationKind.FUNDER, blueprint.funder)
    build_employers(blueprint.employers)
    for account in blueprint.accounts:
        _build_account(account, blueprint.password)
    sync_rights()


def build_employers(written: list[EmployerFile]) -> None:
    for employer in written:
        _build_employer(employer)


def _build_root(kind: OrganisationKind, written: RootFile) -> Organisation:
    found = Organisation.objects.filter(name=written.name, kind=kind).first()
    return found or Organisation.add_root(
        kind=kind, name=written.name, commune_code=written.commune_code, commune_name=written.commune_name
    )


def _build_employer(written: EmployerFile) -> None:
    if Organisation.objects.filter(name=written.name, kind=OrganisationKind.EMPLOYER).exists():
        return
    first = written.sites[0]
    employer = Organisation.add_root(
        kind=OrganisationKind.EMPLOYER,
        name=written.name,
        structure_type=written.structure_type,
        commune_code=first.commune_code,
        commune_name=first.commune_name,
    )
    for site in written.sites:
        place = Organisation.objects.get(pk=employer.pk).add_branch(
            OrganisationKind.SITE, site.name, commune_code=site.commune_code, commune_name=site.commune_name
        )
        for team in site.teams:
            Organisation.objects.get(pk=place.pk).add_branch(OrganisationKind.TEAM, team)


def _build_account(written: AccountFile, password: str) -> None:
    person = User.objects.filter(email=written.email).first()
    if person is None:
        person = User.objects.create_user(
            written.email, password, first_name=written.first_name, last_name=written.last_name
        )
    node = Organisation.objects.get(name=written.node) if written.role not in SITE_WIDE else None
    RoleAssignment.objects.get_or_create(person=person, role=written.role, node=node)
    if written.team:
        team = Organisation.objects.get(name=written.team)
        Post.objects.get_or_create(
            person=person, team=team, profession=written.profession, defaults={"started_on": HIRED_ON}
        )


def teams_of(employers: list[EmployerFile]) -> list[Organisation]:
    """Their teams, in the order of the file."""
    names = [team for employer in employers for site in employer.sites for team in site.teams]
    found = {team.name: team for team in Organisation.objects.filter(kind=OrganisationKind.TEAM, name__in=names)}
    return [found[name] for name in names]


def build_learners(blueprint: Blueprint, number: int, seed: int) -> list[User]:
    """So many learners over the teams, the same ones for the same seed; those already there are kept."""
    password = make_password(blueprint.password)
    people = list(_draw_people(blueprint, number, Random(seed), password))  # noqa: S311 (a draw to be repeated, not a secret)
    known = set(
        User.objects.filter(email__in=[person.email for person, _profession in people]).values_list("email", flat=True)
    )
    house = teams_of(blueprint.employers)
    neighbours = _build_neighbours(blueprint) if number > HOUSE else []
    for index, (person, profession) in enumerate(people):
        if person.email not in known:
            team = house[SPREAD[index % len(SPREAD)]] if index < HOUSE else neighbours[index % len(neighbours)]
            _settle(person, profession, team)
    emails = [person.email for person, _profession in people]
    return list(User.objects.filter(email__in=emails).order_by("email"))


def _build_neighbours(blueprint: Blueprint) -> list[Organisation]:
    build_employers(blueprint.neighbours)
    return teams_of(blueprint.neighbours)


def _draw_people(blueprint: Blueprint, number: int, draw: Random, password: str) -> Iterator[tuple[User, str]]:
    for index in range(number):
        first, last = draw.choice(blueprint.first_names), draw.choice(blueprint.last_names)
        email = f"apprenant.{index + 1:04d}@demo.example"
        yield User(email=email, first_name=first, last_name=last, password=password), draw.choice(blueprint.professions)


@transaction.atomic
def _settle(person: User, profession: str, team: Organisation) -> None:
    person.save()
    RoleAssignment.objects.create(person=person, role=Role.LEARNER, node=None)
    Post.objects.create(person=person, team=team, profession=profession, started_on=HIRED_ON)
