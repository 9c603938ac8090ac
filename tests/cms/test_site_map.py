"""Ways in for whoever arrives: the site map, the contact page, addresses that moved, pages that are lost."""

from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from cms.models import HomePage, ProcedurePage, WatchPage
from cms.seeding import seed_site
from lms.people.rights import Role
from tests.cast import Taught, make_employer, make_funder, make_institute_with_module, make_person

LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
OTHER = "{http://www.w3.org/1999/xhtml}link"


@pytest.fixture
def home(db: None) -> HomePage:
    return seed_site()


@pytest.fixture
def taught(home: HomePage, tmp_path: Path) -> Taught:
    return make_institute_with_module(tmp_path)


def read(client: Client, address: str) -> str:
    return client.get(address, follow=True).content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")


def addresses(client: Client) -> list[str]:
    response = client.get("/sitemap.xml")
    assert response["Content-Type"].startswith("application/xml")
    found = [element.text or "" for element in ET.fromstring(response.content).iter(LOC)]  # noqa: S314 - our own file
    return [address.partition("//")[2].partition("/")[2] for address in found]


def test_search_engines_read_what_is_public_and_nothing_else(client: Client, taught: Taught) -> None:
    listed = addresses(client)
    assert {"", "guide/", "veille/", "annuaire/", "modules/", "contact/"} <= set(listed)
    assert taught.module.url.strip("/") + "/" in listed
    taught.module.is_private = True
    taught.module.save()
    assert taught.module.url.strip("/") + "/" not in addresses(client)
    assert not any(address.startswith(("studio", "compte", "parcours")) for address in listed)
    assert len(listed) == len(set(listed))


def test_search_engines_read_each_address_in_the_languages_it_is_said_in(client: Client, home: HomePage) -> None:
    listed = addresses(client)
    assert {"en/", "en/guide/", "en/veille/", "en/annuaire/", "en/modules/"} <= set(listed)
    procedures = {page.url.strip("/") + "/" for page in ProcedurePage.objects.all()}
    assert procedures <= set(listed)
    assert {f"en/{address}" for address in procedures} & set(listed) == set()
    for entry in ET.fromstring(client.get("/sitemap.xml").content):  # noqa: S314 - our own file
        others = {link.attrib["hreflang"]: link.attrib["href"] for link in entry.iter(OTHER)}
        own = entry.findtext(LOC)
        if others:
            assert own in {others["fr"], others["en"]}
            assert others["x-default"] == others["fr"]
            assert others["en"] == others["fr"].replace("http://testserver/", "http://testserver/en/")
        else:
            assert "/en/" not in str(own)


def test_the_map_costs_the_same_however_many_pages_are_in_english(client: Client, home: HomePage) -> None:
    client.get("/sitemap.xml")
    with CaptureQueriesContext(connection) as asked:
        client.get("/sitemap.xml")
    assert sum("cms_englishtext" in query["sql"] for query in asked) == 1


def test_the_files_of_search_engines_have_one_address(client: Client, home: HomePage) -> None:
    for name in ("sitemap.xml", "robots.txt"):
        assert client.get(f"/en/{name}").headers["Location"] == f"/{name}"


def test_every_address_of_the_map_answers(client: Client, taught: Taught) -> None:
    assert {client.get(f"/{address}").status_code for address in addresses(client)} == {200}


def test_robots_are_shown_the_map(client: Client, home: HomePage) -> None:
    page = client.get("/robots.txt").content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in page
    assert "Disallow: /studio/" in page


def test_people_read_the_same_map(client: Client, taught: Taught) -> None:
    page = read(client, "/plan-du-site/")
    for words in (
        "Prendre la mesure",
        "Guide des démarches",
        "Annuaire des lieux",
        "Contact",
        "Vérifier une attestation",
    ):
        assert words in page, words


@pytest.mark.parametrize("address", ["/plan-du-site/", "/contact/", "/employeurs-et-financeurs/", "/annuaire/"])
def test_the_foot_of_every_page_leads_there(client: Client, home: HomePage, address: str) -> None:
    assert f'href="{address}"' in read(client, "/veille/").partition("<footer")[2]


def test_an_address_that_changed_leads_to_the_new_one(
    client: Client, home: HomePage, django_capture_on_commit_callbacks: Any
) -> None:
    page = home.get_children().get(slug="charte-d-usages").specific
    page.slug = "charte"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    response = client.get("/charte-d-usages/")
    assert (response.status_code, response.headers["Location"]) == (301, "/charte/")


def test_the_pages_under_it_follow(client: Client, home: HomePage, django_capture_on_commit_callbacks: Any) -> None:
    old = Page.objects.get(slug="la-crainte-pour-les-donnees").url
    watch = WatchPage.objects.get()
    watch.slug = "actualites"
    with django_capture_on_commit_callbacks(execute=True):
        watch.save_revision().publish()
    assert client.get(old).headers["Location"] == "/actualites/la-crainte-pour-les-donnees/"


def test_a_lost_page_offers_a_search_and_ways_on(client: Client, home: HomePage) -> None:
    response = client.get("/guide/perdue/")
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    assert response.status_code == 404
    for words in ('action="/recherche/"', 'href="/plan-du-site/"', 'href="/guide/"'):
        assert words in main, words


def test_every_page_says_its_own_address(client: Client, home: HomePage) -> None:
    own = f'<link rel="canonical" href="{settings.WAGTAILADMIN_BASE_URL}/veille/" />'
    assert own in read(client, "/veille/?theme=law")


def test_a_visitor_reads_what_employers_and_funders_see(client: Client, home: HomePage) -> None:
    page = read(client, "/").partition("<main")[2]
    assert 'href="/employeurs-et-financeurs/"' in page
    assert "/competences/" not in page


@pytest.mark.parametrize("role", list(Role))
def test_no_link_of_the_home_page_is_closed_to_whom_it_is_shown(client: Client, taught: Taught, role: Role) -> None:
    nodes = {
        Role.TRAINER: taught.institute,
        Role.AUTHOR: taught.institute,
        Role.INSTITUTE_ADMIN: taught.institute,
        Role.MANAGER: make_employer().team,
        Role.HR: make_employer("Maison des Saules").root,
        Role.FUNDER: make_funder(),
    }
    client.force_login(make_person("Prénom", role, nodes.get(role)))
    main = read(client, "/").partition("<main")[2].partition("</main>")[0]
    links = {part.partition('"')[0] for part in main.split('href="')[1:]}
    shown = {link for link in links if link.startswith("/")}
    assert {link: client.get(link, follow=True).status_code for link in shown} == dict.fromkeys(shown, 200)
