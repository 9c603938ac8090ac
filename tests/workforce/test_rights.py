"""Who opens which address: the signed out, a learner, a manager, HR, HR of elsewhere."""

import pytest
from django.test import Client

from tests.workforce.cast import Cast

MATRIX = "/equipe/competences/"
CSV = "/equipe/competences/tableau.csv"
XLSX = "/equipe/competences/tableau.xlsx"
OWN = "/mes-competences/vues-par-mon-employeur/"


@pytest.mark.parametrize("address", [MATRIX, CSV, XLSX, OWN])
def test_the_signed_out_are_asked_to_sign_in(client: Client, cast: Cast, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 302
    assert "/compte/login/" in answer["Location"]


@pytest.mark.parametrize(
    ("reader", "opened"),
    [
        ("yasmine", {MATRIX: 403, CSV: 403, XLSX: 403, OWN: 200}),
        ("manager", {MATRIX: 200, CSV: 403, XLSX: 403, OWN: 403}),
        ("hr", {MATRIX: 200, CSV: 200, XLSX: 200, OWN: 403}),
    ],
)
def test_each_role_opens_its_pages_and_no_other(
    client: Client, cast: Cast, reader: str, opened: dict[str, int]
) -> None:
    client.force_login(getattr(cast, reader))
    assert {address: client.get(address).status_code for address in opened} == opened


@pytest.mark.parametrize("address", [MATRIX, CSV])
def test_nothing_leaks_from_one_employer_to_another(client: Client, cast: Cast, address: str) -> None:
    client.force_login(cast.other_hr)
    content = client.get(address).content.decode()
    assert "Ailleurs" in content
    for name in ("Zidane", "Ancel", "Étienne", "Dunes", "Équipe nord"):
        assert name not in content


def test_a_manager_is_offered_no_file(client: Client, cast: Cast) -> None:
    client.force_login(cast.manager)
    assert "tableau.xlsx" not in client.get(MATRIX).content.decode()
    client.force_login(cast.hr)
    assert "tableau.xlsx" in client.get(MATRIX).content.decode()


@pytest.mark.parametrize("address", [MATRIX, CSV, OWN])
def test_pages_are_only_read(client: Client, cast: Cast, address: str) -> None:
    client.force_login(cast.yasmine if address == OWN else cast.hr)
    assert client.post(address).status_code == 405
