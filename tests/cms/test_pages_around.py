"""The pages around the site: signing in, what went wrong, light or dark."""

import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from django.views.defaults import server_error

from lms.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadege() -> User:
    return User.objects.create_user(
        "nadege@structure.example", "un-mot-de-passe-long", first_name="Nadège", last_name="Ollivier"
    )


def test_a_wrong_address_is_kept_and_explained(client: Client) -> None:
    page = client.post("/compte/login/", {"login": "nadege@", "password": ""}).content.decode()
    assert "Il reste 2 choses à corriger" in page
    assert 'value="nadege@"' in page
    assert '<a href="#id_login">' in page
    assert 'aria-describedby="id_login_error"' in page
    assert "Erreur\u00a0: " in page[: page.index("</title>")]


def test_a_signed_in_person_sees_her_name_and_how_to_leave(client: Client, nadege: User) -> None:
    client.force_login(nadege)
    page = client.get("/affichage/").content.decode()
    assert "Nadège O." in page
    assert '<form class="tool-form" action="/compte/logout/" method="post">' in page


def test_a_person_without_a_role_is_told_whom_to_ask(client: Client, nadege: User) -> None:
    client.force_login(nadege)
    page = client.get("/commencer/").content.decode()
    assert "pas encore de rôle" in page
    assert "nadege@structure.example" in page


@pytest.mark.parametrize(
    "path",
    ["login/", "logout/", "signup/", "password/reset/", "password/reset/done/", "password/reset/key/a-b/", "inactive/"],
)
def test_every_account_page_wears_the_look(client: Client, nadege: User, path: str) -> None:
    if path == "logout/":
        client.force_login(nadege)
    page = client.get("/compte/" + path, follow=True).content.decode()
    assert 'id="contenu"' in page
    assert "– Faire avec</title>" in page


def test_changing_a_password_wears_the_look(client: Client, nadege: User) -> None:
    client.force_login(nadege)
    page = client.get("/compte/password/change/").content.decode()
    assert "Garder ce mot de passe" in page


def test_a_lost_page_says_what_to_do(client: Client) -> None:
    response = client.get("/nulle-part/")
    assert response.status_code == 404
    assert "Cette page n’est pas ici" in response.content.decode()


def test_a_broken_site_still_shows_a_page_without_the_database(
    django_assert_num_queries: pytest.FixtureRequest,
) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        response = server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "Le site ne répond pas" in response.content.decode()


def test_a_form_without_its_token_says_nothing_was_recorded() -> None:
    response = Client(enforce_csrf_checks=True).post("/affichage/", {"theme": "dark"})
    assert response.status_code == 403
    assert "Le formulaire n’est pas parti" in response.content.decode()


def test_a_request_that_makes_no_sense_gets_a_page(client: Client) -> None:
    response = client.get("/", headers={"host": "ailleurs.example"})
    assert response.status_code == 400
    assert "n’a pas compris" in response.content.decode()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_chosen_colours_stay(client: Client, theme: str) -> None:
    response = client.post("/affichage/", {"theme": theme, "next": "/compte/login/"})
    assert response.headers["Location"] == "/compte/login/"
    assert f'<html lang="fr" data-theme="{theme}">' in client.get("/compte/login/").content.decode()
    client.post("/affichage/", {"theme": ""})
    assert '<html lang="fr">' in client.get("/compte/login/").content.decode()


@pytest.mark.parametrize("elsewhere", ["//ailleurs.example", "https://ailleurs.example/", "javascript:alert"])
def test_choosing_colours_never_sends_elsewhere(client: Client, elsewhere: str) -> None:
    assert client.post("/affichage/", {"theme": "dark", "next": elsewhere}).headers["Location"] == "/"


def test_robots_keep_out_of_accounts_and_studio(client: Client) -> None:
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"] == "text/plain"
    assert "Disallow: /studio/" in response.content.decode()


def test_no_page_writes_a_script_or_a_style_of_its_own() -> None:
    """A template of a PDF (…_pdf.html) may: no browser reads it."""
    folders = [settings.ROOT / name for name in ("cms", "lms", "modules", "competencies", "xapi_store")]
    for template in (file for folder in folders for file in folder.rglob("templates/**/*.html")):
        source = template.read_text(encoding="utf-8")
        assert "<script>" not in source, template
        assert "<style" not in source or template.name.endswith("_pdf.html"), template
        assert "onclick=" not in source, template
