"""Someone who takes a module in a browser, from its public page to the end page, whatever its activities are.

She answers what there is to answer, at random but the same each time, and presses the one filled button of the page. In
an invented site she follows the way to its good end: nothing else is sure to lead out of it.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from playwright.sync_api import Locator, Page

from modules.activities.virtual_site.checking import find_good_path
from modules.activities.virtual_site.engine import advance, open_state
from modules.models import EditionActivity
from tests.browser.conftest import Site
from tests.browser.test_virtual_site import press
from tests.modules.virtual_sites import typed_for

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 640}
MOST_PAGES = 120
"""Of one activity: more is a loop."""


@dataclass
class Walker:
    site: Site
    shots: Path | None = None
    """Where each page is kept as a picture, at both widths; nowhere by default."""
    draw: Random = field(default_factory=lambda: Random(7))
    seen: list[str] = field(default_factory=list)

    @property
    def page(self) -> Page:
        return self.site.page

    def take(self, activity: EditionActivity) -> None:
        """From its first page to the first page of what follows."""
        address = self.page.url.split("?")[0]
        for _page in range(MOST_PAGES):
            self.look(activity.slug)
            if activity.kind == "virtual_site" and self.page.locator("button[value=commencer]").count():
                self.play(activity)
            if activity.kind == "workshop":
                self.say_done()
            self.answer()
            self.go_on()
            if self.page.url.split("?")[0].split("#")[0] != address:
                return
        raise AssertionError(f"{activity.slug}: no way out after {MOST_PAGES} pages")

    def play(self, activity: EditionActivity) -> None:
        """An invented site, to its good end."""
        content = activity.thawed
        self.go_on()
        state = open_state(content)
        for step in find_good_path(content) or []:
            self.look(activity.slug)
            press(self.page, step, typed_for(content, state, step))
            state = advance(content, state, step)
        self.look(activity.slug)

    def say_done(self) -> None:
        """A workshop taken elsewhere, on her word: no half-day of hers holds it."""
        self.page.locator("main summary").first.click()
        with self.page.expect_navigation():
            self.page.locator("main details button").first.click()

    def answer(self) -> None:
        """Every field of the page."""
        main = self.page.get_by_role("main")
        for group in _groups(main.locator("input[type=radio]:enabled")):
            self.draw.choice(group).check()
        for name, group in _named(main.locator("input[type=checkbox]:enabled")).items():
            for box in group[: 3 if name == "criteres" else 1]:
                box.check()
        for list_of_lines in main.locator("[data-ordering]").all():
            list_of_lines.get_by_role("button").last.click()  # the script has given every line a place: change one
        for chosen in main.locator("select:enabled:visible").all():
            if not chosen.input_value():
                chosen.select_option(index=self.draw.randrange(1, chosen.locator("option").count()))
        for text in main.locator("textarea:enabled, input[type=text]:enabled").all():
            text.fill("Un geste, dit en une ligne.")

    def go_on(self) -> None:
        """The one filled button of the page, a button or a link."""
        filled = self.page.locator("main .btn-wide:not(.btn-2):not(.btn-quiet)")
        assert filled.count() == 1, (self.page.url, filled.count())
        with self.page.expect_navigation():
            filled.click()

    def look(self, slug: str) -> None:
        """No page scrolls sideways on a phone."""
        self.seen.append(slug)
        self.page.set_viewport_size(NARROW)
        assert self.site.width() <= NARROW["width"], self.page.url
        self._keep(slug, "320")
        self.page.set_viewport_size(WIDE)
        self._keep(slug, "1280")

    def _keep(self, slug: str, width: str) -> None:
        if self.shots is not None:
            name = f"{len(self.seen):03}-{slug}-{width}.png"
            self.page.screenshot(path=self.shots / name, full_page=True, animations="disabled")


def _named(fields: Locator) -> dict[str, list[Locator]]:
    found: dict[str, list[Locator]] = {}
    for each in fields.all():
        found.setdefault(str(each.get_attribute("name")), []).append(each)
    return found


def _groups(fields: Locator) -> Iterator[list[Locator]]:
    yield from _named(fields).values()


def folder_of_shots(name: str) -> Path | None:
    """A folder of that name where SHOTS says, for who wants to look at every page."""
    asked: Any = os.environ.get("SHOTS")
    if not asked:
        return None
    folder = Path(asked) / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder
