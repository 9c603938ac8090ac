"""The learner's, the trainer's and the verifier's pages in a real browser: axe, 320 px, keyboard, no script."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from lms.agenda.models import HalfDay
from lms.agenda.observing import Seen, observe
from lms.agenda.papers.issuing import issue_attestation
from lms.people.rights import Role
from tests.browser.conftest import Site
from tests.cast import Taught, finish, follow, make_half_day, make_institute_with_module, make_person, take

pytestmark = pytest.mark.long

Axe = Callable[[Page], None]


class House:
    """Nadège is in the middle of a module and has finished another; Odile trains her group."""

    def __init__(self, folder: Path) -> None:
        self.done: Taught = make_institute_with_module(folder)
        self.begun = make_institute_with_module(
            folder, key="passer-le-relais", title="Passer le relais sans perdre le fil"
        )
        make_institute_with_module(folder, key="ecrire-ensemble", title="Écrire ensemble")
        self.nadege, self.bilal = make_person("Nadège Osmont"), make_person("Bilal Ferrand")
        self.finished = finish(follow(self.nadege, self.done.edition))
        self.half = follow(self.nadege, self.begun.edition)
        take(self.half, self.half.edition.activities.first())
        self.odile = make_person("Odile Varenne", Role.TRAINER, self.done.institute)
        other = follow(self.bilal, self.done.edition)
        self.group: HalfDay = make_half_day(
            self.done, self.finished, other, trainer=self.odile, on=timezone.localdate()
        )
        item = UUID(self.done.edition.competencies[0]["identifier"])
        member = self.group.members.get(registration=self.finished)
        observe(self.odile, member, Seen(item, "A laissé la souris à la personne.", timezone.localdate(), "atelier"))
        self.attestation = issue_attestation(self.finished)

    def pages(self) -> dict[str, tuple[Any, str]]:
        """(who, address) by name."""
        return {
            "tableau": (self.nadege, reverse("desk:dashboard")),
            "profil": (self.nadege, reverse("desk:profile")),
            "profil-vide": (self.bilal, reverse("desk:profile")),
            "attestation": (self.nadege, reverse("agenda:attestation", args=[self.finished.pk])),
            "groupes": (self.odile, reverse("agenda:groups")),
            "groupe": (self.odile, reverse("agenda:group", args=[self.group.pk])),
            "verifier": (None, reverse("agenda:ask_code")),
            "verification": (None, self.attestation.get_absolute_url()),
            "code-inconnu": (None, reverse("agenda:verify", args=["AAAA-AAAA-AAAA"])),
        }


@pytest.fixture
def house(site: Site, tmp_path: Path) -> House:
    return House(tmp_path)


def test_every_page_is_open_to_all_and_fits_a_narrow_screen(site: Site, axe: Axe, house: House) -> None:
    for name, (person, address) in house.pages().items():
        site.page.context.clear_cookies()
        if person is not None:
            site.enter_as(person)
        site.page.set_viewport_size({"width": 1280, "height": 900})
        site.open(address)
        axe(site.page)
        site.narrow()
        assert site.width() == 320, name
        axe(site.page)


def test_continue_is_one_key_away_and_lands_on_the_activity(site: Site, house: House) -> None:
    site.enter_as(house.nadege)
    site.open(reverse("desk:dashboard"))
    go_on = site.page.get_by_role("link", name="Continuer")
    go_on.focus()
    site.page.keyboard.press("Enter")
    expect(site.page.get_by_role("heading", level=1)).to_contain_text("Faire le point")


def test_a_trainer_records_a_gesture_without_script(
    site: Site, axe: Axe, house: House, browser: Any, browser_context_args: dict[str, Any]
) -> None:
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    plain = Site(site.address, context.new_page())
    plain.enter_as(house.odile)
    plain.open(reverse("agenda:group", args=[house.group.pk]))
    page = plain.page
    page.get_by_label("Personne formée").select_option(label="Bilal Ferrand")
    page.get_by_label("Compétence", exact=True).select_option(index=1)
    page.get_by_label("Cadre").fill("permanence numérique")
    page.get_by_label("Le geste que vous avez vu").fill("Court.")
    page.get_by_role("button", name="Enregistrer ce geste").click()
    expect(page.get_by_role("alert")).to_contain_text("Dites-en un peu plus")
    expect(page.get_by_label("Cadre")).to_have_value("permanence numérique")
    page.get_by_label("Le geste que vous avez vu").fill("A reformulé la question avant de toucher au clavier.")
    page.get_by_role("button", name="Enregistrer ce geste").click()
    expect(page.get_by_role("status")).to_contain_text("Geste enregistré. Bilal Ferrand")
    context.close()
    site.enter_as(house.bilal)
    site.open(reverse("desk:profile"))
    expect(site.page.get_by_text("A reformulé la question avant de toucher au clavier.")).to_be_visible()


def test_an_observation_refused_is_told_to_everyone(site: Site, axe: Axe, house: House) -> None:
    site.enter_as(house.odile)
    site.open(reverse("agenda:group", args=[house.group.pk]))
    site.page.get_by_role("button", name="Enregistrer ce geste").click()
    expect(site.page).to_have_title("Erreur : Prendre la mesure – Faire avec")
    axe(site.page)
