"""Prior learning and a contested level in a browser: sent, answered, read; on a small phone, keeping nobody out."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from competencies.models import CFItem
from lms.people.rights import Role
from tests.browser.conftest import Site
from tests.cast import make_institute_with_module, make_person
from tests.prior.files import PDF


def test_a_document_is_sent_accepted_and_read_on_a_small_phone(
    site: Site, axe: Callable[[Page], None], tmp_path: Path
) -> None:
    taught = make_institute_with_module(tmp_path)
    nadege, odile = make_person("Nadège Osmont"), make_person("Odile Varenne", Role.TRAINER, taught.institute)
    send = f"/mes-competences/{CFItem.objects.coded('A1.1').get().pk}/acquis/"
    file = tmp_path / "attestation.pdf"
    file.write_bytes(PDF)
    page = site.page

    def look() -> None:
        for width in (1280, 768, 320):
            page.set_viewport_size({"width": width, "height": 800})
            axe(page)
            assert site.width() == width, page.url

    site.enter_as(nadege)
    site.open(send)
    look()
    page.get_by_role("button", name="Envoyer à l’institut").click()
    page.get_by_text("Choisissez le document à envoyer").first.wait_for()
    look()
    page.get_by_label("Ce qu’est le document").fill("Attestation de 2024")
    page.get_by_label("Ce qu’il montre que vous savez faire").fill("J’ai animé six ateliers.")
    page.get_by_label("Document", exact=True).set_input_files(file)
    page.get_by_label("Il ne nomme personne").check()
    page.get_by_role("button", name="Envoyer à l’institut").click()
    page.get_by_text("Pas encore de réponse").wait_for()
    look()
    site.enter_as(odile)
    site.open("/acquis-anterieurs/")
    look()
    page.get_by_role("link", name="Nadège Osmont").click()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Enregistrer le document").click()
    assert saved.value.suggested_filename.startswith("acquis-a1-1-")
    look()
    page.get_by_label("J’accepte ce document").check()
    page.get_by_label("Raison").fill("Le programme couvre les quatre dimensions.")
    page.get_by_role("button", name="Donner ma réponse").click()
    page.get_by_text("Votre décision est gardée").wait_for()
    site.enter_as(nadege)
    site.open("/mon-parcours/")
    page.get_by_role("link", name="Lire la réponse").click()
    page.get_by_text("Le programme couvre les quatre dimensions.").wait_for()
    look()
    page.get_by_role("button", name="Supprimer mon document").click()
    page.get_by_text("Le document est supprimé.").wait_for()
