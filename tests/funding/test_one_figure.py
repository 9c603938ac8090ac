"""One edition, six readings: screen, CSV, spreadsheet, PDF, API and shared link say the same figures."""

from io import BytesIO

import openpyxl
import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from lms.funding.editions import publish
from lms.funding.exports.pdf_file import write_page
from lms.funding.models import FundingEdition
from lms.funding.report import read_report
from lms.funding.sharing import address_of, make_link, open_token
from lms.people.models import User
from lms.people.rights import Role
from tests.funding import cast
from tests.funding.audit import compare
from tests.funding.cast import House
from tests.funding.test_outcomes import DAY, asked, fill_and_ask
from tests.funding.test_pages import read_csv, to_number
from tests.funding.test_receipts import every_figure

__all__ = ["asked"]


@pytest.fixture
def edition(house: House, asked: object) -> FundingEdition:
    """Tables at several depths, and what changed."""
    cache.clear()
    fill_and_ask(house, asked)  # type: ignore[arg-type]
    return publish(house.convention, DAY)


@pytest.fixture
def funder(house: House) -> User:
    return cast.person("Inès", Role.FUNDER, house.funder)


def on_page(page: str) -> list[int]:
    return [to_number(text) for text in every_figure(page)]


def test_screen_csv_spreadsheet_pdf_api_and_link_say_the_same(
    client: Client, funder: User, edition: FundingEdition
) -> None:
    client.force_login(funder)
    own = [edition.convention_id, edition.pk]
    link = make_link(edition, funder, "Comité de pilotage", 30)
    _token, secret = open_token(edition.convention, funder, "Tableau de bord")
    book = openpyxl.load_workbook(BytesIO(client.get(reverse("funding:edition_file", args=[*own, "xlsx"])).content))
    answer = (
        Client().get(f"/api/v1/editions/{edition.pk}/figures", headers={"authorization": f"Bearer {secret}"}).json()
    )
    report = read_report(edition.convention, edition)
    assert report is not None
    lines = read_csv(client.get(reverse("funding:edition_file", args=[*own, "csv"])).content)
    said = {
        "screen": on_page(client.get(reverse("funding:edition", args=own)).content.decode()),
        "link": on_page(Client().get(address_of(link)).content.decode()),
        "PDF": on_page(write_page(report)),
        "CSV": [int(line["Valeur"]) for line in lines],
        "XLSX": [row[5] for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)],
        "API": [line["value"] for line in answer["lines"]],
    }
    assert compare(said) == []
    assert len(said["screen"]) > 60
    assert {line["Empreinte"] for line in lines} == {edition.digest} == {answer["edition"]["digest"]}
    assert any("transmission" in line["table"] for line in answer["lines"]), "what changed is there too"
