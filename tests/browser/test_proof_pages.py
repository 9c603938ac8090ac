"""The pages of the proof, seen by everyone on any width: why these modules, coverage, campaigns, diagnosis, rules,
positioning, and how one stands in each competency."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from cms.seeding import seed_site
from competencies.models.level_rule import forget_rules
from lms.campaigns.opening import make_links, open_campaign
from lms.people.rights import Role
from lms.people.studio_groups import sync_rights
from modules.loading.loader import InstituteFile, load_institute, load_module
from tests.browser.conftest import Site
from tests.browser.walking import folder_of_shots
from tests.campaigns.test_campaigns import answer, close
from tests.cast import make_employer, make_institute_with_module, make_person
from tests.modules.cast import make_learner, make_registration
from tests.modules.test_positioning_activity import FOLDER as POSITIONING

pytestmark = pytest.mark.long
WIDTHS = (1280, 768, 320)
FITS = "width => document.scrollingElement.scrollWidth <= width"
SETTLED = 300  # milliseconds, for colours that change
Axe = Callable[[Page], None]


def look_at(site: Site, axe: Axe, name: str) -> None:
    """As it is now, at three widths, in both colours."""
    shots = folder_of_shots("proof")
    for width in WIDTHS:
        site.page.set_viewport_size({"width": width, "height": 900})
        site.page.wait_for_function(FITS, arg=width)  # a chart is drawn again once its box has narrowed
        if shots is not None:
            site.page.screenshot(path=shots / f"{name}-{width}.png", full_page=True, animations="disabled")
    for colours in ("dark", "light"):
        site.page.emulate_media(color_scheme=colours, reduced_motion="reduce")  # type: ignore[arg-type]
        site.page.wait_for_timeout(SETTLED)
        axe(site.page)
    site.page.set_viewport_size({"width": 1280, "height": 900})


def look_at_all(site: Site, axe: Axe, addresses: Iterable[str]) -> None:
    for address in addresses:
        assert site.open(address).ok, address
        look_at(site, axe, address.strip("/").replace("/", "-").replace("?", "-"))


def test_why_these_modules_and_what_they_cover(site: Site, axe: Axe, tmp_path: Any) -> None:
    seed_site()
    make_institute_with_module(tmp_path)
    site.open(reverse("modules:why"))
    links = site.page.eval_on_selector_all("main a[href*='?']", "all => all.map(each => each.getAttribute('href'))")
    filtered = [f"{reverse('modules:why')}{link}" for link in links if link.startswith("?")][:2]
    look_at_all(site, axe, [reverse("modules:why"), *filtered, reverse("modules:coverage")])


def test_a_campaign_from_its_opening_to_its_results(site: Site, axe: Axe) -> None:
    employer = make_employer()
    hr = make_person("Hélène Rivière", Role.HR, employer.root)
    running = open_campaign(employer.root, hr, timezone.localdate() + timedelta(days=20))
    over = open_campaign(employer.root, hr, timezone.localdate() + timedelta(days=20))
    answer(over, *({"q05": ["oui" if number % 2 else "non"]} for number in range(24)))
    close(over)
    (secret,) = make_links(running, 1)
    site.open(reverse("campaigns:answer", args=[secret]))
    look_at(site, axe, "campagne-questionnaire")
    site.enter_as(hr)
    pages = [
        reverse("campaigns:campaigns"),
        *(reverse("campaigns:campaign", args=[each.pk]) for each in (running, over)),
    ]
    look_at_all(site, axe, pages)
    expect(site.page.get_by_role("main")).to_contain_text("12 personnes sur 24")
    site.open(reverse("campaigns:campaign", args=[running.pk]))
    site.page.get_by_role("button", name="Créer ces liens").click()
    look_at(site, axe, "campagne-erreur")
    look_at_all(site, axe, [reverse("diagnosis:structures"), reverse("diagnosis:structure", args=[employer.root.pk])])


def test_a_rule_is_read_tried_and_previewed(site: Site, axe: Axe) -> None:
    forget_rules()
    sync_rights()
    site.enter_as(make_person("Solène Régie", Role.SITE_ADMIN))
    for address in ("/studio/referentiels/regles/", "/studio/referentiels/regles/standard/"):
        site.open(address)
        for width in WIDTHS:
            site.page.set_viewport_size({"width": width, "height": 900})
            assert site.width() <= width, address
        axe(site.page)


def test_a_positioning_keeps_nobody_out_from_its_first_question_to_its_words(site: Site, axe: Axe) -> None:
    seed_site()
    institute = load_institute(InstituteFile("institut-essai", "Institut d’essai", "", ""))
    edition = load_module(POSITIONING, institute).edition
    nadege = make_learner()
    registration = make_registration(edition, nadege)
    activity = edition.activities.first()
    assert activity is not None
    site.enter_as(nadege)
    site.open(f"/parcours/{registration.pk}/{activity.slug}/")
    look_at(site, axe, "positionnement-debut")
    site.page.locator("button[value=commencer]").click()
    look_at(site, axe, "positionnement-question")
    while site.page.locator("button[value=ne-sais-pas]").count():
        site.page.locator("button[value=ne-sais-pas]").click()
    look_at(site, axe, "positionnement-mots")
    look_at_all(site, axe, ["/mes-competences/"])
