"""An invented site in Chromium: the best walk by keyboard alone, the same without JavaScript, axe on every screen."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from modules.activities.virtual_site.checking import find_good_path
from modules.activities.virtual_site.engine import Step, advance, open_state
from modules.loading.loader import load_module
from modules.loading.schema import VirtualSite
from modules.models import Attempt, Registration
from tests.browser.conftest import Site
from tests.modules.cast import make_learner, make_registration, open_module
from tests.modules.virtual_sites import FIRST, FOLDER, FORM_OF, SITES, typed_for

pytestmark = pytest.mark.long
SITE = SITES["creer-un-compte"]
PATH = find_good_path(SITE) or []


@pytest.fixture
def registration(site: Site, tmp_path: Path) -> Registration:
    return register_to(site, tmp_path, FIRST)


def register_to(site: Site, tmp_path: Path, written: Path) -> Registration:
    edition = open_module(tmp_path / "module")
    text = written.read_text(encoding="utf-8")
    (tmp_path / "module" / "03-site.yaml").write_text(text, encoding="utf-8")
    nadege = make_learner()
    site.enter_as(nadege)
    institute = edition.module.get_parent().specific
    return make_registration(load_module(tmp_path / "module", institute).edition, nadege)


def press(page: Page, step: Step, form: dict[str, list[str]]) -> None:
    """One gesture with the keyboard: reach each field, type or tick, then Enter on the button."""
    for name, values in form.items():
        for value in values:
            field = page.locator(f'input[type=text][name="{name}"]')
            listed = page.locator(f'select[name="{name}"]')
            if listed.count():
                listed.select_option(value)
            elif field.count():
                field.focus()
                page.keyboard.press("Control+A")
                page.keyboard.type(value)
            else:
                page.locator(f'input[name="{name}"][value="{value}"]').focus()
                if not page.locator(f'input[name="{name}"][value="{value}"]').is_checked():
                    page.keyboard.press("Space")
    for name in [f"champ-{key}" for key, read in step.readings.items() if read == "non"]:
        if page.locator(f'input[name="{name}"]').is_checked():
            page.locator(f'input[name="{name}"]').focus()
            page.keyboard.press("Space")
    if step.does == "choose":
        page.locator(f'input[name=choisir][value="{step.name}"]').focus()
        page.keyboard.press("Space")
        page.locator("form:has(input[name=choisir]) button").focus()
    else:
        page.locator(f'button[name="{FORM_OF[step.does]}"][value="{step.name or "1"}"]').focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def walk(
    page: Page,
    address: str,
    each_screen: Callable[[Page], None] = lambda _page: None,
    *,
    through: VirtualSite = SITE,
) -> None:
    page.goto(address)
    each_screen(page)
    page.locator("button[value=commencer]").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    state = open_state(through)
    for step in find_good_path(through) or []:
        each_screen(page)
        press(page, step, typed_for(through, state, step))
        state = advance(through, state, step)
    each_screen(page)


def test_by_keyboard_alone_to_the_good_end_with_nothing_in_the_way(
    site: Site, registration: Registration, axe: Callable[[Page], None]
) -> None:
    def check(page: Page) -> None:
        axe(page)
        site.narrow()
        assert site.width() <= 320, page.url
        page.set_viewport_size({"width": 1280, "height": 900})

    walk(site.page, f"{site.address}/parcours/{registration.pk}/creer-un-compte/", check)
    assert Attempt.objects.get().scaled == 1


@pytest.mark.parametrize(
    ("key", "fault"),
    [
        ("declarer-des-ressources", "Votre session a expiré"),
        ("justificatif-refuse", "pièce irrecevable"),
        ("creer-un-compte", "Saisissez le code reçu"),
        ("retrouver-un-mot-de-passe", "Mot de passe oublié"),
        ("agir-sous-mandat", "L’accord de la personne"),
    ],
)
def test_each_fault_of_an_administration_is_met_and_got_through(
    site: Site, tmp_path: Path, key: str, fault: str
) -> None:
    """An expired session, a refused document, a code by SMS, a forgotten password, a mandate: the screen that says it
    is met on the way, and the way goes on to a good end."""
    registration = register_to(site, tmp_path, next(FOLDER.glob(f"*-{key}.yaml")))
    met = []
    walk(
        site.page,
        f"{site.address}/parcours/{registration.pk}/{key}/",
        lambda page: met.append(fault in page.locator("main").inner_text().replace("\xa0", " ")),
        through=SITES[key],
    )
    assert any(met)
    assert not met[-1]
    assert Attempt.objects.get().scaled == 1


def test_without_javascript(site: Site, registration: Registration, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False, storage_state=site.page.context.storage_state())
    page = context.new_page()
    page.set_default_timeout(15_000)
    walk(page, f"{site.address}/parcours/{registration.pk}/creer-un-compte/")
    assert Attempt.objects.get().scaled == 1
    context.close()


@pytest.mark.parametrize("real", ["06 12 34 56 78", "prenom.nom@exemple.fr", "DE89 3704 0044 0532 0130 00"])
def test_something_real_does_not_leave_the_browser(site: Site, registration: Registration, real: str) -> None:
    page = site.page
    page.goto(f"{site.address}/parcours/{registration.pk}/creer-un-compte/")
    page.locator("button[value=commencer]").click()
    state = open_state(SITE)
    for step in PATH[: next(n for n, each in enumerate(PATH) if "naissance" in each.readings)]:
        press(page, step, typed_for(SITE, state, step))
        state = advance(SITE, state, step)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method) if request.method == "POST" else None)
    page.locator("input[name=champ-nom]").fill(real)
    page.locator("button[value=continuer]").click()
    expect(page.locator(".vd-refusal")).to_contain_text("Ici tout est inventé")
    assert sent == []
