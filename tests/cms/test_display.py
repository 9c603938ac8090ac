"""The page of colours goes back to a page of ours, whatever it is told."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "told",
    ["//ailleurs.example", "https://ailleurs.example/", "javascript:alert(1)", "'", "-1", "é", "%s", "start", ""],
)
def test_what_is_no_page_of_ours_leads_home(told: str, client: Client) -> None:
    response = client.post("/affichage/", {"next": told, "theme": "dark"})
    assert response.status_code == 302
    assert response["Location"] == "/"


def test_one_comes_back_to_the_page_one_was_reading(client: Client) -> None:
    assert client.post("/affichage/", {"next": "/modules/?a=1", "theme": "dark"})["Location"] == "/modules/?a=1"
