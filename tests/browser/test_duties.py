"""Who looked, letters, validations, what is to renew, three months after, half-days: wide, narrow, with axe."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from competencies.models import CFItem, Level
from lms.agenda.observing import Seen
from lms.people.rights import Role
from lms.reminders.stopping import stop_address
from lms.workforce.consulting import note_consultation
from lms.workforce.models import ConsultedPage, Reach
from lms.workforce.planning import Wish, make_plan
from lms.workforce.validating import ask_validation
from tests.browser.conftest import Site
from tests.cast import Taught, follow, give_role, make_half_day, make_institute_with_module, make_person
from tests.workforce.cast import Cast, gather, give, invent

pytestmark = pytest.mark.long

TODAY = timezone.localdate()
GESTURE = "J’ai laissé la personne taper son adresse, puis relire avec moi."


def live_through(cast: Cast, taught: Taught) -> None:
    """Something on each page: a plan, a request, a level to renew, a look, a half-day to sign."""
    Level.objects.update(reached_on=TODAY - timedelta(days=125), expires_on=TODAY + timedelta(days=20))
    make_plan(Wish(cast.dunes, taught.edition, Reach.TEAM, TODAY, "Un accueil ouvre", only_lacking=False), cast.hr)
    item = CFItem.objects.coded("A1.2").get()
    ask_validation(cast.yasmine, cast.dunes, item, Seen(item.pk, GESTURE, TODAY, "permanence", shows_level=3))
    note_consultation(cast.hr, ConsultedPage.SHEET, [cast.yasmine.pk])
    odile = make_person("Odile Varenne", Role.TRAINER, taught.institute)
    make_half_day(taught, follow(cast.yasmine, taught.edition), trainer=odile, on=TODAY)
    give_role(cast.manager, Role.TRAINER, taught.institute)


def pages_of(cast: Cast) -> list[tuple[Any, str]]:
    asked, half_day = cast.yasmine.validation_requests.get(), cast.yasmine.registrations.get().half_days.get().half_day
    item = CFItem.objects.coded("A1.1").get()
    hers = ["qui-a-regarde/", "a-renouveler/", f"{item.pk}/faire-valider/", f"{asked.cfitem_id}/faire-valider/"]
    team = ["rappels/", "validations/", f"validations/{asked.pk}/", "a-renouveler/", "trois-mois-apres/obstacles/"]
    team += ["trois-mois-apres/", f"trois-mois-apres/{cast.yasmine.pk}/"]
    return [
        *((cast.yasmine, f"/mes-competences/{page}") for page in hers),
        (cast.yasmine, "/mes-demi-journees/"),
        *((cast.manager, f"/equipe/{page}") for page in team),
        (cast.manager, "/groupes/nouveau/"),
        (cast.manager, f"/groupes/{half_day.pk}/"),
        (cast.yasmine, stop_address(cast.yasmine)),
    ]


@pytest.mark.parametrize("width", [1280, 320])
def test_no_page_keeps_anyone_out(site: Site, axe: Callable[[Page], None], tmp_path: Path, width: int) -> None:
    cast, taught = gather(), make_institute_with_module(tmp_path)
    live_through(cast, taught)
    site.page.set_viewport_size({"width": width, "height": 800})
    for reader, address in pages_of(cast):
        site.enter_as(reader)
        assert site.open(address).status == 200, address
        axe(site.page)
        assert site.width() == width, address


def test_a_learner_sends_a_gesture_the_manager_changes_it_she_reads_why_and_another_team_sees_nothing(
    site: Site, tmp_path: Path
) -> None:
    cast, _taught = gather(), make_institute_with_module(tmp_path)
    page, item = site.page, CFItem.objects.coded("A1.1").get()
    site.enter_as(cast.zoe)
    site.open(f"/mes-competences/{item.pk}/faire-valider/")
    page.get_by_label("Ce que vous avez fait").fill(GESTURE)
    page.get_by_label("Cadre").fill("permanence")
    page.get_by_role("button", name="Envoyer à mon employeur").click()
    page.get_by_text("C’est envoyé").wait_for()
    site.enter_as(give(invent("Sonia", "Sudiste"), Role.MANAGER, cast.south))
    for address in ("/equipe/validations/", "/equipe/rappels/", "/equipe/a-renouveler/"):
        site.open(address)
        assert "Ancel" not in page.content()
    site.enter_as(cast.manager)
    site.open("/equipe/validations/")
    page.get_by_role("link", name="Zoé Ancel, A1.1").click()
    page.get_by_label("Niveau que vous validez").select_option("2")
    page.get_by_role("button", name="Donner ma réponse").click()
    page.get_by_text("Dites pourquoi le niveau").first.wait_for()
    page.get_by_label("Raison, si vous changez le niveau").fill("Vous étiez encore à côté d’elle.")
    page.get_by_role("button", name="Donner ma réponse").click()
    page.get_by_text("Votre réponse est gardée").wait_for()
    site.enter_as(cast.zoe)
    site.open("/mon-parcours/")
    page.get_by_role("link", name="Lire la réponse").click()
    expect(page.get_by_text("Vous étiez encore à côté d’elle.")).to_be_visible()
    site.open("/mes-competences/qui-a-regarde/")
    expect(page.get_by_text("Marc Nordin").first).to_be_visible()
