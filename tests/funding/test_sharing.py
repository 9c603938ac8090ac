"""Figures outside the house: a link for people, a token for programs; the same figures as the page, then nothing."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from lms.funding.editions import publish
from lms.funding.grid import Step
from lms.funding.models import ApiToken, FundingEdition, ShareLink
from lms.funding.rate import is_within
from lms.funding.sharing import TOKEN_LIFE, address_of, close_link, close_token, make_link, open_token
from lms.people.models import User
from lms.people.rights import Role
from tests.funding import cast
from tests.funding.cast import FIRST_DAY, SECOND_DAY, House
from tests.funding.test_pages import read_csv, to_number
from tests.funding.test_receipts import every_figure


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    cache.clear()


@pytest.fixture
def edition(house: House) -> FundingEdition:
    house.fill(60)
    return publish(house.convention, FIRST_DAY)


@pytest.fixture
def funder(house: House) -> User:
    return cast.person("Inès", Role.FUNDER, house.funder)


def ask(address: str, secret: str) -> Any:
    return Client().get(f"/api/v1/{address}", headers={"authorization": f"Bearer {secret}"})


def test_a_link_shows_the_figures_of_its_edition_to_who_has_no_account(
    client: Client, house: House, funder: User, edition: FundingEdition
) -> None:
    link = make_link(edition, funder, "Comité de pilotage", 30)
    house.bring(Step.COMPLETED, 80, on=SECOND_DAY)
    publish(house.convention, SECOND_DAY)
    shared = Client().get(address_of(link))
    client.force_login(funder)
    own = client.get(reverse("funding:edition", args=[house.convention.pk, edition.pk])).content.decode()
    assert every_figure(shared.content.decode()) == every_figure(own) != []
    assert shared["X-Robots-Tag"].startswith("noindex")
    assert link.readings.count() == 1
    assert "Comité de pilotage" not in shared.content.decode()


def test_an_expired_link_and_a_closed_one_say_so_and_show_nothing(funder: User, edition: FundingEdition) -> None:
    links = [make_link(edition, funder, name, 7) for name in ("Expiré", "Fermé")]
    long_ago = timezone.now() - timedelta(days=30)
    ShareLink.objects.filter(pk=links[0].pk).update(made_at=long_ago, expires_at=long_ago + timedelta(days=7))
    close_link(links[1])
    for link in links:
        answer = Client().get(address_of(link))
        assert answer.status_code == 410
        assert every_figure(answer.content.decode()) == []
        assert link.readings.count() == 0


def test_an_address_that_was_never_given_does_not_open(funder: User, edition: FundingEdition) -> None:
    link = make_link(edition, funder, "Comité", 7)
    for address in (f"/partage/{link.pk}/", f"/partage/{link.pk}:faux/", address_of(link)[:-2] + "/"):
        assert Client().get(address).status_code == 404


def test_a_link_must_end_after_it_is_made(funder: User, edition: FundingEdition) -> None:
    with pytest.raises(IntegrityError):
        make_link(edition, funder, "Comité", -1)


def test_who_opens_links_too_fast_is_asked_to_wait(
    funder: User, edition: FundingEdition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lms.funding.sharing_views.READINGS_A_MINUTE", 2)
    # Three in a row may sit astride two minutes of the clock: five never leave both halves under the limit.
    statuses = [Client().get("/partage/faux/").status_code for _n in range(5)]
    assert statuses[0] == 404
    assert 429 in statuses


def test_a_count_starts_again_with_the_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lms.funding.rate.time.time", lambda: 600.0)
    assert [is_within("x", 2) for _n in range(3)] == [True, True, False]
    monkeypatch.setattr("lms.funding.rate.time.time", lambda: 660.0)
    assert is_within("x", 2)


def test_the_funder_makes_a_link_sees_it_read_and_closes_it(
    client: Client, house: House, funder: User, edition: FundingEdition
) -> None:
    client.force_login(funder)
    page = reverse("funding:sharing", args=[house.convention.pk])
    client.post(page, {"purpose": "Comité de mars", "days": "30"})
    link = edition.links.get()
    Client().get(address_of(link))
    shown = client.get(page).content.decode()
    assert "Comité de mars" in shown
    assert address_of(link) in shown
    assert "Ouvert 1 fois" in shown.replace("\u00a0", " ")
    assert f"<li>{date_format(timezone.localtime(link.readings.get().read_at), 'd/m/Y H:i')}</li>" in shown
    client.post(reverse("funding:shut_link", args=[house.convention.pk, link.pk]))
    link.refresh_from_db()
    assert link.closed_at is not None
    assert address_of(link) not in client.get(page).content.decode()


def test_a_link_for_nobody_is_refused_and_says_why(client: Client, house: House, funder: User) -> None:
    publish(house.convention, FIRST_DAY)
    client.force_login(funder)
    page = client.post(reverse("funding:sharing", args=[house.convention.pk]), {"purpose": "", "days": "30"})
    assert "Erreur" in page.content.decode()
    assert not ShareLink.objects.exists()


def test_another_funder_closes_no_link_of_hers(client: Client, funder: User, edition: FundingEdition) -> None:
    link = make_link(edition, funder, "Comité", 7)
    client.force_login(cast.person("Noé", Role.FUNDER, cast.funder("Conseil du Val")))
    assert client.post(reverse("funding:shut_link", args=[edition.convention_id, link.pk])).status_code == 404


def test_a_program_reads_the_lines_of_the_file(
    client: Client, house: House, funder: User, edition: FundingEdition
) -> None:
    _token, secret = open_token(house.convention, funder, "Tableaux")
    [told] = ask("editions", secret).json()
    figures = ask(f"editions/{told['id']}/figures", secret).json()
    client.force_login(funder)
    lines = read_csv(client.get(reverse("funding:export", args=[house.convention.pk])).content)
    assert [(line["table"], line["group"], line["value"]) for line in figures["lines"]] == [
        (line["Tableau"], line["Groupe"], int(line["Valeur"])) for line in lines
    ]
    assert figures["edition"]["digest"] == edition.digest
    page = client.get(reverse("funding:edition", args=[house.convention.pk, edition.pk])).content.decode()
    assert sorted(map(to_number, every_figure(page))) == sorted(line["value"] for line in figures["lines"])


def test_a_token_reads_its_own_convention_only(house: House, funder: User, edition: FundingEdition) -> None:
    other = cast.convention(cast.funder("Conseil du Val"), house.edition, number="2026-002")
    _token, secret = open_token(other, funder, "Ailleurs")
    assert ask("convention", secret).json()["number"] == "2026-002"
    assert ask("editions", secret).json() == []
    assert ask(f"editions/{edition.pk}/figures", secret).status_code == 404


def test_a_wrong_an_expired_and_a_closed_token_read_nothing(house: House, funder: User) -> None:
    token, secret = open_token(house.convention, funder, "Tableaux")
    assert ask("convention", secret).status_code == 200
    key, _dot, _rest = secret.partition(".")
    assert {ask("convention", wrong).status_code for wrong in ("", "x", f"{key}.", f"{key}.faux", "a.b")} == {401}
    ApiToken.objects.update(expires_at=timezone.now())
    assert ask("convention", secret).status_code == 401
    ApiToken.objects.update(expires_at=timezone.now() + TOKEN_LIFE)
    close_token(token)
    assert ask("convention", secret).status_code == 401


def test_the_secret_of_a_token_is_shown_once_and_not_kept(client: Client, house: House, funder: User) -> None:
    client.force_login(funder)
    page = client.post(reverse("funding:new_token", args=[house.convention.pk]), {"name": "Tableaux"}).content.decode()
    token = house.convention.tokens.get()
    assert f"{token.key}." in page
    assert token.secret_hash not in page
    assert f"{token.key}." not in client.get(reverse("funding:sharing", args=[house.convention.pk])).content.decode()
    client.post(reverse("funding:shut_token", args=[house.convention.pk, token.pk]))
    token.refresh_from_db()
    assert not token.is_open(timezone.now())


def test_a_program_that_asks_too_often_waits(house: House, funder: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lms.funding.api.REQUESTS_A_MINUTE", 2)
    _token, secret = open_token(house.convention, funder, "Tableaux")
    assert 429 in {ask("convention", secret).status_code for _n in range(5)}


def test_the_page_of_the_api_says_every_operation_without_a_script_from_elsewhere(client: Client, db: None) -> None:
    page = client.get(reverse("api_page")).content.decode()
    schema = client.get("/api/v1/openapi.json").json()
    assert len(schema["paths"]) == 3
    assert all(address in page for address in schema["paths"])
    assert all(set(operations) == {"get"} for operations in schema["paths"].values())
    assert all(address.startswith("/static/") for address in re.findall(r'<script[^>]* src="(.*?)"', page))
    assert "<script>" not in page
