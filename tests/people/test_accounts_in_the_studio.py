"""The site team opens accounts in the studio; nobody else does."""

import pytest
from django.test import Client

from lms.people.models import Organisation, OrganisationKind, RoleAssignment, User
from lms.people.rights import Role
from lms.people.studio_groups import sync_rights
from tests.cast import hire, make_employer, make_institute, make_person

pytestmark = pytest.mark.django_db
ADDRESSES = [f"/studio/{name}/" for name in ("organisations", "posts", "roles")]


@pytest.fixture
def team(client: Client) -> Client:
    client.force_login(make_person("Équipe du site", Role.SITE_ADMIN))
    sync_rights()
    return client


def test_the_lists_open_for_the_site_team(team: Client) -> None:
    make_employer()
    for address in ADDRESSES:
        assert team.get(address).status_code == 200, address
        assert team.get(f"{address}new/").status_code == 200, address


def test_every_column_of_a_list_has_a_heading_of_its_own(team: Client) -> None:
    employer = make_employer()
    hire(make_person("Hélène Rivière", Role.HR, employer.root), employer.team)
    heads = ["Sorte", "Profession", "Rôle"]
    for address, head in zip(ADDRESSES, heads, strict=True):
        page = team.get(address).content.decode()
        assert head in page, address
        assert ">method<" not in "".join(page.split()), address


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.INSTITUTE_ADMIN])
def test_an_institutes_people_open_none_of_them(role: Role, client: Client) -> None:
    client.force_login(make_person("Yann Lebrun", role, make_institute()))
    sync_rights()
    for address in ADDRESSES:
        assert client.get(address).status_code in {302, 403}, address


def test_an_organisation_is_created_at_its_place_in_the_tree(team: Client) -> None:
    employer = make_employer()
    form = {"kind": "team", "name": "Équipe de nuit", "parent": str(employer.site.pk), "commune_code": "59350"}
    assert team.post("/studio/organisations/new/", form).status_code == 302
    created = Organisation.objects.get(name="Équipe de nuit")
    assert created in Organisation.objects.within(employer.root)
    assert created.kind == OrganisationKind.TEAM


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"kind": "team", "name": "Sans maison"}, "se rattache à un employeur"),
        ({"kind": "employer", "name": "Sans type"}, "type de structure"),
        ({"kind": "funder", "name": "Mauvais numéro", "siret": "12345678901234"}, "14 chiffres"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_created(team: Client, form: dict[str, str], words: str) -> None:
    response = team.post("/studio/organisations/new/", form)
    assert response.status_code == 200
    assert words in response.content.decode().replace("\xa0", " ")
    assert not Organisation.objects.filter(name=form["name"]).exists()


def test_a_role_is_given_over_a_branch(team: Client) -> None:
    employer, paul = make_employer(), make_person("Paul Vasseur", None)
    form = {"person": str(paul.pk), "role": Role.HR.value, "node": str(employer.root.pk)}
    assert team.post("/studio/roles/new/", form).status_code == 302
    assert RoleAssignment.objects.get(person=paul).node == employer.root


def test_a_role_without_its_branch_is_refused_in_words(team: Client) -> None:
    paul = make_person("Paul Vasseur", None)
    response = team.post("/studio/roles/new/", {"person": str(paul.pk), "role": Role.HR.value})
    assert "choisissez laquelle" in response.content.decode().replace("\xa0", " ")
    assert not RoleAssignment.objects.filter(person=paul).exists()


def test_a_person_is_opened_an_account(team: Client) -> None:
    form = {
        "email": "nouvelle@structure.example",
        "first_name": "Nouvelle",
        "last_name": "Personne",
        "password1": "une-phrase-bien-longue",
        "password2": "une-phrase-bien-longue",
        "is_active": "on",
    }
    assert team.post("/studio/users/new/", form).status_code == 302
    assert User.objects.filter(email="nouvelle@structure.example").exists()
