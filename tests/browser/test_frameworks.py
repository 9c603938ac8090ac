"""The editor of frameworks in the studio: written, brought in and refused on any width, by anyone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from competencies.case.copying import copy_framework
from competencies.models import CFDocument, CFItem
from lms.people.rights import Role
from lms.people.studio_groups import sync_rights
from tests.browser.conftest import Site
from tests.cast import make_institute, make_person

pytestmark = pytest.mark.long
WIDTHS = (1280, 768)


def test_every_screen_of_the_editor_is_open_to_everybody_on_any_width(
    site: Site, axe: Callable[[Page], None], tmp_path: Path
) -> None:
    institute = make_institute()
    admin = make_person("Denise Direction", Role.INSTITUTE_ADMIN, institute)
    sync_rights()
    draft = copy_framework(CFDocument.objects.get(), institute.pk, "1.1")
    item = CFItem.every.get(document=draft, human_coding_scheme="A1.1")
    broken = tmp_path / "faux.json"
    broken.write_text('{"CFDocument": {"title": 3}, "CFItems": [{}]}', encoding="utf-8")
    site.enter_as(admin)
    screens = {"liste": "", "creer": "creer/", "importer": "importer/", "referentiel": f"{draft.pk}/"}
    screens |= {"element": f"{draft.pk}/elements/{item.pk}/", "fiche": f"{draft.pk}/fiche/"}
    for name, path in screens.items():
        site.page.set_viewport_size({"width": 1280, "height": 900})
        site.open(f"/studio/referentiels/{path}")
        if name == "importer":
            site.page.set_input_files("input[type=file]", broken)
            site.page.get_by_role("button", name="Vérifier seulement").click()
            site.page.get_by_text("$.CFItems[0]").first.wait_for()
        for width in WIDTHS:
            site.page.set_viewport_size({"width": width, "height": 900})
            site.page.screenshot(path=tmp_path / f"{name}-{width}.png")
        axe(site.page)
        site.narrow()
        assert site.width() <= 320, name
        site.page.screenshot(path=tmp_path / f"{name}-320.png")
