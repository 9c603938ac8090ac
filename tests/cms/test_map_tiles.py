"""The map under the sketch of the directory: nobody is asked for it, unless the house names a server."""

import re

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from cms.directory.communes import find_communes
from cms.directory.importing import take_shipped
from cms.directory.sketch import HALF, draw_sketch
from lms.settings.tiles import Tiles, read_tiles

ADDRESS = "https://tuiles.exemple/{z}/{x}/{y}.png"
ROUBAIX = find_communes("Roubaix")[0]


def read(client: Client) -> tuple[str, str]:
    answer = client.get("/annuaire/", {"commune": "Roubaix"})
    return answer.content.decode(), answer["Content-Security-Policy"]


@pytest.fixture
def nord(db: None) -> None:
    take_shipped("nord-invente-2026-03")


def test_by_default_the_directory_asks_nothing_of_another_site(client: Client, nord: None) -> None:
    page, policy = read(client)
    assert 'class="sketch"' in page
    assert "<image" not in page
    asked = re.findall(r'(?:src|srcset|<link[^>]*href)="(https?://[^"]+)"', page)
    assert [each for each in asked if not each.startswith(settings.WAGTAILADMIN_BASE_URL)] == []
    (pictures,) = re.findall(r"img-src ([^;]+)", policy)
    assert pictures.split() == ["'self'", "data:"]


def test_a_named_server_is_asked_and_its_map_says_who_drew_it(
    client: Client, nord: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "MAP_TILES", Tiles(ADDRESS, "Une cartographe", ["https://tuiles.exemple"]))
    page, _policy = read(client)
    assert re.search(r'<image href="https://tuiles\.exemple/\d+/\d+/\d+\.png"', page)
    assert "Une cartographe" in page


def test_the_policy_lets_the_host_of_the_map_and_nobody_else() -> None:
    tiles = read_tiles({"MAP_TILES": ADDRESS, "MAP_TILES_CREDIT": "Une cartographe"})
    assert tiles.origins == ["https://tuiles.exemple"]
    assert read_tiles({}).origins == []


@pytest.mark.parametrize(
    "said",
    [
        {"MAP_TILES": "http://tuiles.exemple/{z}/{x}/{y}.png", "MAP_TILES_CREDIT": "Qui"},
        {"MAP_TILES": "https://tuiles.exemple/{z}/{x}.png", "MAP_TILES_CREDIT": "Qui"},
        {"MAP_TILES": ADDRESS},
    ],
)
def test_a_map_in_clear_without_its_place_or_its_author_stops_the_start(said: dict[str, str]) -> None:
    with pytest.raises(ImproperlyConfigured, match="MAP_TILES"):
        read_tiles(said)


@pytest.mark.parametrize("within", [5, 10, 20, 50])
def test_tiles_cover_the_whole_sketch_without_a_hole(within: int) -> None:
    tiles = draw_sketch(ROUBAIX.point, within, [], ADDRESS).tiles
    assert 1 <= len(tiles) <= 42
    assert min(tile.x for tile in tiles) <= 0
    assert min(tile.y for tile in tiles) <= 0
    assert max(tile.x + tile.width for tile in tiles) >= 2 * HALF
    assert max(tile.y + tile.height for tile in tiles) >= 2 * HALF
    lefts = {tile.x for tile in tiles}
    assert {tile.x + tile.width for tile in tiles} - lefts == {max(tile.x + tile.width for tile in tiles)}


def test_the_commune_lies_on_the_tile_that_the_whole_world_gives_it() -> None:
    """50.69° N, 3.17° E: column 4168, row 2753 at zoom 13 by the formula that servers of tiles publish."""
    tiles = draw_sketch((50.69, 3.17), 5, [], "https://t.exemple/{z}/{x}/{y}").tiles
    here = next(
        tile for tile in tiles if tile.x <= HALF < tile.x + tile.width and tile.y <= HALF < tile.y + tile.height
    )
    zoom, column, row = (int(part) for part in here.address.rsplit("/", 3)[1:])
    assert (column >> (zoom - 13), row >> (zoom - 13)) == (4168, 2753)
