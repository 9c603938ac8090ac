"""There is one way in, and it counts the wrong passwords: Wagtail's own sign-in page leads to it."""

import pytest
from django.test import Client

from lms.people.rights import Role
from tests.cast import make_employer, make_person

pytestmark = pytest.mark.django_db


def test_the_studios_sign_in_is_the_sites_own(client: Client) -> None:
    response = client.get("/studio/login/?next=/studio/pages/")
    assert response.status_code == 302
    assert response["Location"] == "/compte/login/?next=/studio/pages/"


def test_no_password_is_tried_at_the_studios_address(client: Client) -> None:
    assert client.post("/studio/login/", {"username": "a@b.example", "password": "x"}).status_code in {302, 405}


def test_the_signed_out_are_sent_from_the_studio_to_the_sites_sign_in(client: Client) -> None:
    assert client.get("/studio/")["Location"].startswith("/compte/login/?next=")


def test_a_password_is_chosen_again_in_one_place(client: Client) -> None:
    assert client.get("/studio/password_reset/").status_code == 404


def test_nothing_typed_about_a_password_says_what_to_type(client: Client) -> None:
    asked = client.post("/compte/password/reset/", {"email": ""}).content.decode()
    wrong = client.post("/compte/password/reset/", {"email": "leila.dumont"}).content.decode()
    client.force_login(make_person("Leïla Dumont", Role.MANAGER, make_employer().team))
    changed = client.post("/compte/password/change/", {}).content.decode()
    assert "Saisissez votre adresse électronique." in asked
    assert "Cette adresse est incomplète" in wrong
    assert changed.count("Saisissez le nouveau mot de passe") == 4  # each above the form and above its field
    assert "Saisissez votre mot de passe actuel." in changed
