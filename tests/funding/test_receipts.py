"""A receipt is enough to find the figures again: the same, or what changed since, and never by how much."""

import re
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from lms.funding.editions import publish
from lms.funding.grid import Depth, Step
from lms.funding.models import EditionRequest, FundingEdition, Invitation
from lms.funding.replaying import Difference, Verdict, replay
from lms.people.models import Post, User
from lms.people.rights import Role
from modules.models import Registration
from tests.funding import cast
from tests.funding.cast import FIRST_DAY, SECOND_DAY, House
from tests.funding.test_pages import read_csv, to_number


@pytest.fixture
def edition(house: House) -> FundingEdition:
    house.fill(60)
    return publish(house.convention, FIRST_DAY)


@pytest.fixture
def funder(house: House) -> User:
    return cast.person("Inès", Role.FUNDER, house.funder)


def open_page(client: Client, person: User, edition: FundingEdition, name: str, *more: str) -> Any:
    client.force_login(person)
    return client.get(reverse(f"funding:{name}", args=[edition.convention_id, edition.pk, *more]))


def test_an_edition_run_again_gives_the_same_figures_whatever_came_since(house: House, edition: FundingEdition) -> None:
    house.bring(Step.COMPLETED, 40, on=SECOND_DAY)
    second = publish(house.convention, SECOND_DAY)
    assert [replay(each).verdict for each in (edition, second)] == [Verdict.SAME, Verdict.SAME]


def test_a_late_invitation_is_why_the_figures_are_no_longer_the_same(house: House, edition: FundingEdition) -> None:
    house.bring(Step.INVITED, 1, house.teams[:1])
    told = replay(edition)
    assert told.verdict is Verdict.PEOPLE_CHANGED
    assert told.differences["total", Depth.F4] is Difference.FIGURES


def test_a_step_recorded_late_is_said_to_be_one(edition: FundingEdition) -> None:
    late = Registration.objects.filter(started_at=None).first()
    assert late is not None
    Registration.objects.filter(pk=late.pk).update(started_at=cast.STARTED_AT)
    assert replay(edition).verdict is Verdict.PROGRESS_CHANGED


def test_a_corrected_post_moves_people_between_groups_of_the_same_whole(house: House, edition: FundingEdition) -> None:
    Post.objects.filter(team=house.teams[0]).update(team=house.teams[2])
    told = replay(edition)
    assert told.verdict is Verdict.PLACES_CHANGED
    assert ("total", Depth.F4) not in told.differences
    assert ("territory", Depth.F4) in told.differences


def test_tables_that_do_not_give_their_digest_are_denounced(edition: FundingEdition) -> None:
    edition.digest = "0" * 64
    assert replay(edition).verdict is Verdict.ALTERED


def test_the_page_of_what_changed_says_no_amount(
    client: Client, house: House, funder: User, edition: FundingEdition
) -> None:
    assert "mêmes chiffres" in open_page(client, funder, edition, "run_again").content.decode()
    Invitation.objects.filter(registration=None).first().delete()  # type: ignore[union-attr]
    page = open_page(client, funder, edition, "run_again").content.decode()
    told = re.sub(r"<.*?>", " ", page[page.index('class="fig-msg"') : page.index("</main>")])
    assert "ont changé depuis" in told
    assert "L’ensemble de la convention" in told
    assert re.findall(r"\d+", told) == []


def test_the_receipt_quotes_what_finds_the_figures_again(client: Client, funder: User, edition: FundingEdition) -> None:
    page = open_page(client, funder, edition, "receipt").content.decode()
    targets = edition.gate["targets"]
    for said in (str(edition.pk), edition.digest, edition.gate["solver"], f"{targets}"[-3:], "11 personnes distinctes"):
        assert said in page, said


def test_the_page_of_all_tables_the_csv_and_the_spreadsheet_say_the_same(
    client: Client, funder: User, edition: FundingEdition
) -> None:
    page = open_page(client, funder, edition, "edition").content.decode()
    lines = read_csv(open_page(client, funder, edition, "edition_file", "csv").content)
    book = openpyxl.load_workbook(BytesIO(open_page(client, funder, edition, "edition_file", "xlsx").content))
    heads, *rows = list(book["Chiffres"].iter_rows(values_only=True))
    sheet = [dict(zip(heads, row, strict=True)) for row in rows]
    assert [int(line["Valeur"]) for line in lines] == [row["Valeur"] for row in sheet]
    assert {line["Empreinte"] for line in lines} == {row["Empreinte"] for row in sheet} == {edition.digest}
    shown = sorted(to_number(text) for text in every_figure(page))
    assert shown == sorted(int(line["Valeur"]) for line in lines)


def every_figure(page: str) -> list[str]:
    """The text of each figure of the page's own tables, those of one axis at several depths too."""
    tables = re.findall(r"<table data-axis.*?</table>", page, re.DOTALL)
    return [text for table in tables for text in re.findall(r'<td class="num">(.*?)</td>', table)]


def test_an_unknown_kind_of_file_does_not_exist(client: Client, funder: User, edition: FundingEdition) -> None:
    assert open_page(client, funder, edition, "edition_file", "doc").status_code == 404


@pytest.mark.parametrize("name", ["edition", "receipt", "run_again"])
def test_another_funder_finds_no_edition(client: Client, edition: FundingEdition, name: str) -> None:
    other = cast.person("Noé", Role.FUNDER, cast.funder("Conseil du Val"))
    assert open_page(client, other, edition, name).status_code == 404


def test_the_archive_keeps_every_edition(client: Client, house: House, funder: User, edition: FundingEdition) -> None:
    second = publish(house.convention, SECOND_DAY)
    client.force_login(funder)
    page = client.get(reverse("funding:editions", args=[house.convention.pk])).content.decode()
    assert page.index(second.digest) < page.index(edition.digest)


def test_the_page_says_how_far_the_attack_on_the_next_figures_is(client: Client, house: House, funder: User) -> None:
    EditionRequest.objects.create(convention=house.convention, as_of=FIRST_DAY, stage="funnel", tried=120, to_try=450)
    client.force_login(funder)
    page = client.get(reverse("funding:convention", args=[house.convention.pk])).content.decode()
    assert "120 groupes essayés sur 450" in page.replace("\u00a0", " ")
