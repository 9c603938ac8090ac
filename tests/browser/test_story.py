"""The story in a real browser: a new learner, then the employer, then the funder."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from lms.funding.editions import publish
from lms.funding.inviting import invite
from lms.funding.models import Convention, ConventionModule
from lms.people.models import User
from lms.people.rights import Role
from tests.browser.conftest import Site
from tests.cast import (
    PASSWORD,
    Taught,
    finish,
    follow,
    hire,
    make_employer,
    make_funder,
    make_institute_with_module,
    make_person,
)

Check = Callable[[Page], None]


@pytest.fixture
def taught(site: Site, tmp_path: Path) -> Taught:
    return make_institute_with_module(tmp_path)


def sign_in(site: Site, person: User) -> None:
    site.page.context.clear_cookies()
    site.open("/compte/login/")
    site.page.get_by_label("Adresse électronique").fill(person.email)
    site.page.get_by_label("Mot de passe").fill(PASSWORD)
    site.page.get_by_role("main").get_by_role("button", name="Se connecter").click()


def make_convention(taught: Taught) -> Convention:
    """Twenty-four people of two employers invited last month, half of whom have finished."""
    convention = Convention.objects.create(
        funder=make_funder(),
        number="2026-009",
        title="Former les équipes",
        starts_on=timezone.localdate() - timedelta(days=60),
        ends_on=timezone.localdate() + timedelta(days=60),
        territories=["59"],
    )
    ConventionModule.objects.create(convention=convention, module_key=taught.edition.module_key)
    employers = [make_employer("Service Passages"), make_employer("Foyer du Port")]
    month = timezone.now() - timedelta(days=30)
    for index in range(24):
        colleague = make_person(f"Collègue {index}")
        hire(colleague, employers[index % 2].team)
        invite(convention, colleague, taught.edition.module_key, timezone.localdate(month))
        if index % 4 < 2:
            finish(follow(colleague, taught.edition, month), at=month + timedelta(days=1))
    publish(convention)
    return convention


def answer_all(page: Page, questions: int) -> None:
    """Right each time: the first answer of the tiny module."""
    for _question in range(questions):
        page.get_by_role("radio").first.check()
        page.get_by_role("button", name="Envoyer ma réponse").click()
        following = page.get_by_role("link", name=re.compile("Question suivante|Voir le bilan"))
        if following.count():
            expect(page.get_by_role("heading", name="Pourquoi")).to_be_focused()
            following.click()


def test_a_new_learner_then_her_employer_then_the_funder(site: Site, taught: Taught, axe: Check) -> None:
    page, employer = site.page, make_employer()
    nadege = make_person("Nadège Osmont")
    hire(nadege, employer.team)
    convention = make_convention(taught)

    sign_in(site, nadege)
    site.open("/modules/")
    page.get_by_role("link", name="Prendre la mesure").click()
    page.get_by_role("button", name="Suivre ce module").click()
    page.get_by_role("link", name="Continuer").click()
    axe(page)
    page.get_by_role("button", name="Terminer cette leçon").click()
    page.get_by_role("button", name="Commencer").click()
    axe(page)
    answer_all(page, 3)
    page.get_by_role("link", name="Continuer").click()
    page.get_by_role("button", name="Commencer").click()
    answer_all(page, 3)
    axe(page)
    page.get_by_role("link", name="Continuer").click()
    expect(page.get_by_role("heading", level=1, name="Ce que vous avez appris")).to_be_visible()
    expect(page.get_by_text("Niveau 3, en autonomie").first).to_be_visible()
    axe(page)
    site.narrow()
    assert site.width() <= 320
    page.set_viewport_size({"width": 1280, "height": 900})

    sign_in(site, make_person("Paul Vasseur", Role.HR, employer.root))
    expect(page.get_by_role("row", name=re.compile("Osmont"))).to_contain_text("Acquise")
    expect(page.get_by_role("row", name=re.compile("Osmont"))).to_contain_text("Jamais évaluée")
    axe(page)

    sign_in(site, make_person("Marc Delattre", Role.FUNDER, convention.funder))
    page.get_by_role("link", name="Former les équipes").click()
    expect(page.get_by_role("table").first).to_contain_text("24")
    expect(page.get_by_role("main")).not_to_contain_text("Osmont")
    axe(page)


@pytest.mark.long
def test_the_whole_path_is_walked_by_keyboard_without_javascript(site: Site, taught: Taught, browser: object) -> None:
    """Tab, arrows, space and enter, from the sign-in form to the end page."""
    context = browser.new_context(java_script_enabled=False, locale="fr-FR")  # type: ignore[attr-defined]
    page = context.new_page()
    nadege = make_person("Nadège Osmont")
    registration = follow(nadege, taught.edition)
    page.goto(f"{site.address}/compte/login/?next=/parcours/{registration.pk}/")
    page.get_by_label("Adresse électronique").focus()
    page.keyboard.type(nadege.email)
    page.keyboard.press("Tab")  # the link for a forgotten password, said with the field
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Continuer").press("Enter")
    page.get_by_role("button", name="Terminer cette leçon").press("Enter")
    for _quiz in range(2):
        page.get_by_role("button", name="Commencer").press("Enter")
        for _question in range(3):
            page.get_by_role("radio").first.press("Space")
            page.get_by_role("button", name="Envoyer ma réponse").press("Enter")
            following = page.get_by_role("link", name=re.compile("Question suivante|Voir le bilan"))
            if following.count():
                following.press("Enter")
        page.get_by_role("link", name="Continuer").press("Enter")
    expect(page.get_by_role("heading", level=1, name="Ce que vous avez appris")).to_be_visible()
    registration.refresh_from_db()
    assert registration.completed_at is not None
    context.close()
