"""What employers read and do, in a browser: two clicks to « qui n’a pas… », heads that stay, hours, papers, files."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from lms.agenda.models import Attestation, HourEntry
from lms.agenda.papers.issuing import issue_attestation
from lms.people.models import User
from lms.people.rights import Role
from tests.browser.conftest import Site
from tests.cast import PASSWORD, Taught, finish, follow, make_half_day, make_institute_with_module, make_person
from tests.workforce.cast import Cast, employ, gather, give, invent

MATRIX, HOURS = "/equipe/competences/", "/equipe/heures/"


def sign_in(site: Site, person: User) -> Page:
    """By the form, as people do; where it leads."""
    person.email = "direction@structure.example"  # the cast has short ones, which the form refuses
    person.set_password(PASSWORD)
    person.save()
    site.open("/compte/login/")
    site.page.get_by_label("Adresse").first.fill(person.email)
    site.page.get_by_label("Mot de passe").first.fill(PASSWORD)
    site.page.get_by_label("Mot de passe").first.press("Enter")
    site.page.wait_for_url(f"**{MATRIX}")
    return site.page


def test_two_clicks_after_signing_in_lead_to_who_does_not_have_the_never_assessed_included(site: Site) -> None:
    cast = gather()
    page = sign_in(site, cast.hr)
    page.get_by_role("link", name="voir qui n’a pas A1.1").click()  # one
    expect(page.locator("table tbody th a")).to_have_text(["Ancel Zoé"])
    site.narrow()
    site.open(MATRIX)
    page.get_by_label("Compétence", exact=True).select_option(index=3)  # one
    page.get_by_role("button", name="Voir ces personnes").click()  # two
    page.wait_for_url("**competence=*")
    expect(page.locator(".matrix-people h3")).to_have_text(["Ancel Zoé"])
    expect(page.locator(".matrix-people li").first).to_contain_text("Jamais évaluée")


def test_heads_stay_in_sight_when_the_table_is_scrolled_either_way(site: Site) -> None:
    cast = gather()
    for number in range(40):
        employ("Ada", f"Foule{number:02}", cast.north)
    site.enter_as(cast.hr)
    for width in (768, 1280):
        site.page.set_viewport_size({"width": width, "height": 800})
        site.open(MATRIX)
        region = site.page.locator(".matrix-wide")
        region.evaluate("each => { each.scrollTop = 900; each.scrollLeft = 600 }")
        place = region.bounding_box()
        head = site.page.locator("thead th").nth(5).bounding_box()
        person = site.page.locator("tbody th").nth(15).bounding_box()
        assert place
        assert head
        assert person
        assert abs(head["y"] - place["y"]) < 3
        assert abs(person["x"] - place["x"]) < 3
        assert site.width() == width


def test_never_assessed_and_not_acquired_differ_by_word_icon_and_colour(site: Site) -> None:
    cast = gather()
    site.enter_as(cast.hr)
    site.open(MATRIX)
    cells = [site.page.locator(".cell", has_text=words).first for words in ("Jamais évaluée", "Non acquise")]
    icons = [cell.locator("use").get_attribute("href") for cell in cells]
    colours = [cell.evaluate("each => getComputedStyle(each).backgroundColor") for cell in cells]
    assert icons == ["#etat-jamais-evaluee", "#etat-non-acquise"]
    assert colours[0] != colours[1]


@pytest.fixture
def taught(site: Site, tmp_path: Path) -> Taught:
    return make_institute_with_module(tmp_path)


@pytest.fixture
def attested(taught: Taught) -> tuple[Cast, Attestation]:
    cast = gather()
    at = timezone.now() - timedelta(days=5)
    return cast, issue_attestation(finish(follow(cast.yasmine, taught.edition, at), at=at), at)


def test_hours_are_read_and_taken_away_by_human_resources_and_by_no_manager_of_another_team(
    site: Site, attested: tuple[Cast, Attestation], axe: Callable[[Page], None]
) -> None:
    cast, _attestation = attested
    site.enter_as(cast.hr)
    page = site.page
    for width in (1280, 768, 320):
        page.set_viewport_size({"width": width, "height": 800})
        for address in (HOURS, "/equipe/a-renouveler/", "/equipe/trois-mois-apres/obstacles/"):
            site.open(address)
            axe(page)
            assert site.width() == width, address
    site.open(HOURS)
    expect(page.locator("tbody th")).to_have_text(["Zidane Yasmine"])
    with page.expect_download() as taken:
        page.get_by_role("link", name="Tableur (.xlsx)").click()
    sheet = load_workbook(BytesIO(Path(taken.value.path()).read_bytes())).worksheets[0]
    assert [cell.value for cell in sheet[2]][:4] == ["Zidane", "Yasmine", "Prendre la mesure", 40]
    site.enter_as(give(invent("Sonia", "Sudiste"), Role.MANAGER, cast.south))
    for address in (HOURS, MATRIX, "/equipe/a-renouveler/", "/equipe/validations/", "/equipe/rappels/"):
        site.open(address)
        assert "Zidane" not in page.content(), address
        expect(page.locator("main")).not_to_contain_text(".xlsx")


def test_an_institute_corrects_hours_and_the_former_code_says_it_is_revoked(
    site: Site, taught: Taught, attested: tuple[Cast, Attestation], axe: Callable[[Page], None]
) -> None:
    _cast, attestation = attested
    site.enter_as(make_person("Odile Varenne", Role.INSTITUTE_ADMIN, taught.institute))
    page = site.page
    ledger = f"/heures/{attestation.registration_id}/"
    entry = HourEntry.objects.earliest("pk")
    for width in (1280, 768, 320):
        page.set_viewport_size({"width": width, "height": 800})
        for address in ("/attestations/", f"/attestations/{attestation.pk}/", ledger, f"{ledger}{entry.pk}/"):
            site.open(address)
            axe(page)
            assert site.width() == width, address
    site.open("/attestations/")
    page.locator("main").get_by_role("link", name="Zidane Yasmine").click()
    page.get_by_role("link", name="Les heures, écriture par écriture").click()
    page.get_by_role("link", name="Reprendre ces minutes, Lire avant d’agir").click()
    page.get_by_label("Raison").fill("Saisie pour une autre personne.")
    page.get_by_role("button", name="Écrire la correction").click()
    page.get_by_text("L’attestation est remplacée").wait_for()
    axe(page)
    assert Attestation.objects.standing().get().frozen.minutes_done == 30
    site.open(attestation.get_absolute_url())
    page.get_by_text("Une autre attestation l’a remplacée").wait_for()
    axe(page)


def test_a_half_day_is_called_off_by_keyboard_and_its_people_read_why(
    site: Site, taught: Taught, axe: Callable[[Page], None]
) -> None:
    nadege = make_person("Nadège Osmont")
    odile = make_person("Odile Varenne", Role.TRAINER, taught.institute)
    day = timezone.localdate() + timedelta(days=2)
    half_day = make_half_day(taught, follow(nadege, taught.edition), trainer=odile, on=day)
    site.enter_as(odile)
    site.narrow()
    page = site.page
    site.open(f"/groupes/{half_day.pk}/")
    page.get_by_role("link", name="Annuler cette demi-journée").click()
    axe(page)
    assert site.width() == 320
    page.get_by_label("Raison").fill("La salle est inondée.")
    page.get_by_role("button", name="Annuler et prévenir").press("Enter")
    page.get_by_text("Annulée le").wait_for()
    axe(page)
    site.enter_as(nadege)
    site.open("/mes-demi-journees/")
    page.get_by_text("La salle est inondée.").wait_for()
    axe(page)
