"""Screen = CSV = XLSX, numbers and dates typed, and no text that a spreadsheet would run."""

import csv
from datetime import datetime
from io import BytesIO, StringIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from lms.people.models import Organisation, OrganisationKind, User
from lms.people.rights import Role
from tests.workforce.cast import Cast, employ, find, give, invent
from tests.workforce.grid import Grid, read_csv, read_screen, read_xlsx

MATRIX = "/equipe/competences/"


@pytest.fixture
def hr(client: Client, cast: Cast) -> Client:
    client.force_login(cast.hr)
    return client


def ask(client: Client, kind: str, asked: str = "") -> bytes:
    answer = client.get(f"{MATRIX}tableau.{kind}?{asked}")
    assert answer.status_code == 200
    return answer.content


def screen(client: Client, asked: str = "") -> Grid:
    """Every page of the screen, put together."""
    return read_screen(client, f"{MATRIX}?{asked}") | read_screen(client, f"{MATRIX}?{asked}&page=2")


def test_the_screen_and_the_two_files_say_the_same(hr: Client, cast: Cast) -> None:
    for number in range(55):
        employ("Ada", f"Foule{number:02}", cast.north)
    shown = screen(hr)
    assert len(shown) == 58 * 19
    assert read_csv(ask(hr, "csv")) == shown
    assert read_xlsx(ask(hr, "xlsx")) == shown


def test_the_files_obey_the_filter_of_the_screen(hr: Client, cast: Cast) -> None:
    asked = f"competence={find('A1.1')}&etat=acquise&equipe={cast.south.pk}"
    shown = screen(hr, asked)
    assert {name for name, _ in shown} == {"Étienne Élie"}
    assert read_csv(ask(hr, "csv", asked)) == shown
    assert read_xlsx(ask(hr, "xlsx", asked)) == shown


def test_a_level_is_a_number_and_a_day_a_date(hr: Client) -> None:
    sheet = load_workbook(BytesIO(ask(hr, "xlsx"))).worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    line = next(line for line in sheet.iter_rows(min_row=2) if line[0].value == "Zidane")
    level, reached, renewed = (
        line[heads.index(f"A1.1 {what}")] for what in ("niveau", "atteint le", "à renouveler le")
    )
    assert level.value == 2
    assert isinstance(reached.value, datetime)
    assert isinstance(renewed.value, datetime)
    assert renewed.number_format == "dd/mm/yyyy"


def test_each_file_carries_the_dictionary_of_its_columns(hr: Client) -> None:
    book = load_workbook(BytesIO(ask(hr, "xlsx")))
    heads = [cell.value for cell in book.worksheets[0][1]]
    described = [line[0].value for line in book.worksheets[1].iter_rows(min_row=2)]
    assert described[: len(heads)] == heads
    lines = list(csv.reader(StringIO(ask(hr, "csv").decode("utf-8-sig")), delimiter=";"))
    after = lines[lines.index([]) + 2 :]
    assert [line[0] for line in after[: len(heads)]] == heads
    assert all(line[1] for line in after)


def test_the_csv_opens_in_a_french_spreadsheet(hr: Client) -> None:
    answer = hr.get(f"{MATRIX}tableau.csv")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer["Content-Disposition"]


@pytest.mark.parametrize("evil", ["=1+1", "+33", "-2", "@SUM(A1)", "\tx"])
def test_no_name_becomes_a_formula(hr: Client, cast: Cast, evil: str) -> None:
    User.objects.filter(pk=cast.zoe.pk).update(last_name=evil)
    lines = list(csv.reader(StringIO(ask(hr, "csv").decode("utf-8-sig")), delimiter=";"))
    assert f"'{evil}" in [line[0] for line in lines if line]
    sheet = load_workbook(BytesIO(ask(hr, "xlsx"))).worksheets[0]
    assert all(cell.data_type != "f" for line in sheet.iter_rows() for cell in line)


def test_a_wrong_filter_goes_back_to_the_screen_that_says_why(hr: Client) -> None:
    answer = hr.get(f"{MATRIX}tableau.csv?etat=autre")
    assert answer.status_code == 302
    assert answer["Location"] == f"{MATRIX}?etat=autre"


def test_there_are_two_kinds_of_files(hr: Client) -> None:
    assert hr.get(f"{MATRIX}tableau.exe").status_code == 404


NAMES = ["Nom", "Prénom"]
CELL = ["état", "niveau", "atteint le", "à renouveler le", "niveau requis", "requis avant le"]
FILES = {
    "/equipe/competences/tableau": [*NAMES, "Postes", *(f"A1.1 {what}" for what in CELL)],
    "/equipe/a-renouveler/liste": [
        *NAMES,
        *("Code", "Compétence", "Niveau", "À renouveler le"),
        *("Chemin plus court", "Module de cette activité", "Minutes de cette activité"),
    ],
    "/equipe/heures/heures": [*NAMES, "Module", "Minutes", "Dernière fois le", "Attestation délivrée le"],
}
"""Every column that leaves for an employer. One more is one more thing an employer reads: it is decided here."""


@pytest.mark.parametrize("address", FILES)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("role", Role)
def test_only_who_may_takes_a_file_and_it_holds_these_columns_and_no_other(
    client: Client, cast: Cast, address: str, kind: str, role: Role
) -> None:
    nodes = {Role.HR: cast.dunes, Role.MANAGER: cast.north}
    reader = cast.hr if role == Role.HR else invent("Camille", "Passante")
    if role != Role.HR:
        make_role(reader, role, nodes.get(role))
    client.force_login(reader)
    answer = client.get(f"{address}.{kind}")
    if role != Role.HR:
        assert answer.status_code == 403
        return
    heads = _heads(answer.content, kind)
    assert heads[: len(FILES[address])] == FILES[address]
    others = {head.partition(" ")[2] for head in heads[len(FILES[address]) :]}
    assert others <= set(CELL)


def make_role(person: User, role: Role, node: Organisation | None) -> None:
    """Over a node of the kind the role is played over, when it is played over one."""
    kinds = {Role.FUNDER: OrganisationKind.FUNDER}
    kinds |= dict.fromkeys([Role.TRAINER, Role.AUTHOR, Role.INSTITUTE_ADMIN], OrganisationKind.INSTITUTE)
    give(person, role, Organisation.add_root(kind=kinds[role], name="Ailleurs") if role in kinds else node)


def _heads(content: bytes, kind: str) -> list[str]:
    if kind == "csv":
        return next(csv.reader(StringIO(content.decode("utf-8-sig")), delimiter=";"))
    return [str(cell.value) for cell in load_workbook(BytesIO(content)).worksheets[0][1]]


def test_a_long_list_is_read_in_batches(hr: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lms.workforce.matrix_query.BATCH", 2)
    assert read_csv(ask(hr, "csv")) == screen(hr)
