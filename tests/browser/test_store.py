"""The store's screens in the studio: nobody is kept out of them, on a phone neither."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from lms.people.rights import Role
from lms.people.studio_groups import sync_rights
from tests.browser.conftest import Site
from tests.cast import make_person
from tests.xapi_store.asking import Asker
from tests.xapi_store.cast import say
from xapi_store.models import AuditEntry, Deed, ForwardingRefusal, ForwardingTarget
from xapi_store.recording import record

pytestmark = pytest.mark.long

SCREENS = ["", "non-rattaches/", "acces/", "transmission/", "volume/", "journal/"]


def test_every_screen_of_the_store_is_open_to_everybody_on_any_width(
    site: Site, axe: Callable[[Page], None], tmp_path: Path
) -> None:
    team = make_person("Équipe Site", Role.SITE_ADMIN)
    sync_rights()
    statement = record(say()).statement
    Asker().say(say())
    target = ForwardingTarget.objects.create(name="Région", endpoint="https://lrs.example", last_error="503")
    ForwardingRefusal.objects.create(
        target=target, sid=statement.sid, statement_id=statement.statement_id, status=400, problem="refusé"
    )
    AuditEntry.objects.note(Deed.PURGED, "Équipe du site", statements=3)
    site.enter_as(team)
    for path in [*SCREENS, f"enonce/{statement}/"]:
        site.page.set_viewport_size({"width": 1280, "height": 900})
        site.open(f"/studio/depot/{path}")
        site.page.wait_for_load_state("networkidle")
        site.page.screenshot(path=tmp_path / f"{path.partition('/')[0] or 'enonces'}-1280.png", full_page=True)
        axe(site.page)
        site.narrow()
        assert site.width() <= 320, path
        site.page.screenshot(path=tmp_path / f"{path.partition('/')[0] or 'enonces'}-320.png", full_page=True)
