"""The guide of procedures: what each page says, who may enter what, the sheet that is handed out."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from cms.guide_blocks import WHO_ENTERS, WHO_LOOKS
from cms.models import GuidePage, ProcedurePage
from cms.pango import pdf_ready
from cms.seeding import seed_site
from tests.modules.test_sheets import HEAVY, MOST_WORDS, NEGATIONS

pytestmark = pytest.mark.django_db
DRAWN = {"chairs", "notebook", "clock", "letter", "key", "phone"}


@pytest.fixture
def procedure() -> ProcedurePage:
    seed_site()
    return ProcedurePage.objects.get(slug="declarer-ses-ressources")


def read(client: Client, address: str) -> str:
    return client.get(address).content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")


def test_the_guide_lists_every_procedure_and_the_rules_of_the_game(client: Client) -> None:
    seed_site()
    page = read(client, "/guide/")
    assert ProcedurePage.objects.count() >= 4
    assert all(each.title in page for each in ProcedurePage.objects.all())
    assert 'href="/charte-d-usages/"' in page
    assert 'href="/dossier-unique/"' in page


def test_the_guide_is_one_click_away_from_every_page(client: Client) -> None:
    seed_site()
    assert 'href="/guide/"' in read(client, "/affichage/")


def test_an_empty_guide_says_what_will_fill_it(client: Client) -> None:
    seed_site()
    for each in ProcedurePage.objects.all():
        each.delete()
    assert "Aucune démarche n’est encore écrite" in read(client, "/guide/")


def test_a_procedure_says_papers_steps_errors_and_who_enters_what(client: Client, procedure: ProcedurePage) -> None:
    page = read(client, procedure.url)
    for block in procedure.papers:
        assert block.value["name"] in page
    for block in procedure.steps:
        assert block.value["title"] in page
    for block in procedure.mistakes:
        assert block.value["happens"] in page
    for block in procedure.rules:
        assert block.value["what"] in page
    assert "Jamais vous" in page
    assert "avec un mandat écrit" in page


def test_a_procedure_nobody_has_checked_says_so_until_it_is_dated(client: Client, procedure: ProcedurePage) -> None:
    assert "À vérifier par un professionnel" in read(client, procedure.url)
    procedure.checked_on = date(2026, 11, 20)
    procedure.save()
    page = read(client, procedure.url)
    assert "Vérifiée par un professionnel le 20 novembre 2026" in page
    assert "À vérifier par un professionnel" not in page


def test_no_seeded_page_claims_a_check_that_nobody_made() -> None:
    seed_site()
    assert not ProcedurePage.objects.filter(checked_on__isnull=False).exists()


def test_the_module_where_one_practises_is_linked_only_while_it_is_there(
    client: Client, procedure: ProcedurePage
) -> None:
    assert "S’exercer sans risque" not in read(client, procedure.url)
    procedure.practice_slug = "charte-d-usages"
    procedure.save()
    assert "S’exercer sans risque" in read(client, procedure.url)


def test_the_charter_has_a_word_an_icon_and_a_colour_for_each_who(client: Client) -> None:
    seed_site()
    assert WHO_LOOKS.keys() == dict(WHO_ENTERS).keys()
    page = read(client, "/charte-d-usages/")
    assert "La personne, seule" in page
    assert "Jamais vous" in page


def test_the_site_says_why_it_holds_no_personal_file(client: Client) -> None:
    seed_site()
    assert "Ce site ne la construit pas" in read(client, "/dossier-unique/")


def test_the_sheet_is_shown_and_comes_as_a_tagged_pdf(client: Client, procedure: ProcedurePage) -> None:
    sheet = read(client, f"{procedure.url}fiche/")
    assert "Je déclare mes ressources" in sheet
    assert "À faire relire par les personnes concernées" in sheet
    if not pdf_ready():
        pytest.skip("Pango is not on this machine")
    paper = client.get(f"{procedure.url}fiche/pdf/")
    assert paper["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF")
    assert len(PdfReader(BytesIO(paper.content)).pages) == 1


def test_without_pango_the_pdf_leads_to_the_page_to_print(
    client: Client, procedure: ProcedurePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cms.models.guide.pdf_ready", lambda: False)
    assert client.get(f"{procedure.url}fiche/pdf/").headers["Location"] == f"{procedure.url}fiche/"
    assert "Cette fiche en PDF" not in read(client, f"{procedure.url}fiche/")


def test_the_same_sheet_is_drawn_once(
    client: Client, procedure: ProcedurePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []

    def draw(_page: str, identifier: str) -> bytes:
        drawn.append(identifier)
        return b"%PDF"

    monkeypatch.setattr("cms.models.guide.write_paper", draw)
    monkeypatch.setattr("cms.models.guide.pdf_ready", lambda: True)
    client.get(f"{procedure.url}fiche/pdf/")
    client.get(f"{procedure.url}fiche/pdf/")
    assert len(drawn) == 1


def test_a_procedure_without_a_sheet_has_no_address_for_it(client: Client, procedure: ProcedurePage) -> None:
    procedure.sheet = []
    procedure.save()
    assert client.get(f"{procedure.url}fiche/").status_code == 404
    assert client.get(f"{procedure.url}fiche/pdf/").status_code == 404
    assert "fiche/" not in read(client, procedure.url)


def test_every_seeded_sheet_is_written_as_easy_pages_are() -> None:
    seed_site()
    for sheet in (each.sheet[0].value for each in ProcedurePage.objects.all()):
        lines = [line for block in sheet["blocks"] for line in block["lines"]]
        assert len(lines) <= 12
        for line in [*lines, *sheet["fill"]]:
            check_easy(str(line))
        assert all(block["picture"] in DRAWN and len(block["picture_words"]) > 8 for block in sheet["blocks"])


def check_easy(line: str) -> None:
    assert len(line.split()) <= MOST_WORDS, line
    assert not HEAVY.search(line), line
    assert len(NEGATIONS.findall(line)) <= 1, line


def test_seeding_again_leaves_the_guide_to_its_editors() -> None:
    seed_site()
    ProcedurePage.objects.get(slug="declarer-ses-ressources").delete()
    seed_site()
    assert GuidePage.objects.count() == 1
    assert not ProcedurePage.objects.filter(slug="declarer-ses-ressources").exists()


@pytest.mark.parametrize("address", ["/guide/", "/guide/declarer-ses-ressources/", "/charte-d-usages/"])
def test_a_page_of_the_guide_asks_the_database_little(
    client: Client, address: str, django_assert_max_num_queries: Any
) -> None:
    seed_site()
    client.get(address)
    with django_assert_max_num_queries(16):
        client.get(address)
