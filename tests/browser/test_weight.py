"""What a first visit costs an old phone: bytes on the road and requests, nothing from elsewhere."""

from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import pytest

from cms.seeding import seed_site
from lms.people.rights import Role
from tests.browser.conftest import Site
from tests.cast import finish, follow, hire, make_employer, make_institute_with_module, make_person

KILOBYTES = 150
REQUESTS = 10


def weigh(site: Site, path: str, but: str = "") -> tuple[int, list[str]]:
    """The bytes that came over the network, heads of answers included, and every address asked; `but` ends those that
    are not weighed."""
    asked: list[str] = []
    bytes_: list[int] = []
    left_out: set[str] = set()

    def note(event: dict[str, Any]) -> None:
        if event["requestId"] not in left_out:
            bytes_.append(int(event["encodedDataLength"]))

    def ask(event: dict[str, Any]) -> None:
        asked.append(event["request"]["url"])
        if but and event["request"]["url"].endswith(but):
            left_out.add(event["requestId"])

    session = site.page.context.new_cdp_session(site.page)
    session.send("Network.enable")
    session.send("Network.clearBrowserCache")
    session.on("Network.loadingFinished", note)
    session.on("Network.requestWillBeSent", ask)
    site.open(path)
    site.page.wait_for_load_state("networkidle")
    session.detach()
    return sum(bytes_), asked


@pytest.fixture
def paths(site: Site, tmp_path: Path) -> dict[str, str]:
    """The three pages people meet first, with something on each."""
    seed_site()
    taught = make_institute_with_module(tmp_path)
    nadege = make_person("Nadège", Role.LEARNER)
    hire(nadege, make_employer().team, started_on=date(2025, 1, 6))
    finish(follow(nadege, taught.edition))
    site.enter_as(nadege)
    return {"home": "/", "module": taught.module.url, "dashboard": "/mon-parcours/"}


def test_a_first_visit_is_light(site: Site, paths: dict[str, str]) -> None:
    weights = {}
    for name, path in paths.items():
        total, asked = weigh(site, path)
        hosts = {urlparse(address).netloc for address in asked if address.startswith("http")}
        assert hosts == {urlparse(site.address).netloc}, name
        weights[name] = (total / 1000, len(asked))
    print(weights)  # noqa: T201 (read with -s)
    assert {name: kb for name, (kb, _count) in weights.items() if kb > KILOBYTES} == {}
    assert {name: count for name, (_kb, count) in weights.items() if count > REQUESTS} == {}
