import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from lms.people.models import Organisation, OrganisationKind, Post, Profession, RoleAssignment, StructureType, User
from lms.people.models.organisation import check_commune, check_siret
from lms.people.rights import Role

pytestmark = pytest.mark.django_db


def make_employer(name: str = "Maison des Horizons") -> Organisation:
    return Organisation.add_root(
        kind=OrganisationKind.EMPLOYER,
        name=name,
        structure_type=StructureType.HOSTING,
        commune_code="59606",
        commune_name="Valenciennes",
    )


def test_a_branch_inherits_the_type_and_the_commune_of_its_employer() -> None:
    team = make_employer().add_branch(OrganisationKind.TEAM, "Équipe Accueil")
    assert (team.structure_type, team.commune_code, team.department_code) == ("hosting", "59606", "59")
    assert team.employer().name == "Maison des Horizons"


def test_within_finds_the_branch_and_nothing_of_the_neighbour() -> None:
    horizons, passages = make_employer(), make_employer("Service Passages")
    team = horizons.add_branch(OrganisationKind.TEAM, "Équipe Accueil")
    assert set(Organisation.objects.within(horizons)) == {horizons, team}
    assert set(Organisation.objects.within(passages)) == {passages}
    assert not Organisation.objects.within()


def test_a_team_cannot_stand_alone() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.add_root(kind=OrganisationKind.TEAM, name="Équipe sans maison")


def test_an_employer_says_its_type() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.add_root(kind=OrganisationKind.EMPLOYER, name="Sans type")


@pytest.mark.parametrize("number", ["123", "12345678901234", "abcdefghijklmn"])
def test_a_wrong_siret_is_refused_in_words(number: str) -> None:
    with pytest.raises(ValidationError, match="14 chiffres"):
        check_siret(number)


@pytest.mark.parametrize("code", ["5960", "596066", "2C004", "59 60"])
def test_a_wrong_commune_code_is_refused(code: str) -> None:
    with pytest.raises(ValidationError, match="Insee"):
        check_commune(code)


def test_corsica_and_overseas_have_their_department() -> None:
    assert Organisation(commune_code="2A004").department_code == "2A"
    assert Organisation(commune_code="97411").department_code == "974"


def test_a_post_cannot_end_before_it_starts() -> None:
    team = make_employer().add_branch(OrganisationKind.TEAM, "Équipe Accueil")
    person = User.objects.create_user("p@exemple.example", first_name="P", last_name="P")
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.create(
            person=person, team=team, profession=Profession.ASS, started_on="2026-02-01", ended_on="2026-01-01"
        )


def test_two_people_cannot_share_an_address_whatever_its_capitals() -> None:
    User.objects.create_user("Nadege@exemple.example", first_name="N", last_name="O")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="NADEGE@exemple.example", first_name="N", last_name="O")


@pytest.mark.parametrize(("role", "with_node"), [(Role.HR, False), (Role.LEARNER, True)])
def test_a_role_has_a_node_when_it_needs_one_and_only_then(role: Role, with_node: bool) -> None:
    person = User.objects.create_user("p@exemple.example", first_name="P", last_name="P")
    node = make_employer() if with_node else None
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleAssignment.objects.create(person=person, role=role, node=node)


def test_the_same_site_wide_role_is_given_once() -> None:
    person = User.objects.create_user("p@exemple.example", first_name="P", last_name="P")
    RoleAssignment.objects.create(person=person, role=Role.LEARNER)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleAssignment.objects.create(person=person, role=Role.LEARNER)
