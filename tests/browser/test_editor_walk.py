"""An editor who has read nothing writes a note, a procedure and a meeting from the first page of the studio; a visitor
reads each."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cms.models import HomePage
from cms.seeding import seed_site
from lms.agenda.models import MeetingsPage
from lms.people.rights import Role
from lms.people.studio_groups import sync_rights
from tests.browser.conftest import Site
from tests.cast import PASSWORD, make_person

pytestmark = pytest.mark.long


@pytest.fixture
def home(site: Site) -> HomePage:
    home = seed_site()
    home.add_child(instance=MeetingsPage(title="Rencontres", slug="rencontres"))
    return home


def sign_in(site: Site) -> Page:
    """By the form, as on the first day."""
    editor = make_person("Étienne Quiblier", Role.SITE_ADMIN)
    sync_rights()
    site.open("/studio/")
    page = site.page
    page.get_by_label("Adresse électronique").fill(editor.email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button").first.click()
    expect(page.get_by_role("heading", name="Écrire")).to_be_visible()
    return page


def begin(site: Site, words: str, title: str) -> Page:
    site.open("/studio/")
    site.page.get_by_role("link", name=words).click()
    site.page.locator("#id_title").fill(title)
    return site.page


def add_block(page: Page, field: str, **words: str) -> None:
    """The first block of a list of blocks; a list of one kind of block opens it at once."""
    page.locator(f"[data-contentpath='{field}'] button[title='Insérer un bloc']").first.click()
    for name, said in words.items():
        page.locator(f"[name='{field}-0-value-{name}']").fill(said)


def publish(page: Page) -> None:
    page.get_by_role("button", name="Plus d'actions").click()
    expect(page.get_by_role("button", name="Soumettre")).to_have_count(0)
    page.get_by_role("button", name="Publier", exact=True).click()
    expect(page.get_by_text("créée et publiée").or_(page.get_by_text("publiée").first).first).to_be_visible()


def read_as_visitor(site: Site, above: str, title: str) -> Page:
    """From the list, in a browser that nobody has signed in."""
    site.page.context.clear_cookies()
    site.open(above)
    site.page.get_by_role("main").get_by_role("link", name=title).click()
    expect(site.page.get_by_role("heading", name=title, level=1)).to_be_visible()
    return site.page


def test_a_note_of_the_watch_from_nothing(site: Site, home: HomePage) -> None:
    sign_in(site)
    page = begin(site, "Une note de veille", "Un guichet ouvre le samedi")
    expect(page.get_by_role("textbox", name="Jour")).to_have_value(f"{timezone.localdate():%d/%m/%Y}")
    page.get_by_role("combobox", name="Thème").select_option(label="Accès aux droits")
    page.get_by_role("textbox", name="Ce que l’on sait").fill(
        "Le guichet reçoit le samedi matin. Voir [ici](https://www.exemple.example/)."
    )
    page.get_by_role("textbox", name="Ce que ça change pour moi").fill("Proposez le samedi à qui travaille.")
    page.locator("#id_source").fill("Affiche du guichet, novembre 2026")
    publish(page)
    expect(page.get_by_text("Le lien « ici » ne dit pas où il mène")).to_be_visible()
    read_as_visitor(site, "/veille/", "Un guichet ouvre le samedi")
    expect(site.page.get_by_text("Proposez le samedi à qui travaille.")).to_be_visible()


def test_a_procedure_of_the_guide_from_nothing(site: Site, home: HomePage) -> None:
    sign_in(site)
    page = begin(site, "Une démarche du guide", "Demander une carte de transport")
    page.get_by_role("textbox", name="À quoi elle sert").fill("Elle donne droit à un tarif réduit, pour un an.")
    page.locator("#id_service").fill("Réseau de transport")
    add_block(page, "papers", name="Une photo", note="Prise avec le téléphone.")
    add_block(page, "steps", title="Ouvrir la page", text="La personne tape l’adresse.")
    add_block(page, "rules", what="Le mot de passe", why="Il ouvre tout.")
    page.locator("[name='rules-0-value-who']").select_option(label="La personne, seule")
    publish(page)
    shown = read_as_visitor(site, "/guide/", "Demander une carte de transport")
    for words in ("Une photo", "Ouvrir la page", "La personne, seule", "À vérifier par un professionnel"):
        expect(shown.get_by_role("main").get_by_text(words).first).to_be_visible()


def test_a_meeting_from_nothing(site: Site, home: HomePage) -> None:
    sign_in(site)
    day = timezone.localdate() + timedelta(days=30)
    page = begin(site, "Une rencontre", "Forum des guichets")
    page.get_by_role("textbox", name="À quoi elle sert").fill("Se connaître entre guichets.")
    page.get_by_role("textbox", name="Début").fill(f"{day:%d/%m/%Y} 09:30")
    page.get_by_role("textbox", name="Fin").fill(f"{day:%d/%m/%Y} 12:00")
    page.get_by_role("textbox", name="Lieu").fill("Médiathèque de l’Exemple")
    page.keyboard.press("Escape")
    add_block(page, "moments", time="09:30", title="Trois minutes chacun")
    publish(page)
    shown = read_as_visitor(site, "/rencontres/", "Forum des guichets")
    expect(shown.get_by_text("Trois minutes chacun")).to_be_visible()
    expect(shown.get_by_role("link", name="S’inscrire")).to_be_visible()
