"""One person's sheet, and the same sheet read by the person."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from lms.people.models import Post, User
from tests.workforce.cast import IRI, Cast

OWN = "/mes-competences/vues-par-mon-employeur/"


def sheet_seen_by(client: Client, reader: User, address: str) -> str:
    client.force_login(reader)
    page = client.get(address)
    assert page.status_code == 200
    return str(BeautifulSoup(page.content, "html.parser").find(id="releve"))


def address_of(person: User) -> str:
    return f"/equipe/competences/{person.pk}/"


def test_the_learner_reads_the_very_sheet_her_employer_reads(client: Client, cast: Cast) -> None:
    hers = sheet_seen_by(client, cast.yasmine, OWN)
    assert "Niveau 2, avec appui" in hers
    assert hers == sheet_seen_by(client, cast.hr, address_of(cast.yasmine))
    assert hers == sheet_seen_by(client, cast.manager, address_of(cast.yasmine))


def test_the_sheet_says_level_date_and_rule_and_nothing_of_the_evidence(client: Client, cast: Cast) -> None:
    sheet = sheet_seen_by(client, cast.hr, address_of(cast.yasmine))
    text = BeautifulSoup(sheet, "html.parser").get_text()
    assert "Un test est réussi, ou une pratique est au seuil" in text
    for evidence in ("Test réussi le", "0,8", "0.8", "80"):
        assert evidence not in text
    assert IRI not in sheet
    assert str(cast.yasmine.actor_uuid) not in sheet


def test_the_learner_reads_who_opens_her_sheet(client: Client, cast: Cast) -> None:
    client.force_login(cast.yasmine)
    page = client.get(OWN).content.decode()
    assert "Hélène Rivière" in page
    assert "Marc Nordin" in page
    assert "Odile Lisier" not in page
    client.force_login(cast.elie)
    assert "Marc Nordin" not in client.get(OWN).content.decode()


def test_a_learner_with_two_employers_chooses_whose_eyes_she_borrows(client: Client, cast: Cast) -> None:
    team = Post.objects.get(person=cast.paul).team
    Post.objects.create(person=cast.yasmine, team=team, profession="ass", started_on="2026-01-05")
    other = team.employer()
    hers = sheet_seen_by(client, cast.yasmine, f"{OWN}?employeur={other.pk}")
    assert hers == sheet_seen_by(client, cast.other_hr, address_of(cast.yasmine))
    assert "Équipe nord" not in hers
    assert "Équipe du bourg" in hers


def test_a_learner_without_a_post_is_seen_by_no_employer(client: Client, cast: Cast) -> None:
    Post.objects.all().delete()
    client.force_login(cast.yasmine)
    assert "Aucun employeur ne voit vos compétences" in client.get(OWN).content.decode()


@pytest.mark.parametrize("reader", ["hr", "manager"])
def test_nobody_reads_a_person_of_another_employer(client: Client, cast: Cast, reader: str) -> None:
    client.force_login(getattr(cast, reader))
    assert client.get(address_of(cast.paul)).status_code == 404


def test_a_manager_does_not_read_another_team(client: Client, cast: Cast) -> None:
    client.force_login(cast.manager)
    assert client.get(address_of(cast.elie)).status_code == 404


def test_a_sheet_takes_few_queries(client: Client, cast: Cast, django_assert_max_num_queries: object) -> None:
    client.force_login(cast.hr)
    # One of which keeps who looked, one adds up the hours.
    with django_assert_max_num_queries(15):  # type: ignore[operator]
        client.get(address_of(cast.yasmine))
