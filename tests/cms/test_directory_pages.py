"""The directory as anyone reads it: filters, distances, a sheet, an error to tell."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from cms.directory.choosing import Wanted, choose_places
from cms.directory.communes import find_communes, names_like
from cms.directory.importing import SnapshotSheet, series_of, take_directory, take_shipped
from cms.directory.reporting import MOST_WAITING
from cms.directory.sketch import HALF, draw_sketch
from cms.models import Place, PlaceReport
from cms.open_forms import ALLOWED
from cms.seeding import seed_site
from lms.people.rights import Role
from lms.people.studio_groups import sync_rights
from tests.cast import make_person
from tests.cms.test_directory import GOOD, HEADER

ROUBAIX = find_communes("Roubaix")[0]


@pytest.fixture
def nord(db: None) -> None:
    take_shipped("nord-invente-2026-03")


def read(client: Client, address: str, **asked: str) -> str:
    return client.get(address, asked).content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")


def names(wanted: Wanted) -> list[str]:
    return [Place.objects.get(pk=each.place_id).name for each in choose_places(wanted)]


def take_real(key: str, day: date, *lines: str) -> None:
    take_directory(key, SnapshotSheet(title=f"Fichier du {day}", dated_on=day), (HEADER + "".join(lines)).encode())


def test_the_list_says_where_it_comes_from_and_what_is_invented(client: Client, nord: None) -> None:
    page = read(client, "/annuaire/")
    assert "13 lieux" in page
    assert "Nord : lieux inventés, au 3 mars 2026" in page
    assert "Exemple inventé" in page
    assert "Le Fournil des mots" in page


def test_without_any_file_the_directory_says_so(client: Client, db: None) -> None:
    page = read(client, "/annuaire/")
    assert "Aucun fichier de lieux" in page
    assert "Aucun lieu ne répond à tout cela" in page


def test_places_are_listed_from_the_nearest(nord: None) -> None:
    chosen = choose_places(Wanted(commune=ROUBAIX, within=5))
    distances = [each.kilometres or 0 for each in chosen]
    assert distances == sorted(distances)
    assert 0 < max(distances) <= 5
    wider = choose_places(Wanted(commune=ROUBAIX, within=20))
    assert {each.place_id for each in chosen} < {each.place_id for each in wider}


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(service="Insertion professionnelle via le numérique"), {"La Prairie"}),
        (Wanted(public="Familles et/ou enfants"), {"Maison du Pont-Neuf"}),
        (Wanted(care="Handicaps moteurs", fee="Payant"), {"Allô Répar"}),
        (Wanted(fee="Gratuit sous condition", public="Seniors"), set()),
    ],
)
def test_each_filter_keeps_what_holds_it(nord: None, wanted: Wanted, found: set[str]) -> None:
    assert set(names(wanted)) == found
    near = replace(wanted, commune=ROUBAIX, within=50)
    assert set(names(near)) == found


def test_a_place_that_travels_is_counted_beside_a_distance(client: Client, db: None) -> None:
    take_shipped("aisne-invente-2026-03")
    page = read(client, "/annuaire/", commune="Laon", within="50")
    assert "Un autre lieu répond et n’a pas de point fixe" in page
    assert "Le Camion des villages" not in page
    assert "Le Camion des villages" in read(client, "/annuaire/")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("roubaix", ["Roubaix"]),
        ("SAINT MICHEL", ["Saint-Michel"]),
        ("st-michel", ["Saint-Michel"]),
        ("athies", ["Athies (près de Péronne)", "Athies (près de Saint-Laurent-Blangy)"]),
        ("Athies (près de Péronne)", ["Athies (près de Péronne)"]),
        ("Villeneuve d’Ascq", ["Villeneuve-d'Ascq"]),
        ("nulle part", []),
    ],
)
def test_a_commune_is_found_as_people_type_it(typed: str, found: list[str]) -> None:
    assert [str(commune).replace("\u00a0", " ") for commune in find_communes(typed)] == found


def test_a_commune_typed_wrong_gets_close_names_and_loses_nothing(client: Client, nord: None) -> None:
    page = read(client, "/annuaire/", commune="Roubais", service="Aide aux démarches administratives")
    assert "Roubaix" in names_like("Roubais")
    assert "Vouliez-vous dire : Roubaix" in page
    assert 'value="Roubais"' in page
    assert '<option value="Aide aux démarches administratives" selected>' in page


@pytest.mark.parametrize("asked", [{"within": "7"}, {"service": "Coiffure"}, {"commune": "\0"}, {"page": "zut"}])
def test_whatever_is_asked_is_answered(client: Client, nord: None, asked: dict[str, str]) -> None:
    assert client.get("/annuaire/", asked).status_code == 200


def test_the_newest_file_of_a_series_is_shown_and_an_old_address_leads_to_it(client: Client, db: None) -> None:
    take_real("nord-2026-03", date(2026, 3, 3), GOOD, GOOD.replace("a-1", "a-2").replace("La Halte", "Le Relais"))
    old = {place.identifier: place.pk for place in Place.objects.all()}
    take_real("nord-2026-04", date(2026, 4, 3), GOOD)
    assert names(Wanted()) == ["La Halte"]
    assert "1 lieu" in read(client, "/annuaire/") or "Un lieu" in read(client, "/annuaire/")
    new = Place.objects.current().get()
    assert client.get(f"/annuaire/{old['a-1']}/").headers["Location"] == f"/annuaire/{new.pk}/"
    assert client.get(f"/annuaire/{old['a-2']}/").status_code == 404
    assert "Exemple inventé" not in read(client, f"/annuaire/{new.pk}/")


def test_a_real_file_puts_the_invented_ones_away(nord: None) -> None:
    take_real("lille-2026-04", date(2026, 4, 3), GOOD)
    assert names(Wanted()) == ["La Halte"]


@pytest.mark.parametrize(
    ("key", "series"), [("nord-2026-03", "nord"), ("nord-2026-03-15", "nord"), ("nord-2026", "nord"), ("nord", "nord")]
)
def test_a_series_is_the_name_without_its_day(key: str, series: str) -> None:
    assert series_of(key) == series


def test_a_sheet_says_how_one_gets_in_and_its_source(client: Client, nord: None) -> None:
    place = Place.objects.get(identifier="rx-pont-neuf")
    page = read(client, f"/annuaire/{place.pk}/")
    for words in ("Se présenter", "lundi à vendredi 9 h à 18 h", "Gratuit", "Exemple inventé", "3 mars 2026"):
        assert words in page, words
    assert client.get("/annuaire/999999/").status_code == 404


def test_places_are_found_by_the_search(client: Client, nord: None) -> None:
    seed_site()
    page = read(client, "/recherche/", q="fournil")
    assert f'href="/annuaire/{Place.objects.get(identifier="rx-fournil").pk}/"' in page


def test_the_list_asks_the_database_little(
    client: Client, nord: None, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    client.get("/annuaire/")
    with django_assert_max_num_queries(7):  # type: ignore[operator]
        client.get("/annuaire/", {"commune": "Roubaix", "service": "Aide aux démarches administratives"})


def test_an_error_is_told_without_a_name(client: Client, nord: None) -> None:
    place = Place.objects.all()[0]
    page = client.post(f"/annuaire/{place.pk}/erreur/", {"wrong": "hours", "words": "Fermé le jeudi."}, follow=True)
    assert "Merci" in page.content.decode()
    report = PlaceReport.objects.get()
    assert (report.place, report.wrong, report.words) == (place, "hours", "Fermé le jeudi.")
    assert [field.name for field in PlaceReport._meta.fields if field.is_relation] == ["place"]


def test_what_looks_like_someones_data_is_refused_and_stays_typed(client: Client, nord: None) -> None:
    place = Place.objects.all()[0]
    typed = "Appelez Mme D. au 06 12 34 56 78"
    page = client.post(f"/annuaire/{place.pk}/erreur/", {"wrong": "contact", "words": typed}).content.decode()
    assert typed in page
    assert "numéro de téléphone" in page
    assert not PlaceReport.objects.exists()


def test_too_many_errors_from_one_network_wait(client: Client, nord: None) -> None:
    address = f"/annuaire/{Place.objects.all()[0].pk}/erreur/"
    for _time in range(ALLOWED):
        assert client.post(address, {"wrong": "closed"}).status_code == 302
    refused = client.post(address, {"wrong": "closed", "words": "Encore fermé."})
    assert refused.status_code == 429
    assert "Encore fermé." in refused.content.decode()
    assert PlaceReport.objects.count() == ALLOWED


def test_a_place_known_to_be_wrong_takes_no_more(client: Client, nord: None) -> None:
    place = Place.objects.all()[0]
    PlaceReport.objects.bulk_create([PlaceReport(place=place, wrong="closed") for _each in range(MOST_WAITING)])
    client.post(f"/annuaire/{place.pk}/erreur/", {"wrong": "closed"})
    assert PlaceReport.objects.count() == MOST_WAITING


def test_a_handled_error_says_what_was_done(nord: None) -> None:
    report = PlaceReport.objects.create(place=Place.objects.all()[0], wrong="closed")
    report.is_handled = True
    with pytest.raises(IntegrityError, match="handled_report_says_what_was_done"):
        report.save()


@pytest.mark.parametrize(("role", "status"), [(Role.SITE_ADMIN, 200), (Role.LEARNER, 302)])
def test_the_site_team_reads_the_errors_in_the_studio(client: Client, nord: None, role: Role, status: int) -> None:
    seed_site()
    person = make_person("Prénom", role)
    sync_rights()
    PlaceReport.objects.create(place=Place.objects.all()[0], wrong="closed", words="Rideau baissé.")
    client.force_login(person)
    response = client.get("/studio/snippets/cms/placereport/")
    assert response.status_code == status
    assert ("Rideau baissé." in response.content.decode()) == (status == 200)


@given(st.floats(-0.2, 0.2), st.floats(-0.2, 0.2), st.sampled_from([5, 10, 20, 50]))
def test_a_place_within_the_distance_is_on_the_sketch(north: float, east: float, within: int) -> None:
    latitude, longitude = ROUBAIX.point
    place = Place(name="La Halte", latitude=latitude + north, longitude=longitude + east)
    distance = place.kilometres_from(ROUBAIX.point)
    assert distance is not None
    (dot,) = draw_sketch(ROUBAIX.point, within, [(1, place)]).dots
    if distance <= within:
        assert 0 < dot.x < 2 * HALF
        assert 0 < dot.y < 2 * HALF
    assert (dot.y <= HALF) == (north >= 0) or abs(north) < 0.002
