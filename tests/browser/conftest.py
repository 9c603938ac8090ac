"""A real browser on a real site. `site` opens pages, `axe` counts what keeps someone out."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import Page, Response, expect

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 15_000  # ms; a machine with neighbours answers late, which is no fault
expect.set_options(timeout=PATIENCE)
WCAG_A_AND_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    return {"locale": "fr-FR", "viewport": {"width": 1280, "height": 900}}


@pytest.fixture(scope="session")
def nothing_to_give_back(kept_rows: None, playwright: Any, django_db_blocker: Any) -> Iterator[None]:
    """Playwright's loop makes this thread use a second connection object: tell it what the first one was told."""
    connection._test_serialized_contents = "[]"
    yield
    with django_db_blocker.unblock():
        connection.close()  # PostgreSQL drops no database that someone still uses


class Site:
    """The live site seen through one browser page."""

    def __init__(self, address: str, page: Page) -> None:
        self.address = address
        self.page = page

    def open(self, path: str) -> Response:
        """Go to a path of the site and wait for it."""
        response = self.page.goto(self.address + path)
        assert response is not None
        return response

    def enter_as(self, person: Any) -> None:
        """Sign this person in without walking the form (the walk has its own test)."""
        client = Client()
        client.force_login(person)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        self.page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.address}])

    def narrow(self) -> None:
        """The width at which nothing may scroll sideways (WCAG 1.4.10)."""
        self.page.set_viewport_size({"width": 320, "height": 640})

    def width(self) -> int:
        """How wide the page really is, in CSS pixels. A click returns when the next page begins: wait for its end."""
        self.page.wait_for_load_state()
        return int(self.page.evaluate("document.scrollingElement.scrollWidth"))


@pytest.fixture
def site(
    nothing_to_give_back: None, django_db_serialized_rollback: None, live_server: Any, page: Page
) -> Iterator[Site]:
    """Every browser test uses this fixture. The rows of the migrations are there: each test that commits ends by
    giving them back (tests/conftest.py)."""
    page.set_default_timeout(PATIENCE)
    thrown: list[Exception] = []
    page.on("pageerror", lambda error: thrown.append(error))  # a builtin cannot listen
    yield Site(live_server.url, page)
    assert thrown == []  # no script of any page opened failed


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Fails with one line per violation of WCAG 2.2 A or AA on the page as it is now."""

    def check(page: Page) -> None:
        page.wait_for_load_state()
        options = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": WCAG_A_AND_AA}}
        violations = Axe().run(page, options=options).response["violations"]
        found = [f"{rule['id']}: {rule['help']}: {node['html'][:200]}" for rule in violations for node in rule["nodes"]]
        assert not found, "\n".join(found)

    return check
