"""There is one way in, and it counts the wrong passwords: Wagtail's own sign-in page leads to it."""

import pytest
from django.test import Client

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
