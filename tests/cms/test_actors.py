"""The actors’ sheets: what a service does and does not do, the conventions in force, nothing of those that are over."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cms.directory.importing import take_shipped
from cms.directory.seeding_actors import seed_actors
from cms.models import Actor, Partnership, Place
from lms.people.rights import Role
from lms.people.studio_groups import sync_rights
from tests.cast import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def pont_neuf() -> Actor:
    take_shipped("nord-invente-2026-03")
    seed_actors()
    return Actor.objects.get(slug="maison-du-pont-neuf")


def read(client: Client, address: str) -> str:
    return client.get(address).content.decode().replace("\u00a0", " ")


def test_a_sheet_says_what_the_service_does_and_does_not_do_and_that_it_is_invented(
    client: Client, pont_neuf: Actor
) -> None:
    page = read(client, pont_neuf.get_absolute_url())
    assert "Exemple inventé" in page
    assert "une aide à commencer" not in page
    assert "Ne garde aucun mot de passe ni aucune pièce." in page
    assert "Relu par le service lui-même le 2 mars 2026" in page


def test_a_convention_says_with_whom_until_when_and_what_one_may_do_tomorrow(client: Client, pont_neuf: Actor) -> None:
    page = read(client, pont_neuf.get_absolute_url())
    assert 'href="/annuaire/acteurs/boutique-liens/"' in page
    assert "du 5 janvier 2026 au 31 décembre 2027" in page
    assert "elle est attendue à la boutique dans les huit jours" in page
    assert (
        f'href="{pont_neuf.get_absolute_url()}"'
        not in page.partition("Ce qui a été convenu")[2].partition("<footer")[0]
    )


def test_a_convention_that_is_over_or_to_come_is_not_shown(client: Client, pont_neuf: Actor) -> None:
    today = timezone.localdate()
    Partnership.objects.filter(title__startswith="Un appareil").update(ends_on=today - timedelta(days=1))
    Partnership.objects.filter(title__startswith="Reprendre").update(starts_on=today + timedelta(days=1))
    page = read(client, pont_neuf.get_absolute_url())
    assert "Aucune convention en vigueur" in page
    assert "Un appareil, et une heure" not in page
    Partnership.objects.update(starts_on=today, ends_on=today)
    assert read(client, pont_neuf.get_absolute_url()).count("Ce que cela change pour vous") == 2


def test_a_place_and_its_actor_lead_to_each_other(client: Client, pont_neuf: Actor) -> None:
    place = Place.objects.get(identifier=pont_neuf.place_identifier)
    assert f'href="/annuaire/{place.pk}/"' in read(client, pont_neuf.get_absolute_url())
    sheet = read(client, reverse("place", args=[place.pk]))
    assert f'href="{pont_neuf.get_absolute_url()}"' in sheet
    assert "Reprendre ensemble un dossier arrêté" in sheet
    other = Place.objects.get(identifier="rx-ticket")
    assert "Ce qui a été convenu" not in read(client, reverse("place", args=[other.pk]))


def test_the_list_is_sorted_by_kind_and_narrowed_to_one(client: Client, pont_neuf: Actor) -> None:
    whole = read(client, reverse("actors"))
    assert [whole.index(name) for name in ("Guichet des droits", "Maison du Pont-Neuf", "Boutique Liens")] == sorted(
        whole.index(name) for name in ("Guichet des droits", "Maison du Pont-Neuf", "Boutique Liens")
    )
    narrowed = read(client, f"{reverse('actors')}?kind=mediation")
    assert "Le Fournil des mots" in narrowed
    assert "Boutique Liens" not in narrowed
    assert "Boutique Liens" in read(client, f"{reverse('actors')}?kind=inconnu")


def test_without_a_sheet_the_list_says_who_writes_them(client: Client) -> None:
    assert "Aucune fiche pour le moment" in read(client, reverse("actors"))
    assert client.get("/annuaire/acteurs/personne/").status_code == 404


def test_the_list_takes_as_many_queries_whatever_their_number(
    client: Client, pont_neuf: Actor, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    first = Partnership.objects.all()[0]
    for number in range(20):
        each = Actor.objects.create(name=f"Service {number}", slug=f"service-{number}", kind="other", missions="Aide.")
        first.actors.add(each)
    client.get(reverse("actors"))
    with django_assert_max_num_queries(6):
        client.get(reverse("actors"))


def test_a_convention_does_not_end_before_it_starts() -> None:
    with pytest.raises(IntegrityError):
        Partnership.objects.create(title="Une", purpose="Un but.", starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 1))


def test_the_sheets_we_ship_are_written_once_and_name_places_we_ship() -> None:
    call_command("load_places", verbosity=0)
    named = set(Actor.objects.exclude(place_identifier="").values_list("place_identifier", flat=True))
    assert named <= set(Place.objects.current().values_list("identifier", flat=True))
    Actor.objects.filter(slug="boutique-liens").delete()
    assert seed_actors() == 0


@pytest.mark.parametrize(("role", "status"), [(Role.SITE_ADMIN, 200), (Role.LEARNER, 302)])
def test_only_the_site_team_writes_them(client: Client, role: Role, status: int) -> None:
    client.force_login(make_person("Prénom", role))
    sync_rights()
    for model in ("actor", "partnership"):
        assert client.get(reverse(f"wagtailsnippets_cms_{model}:add")).status_code == status
