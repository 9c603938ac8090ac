"""What the style sheets promise each other."""

import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

from cms.sheets import COMMENT, NAME, PARTS, JoinedSheets, join_sheets

FOLDER = settings.ROOT / "cms/static/cms/css"
SHEETS = {sheet.name: sheet.read_text(encoding="utf-8") for sheet in FOLDER.glob("*.css")}


def roles(rules: str) -> dict[str, str]:
    return dict(re.findall(r"(--[\w-]+):\s*([^;]+);", rules))


def test_both_ways_to_the_dark_give_the_same_colours() -> None:
    tokens = SHEETS["tokens.css"]
    system = re.search(r':root:not\(\[data-theme="light"\]\) \{(.*?)\}', tokens, re.DOTALL)
    chosen = re.search(r':root\[data-theme="dark"\] \{(.*?)\n\}', tokens, re.DOTALL)
    assert system
    assert chosen
    assert roles(system[1]) == roles(chosen[1])


def test_every_role_that_is_used_is_declared() -> None:
    declared = roles(SHEETS["tokens.css"]).keys() | {"--part", "--mark"}
    used = {name for rules in SHEETS.values() for name in re.findall(r"var\((--[\w-]+)", rules)}
    assert used - declared == set()


def test_colours_are_written_in_one_place() -> None:
    """The virtual site has its own, on purpose: it imitates a site, light only."""
    others = {
        name
        for name, rules in SHEETS.items()
        if name not in {"tokens.css", "simulation.css", "print.css"} and re.search(r"#[0-9A-Fa-f]{3,6}\b", rules)
    }
    assert others == set()


def test_the_base_page_links_every_sheet_that_no_page_links_itself() -> None:
    base = (settings.ROOT / "cms/templates/base.html").read_text(encoding="utf-8")
    linked = set(re.findall(r"cms/css/([\w-]+\.css)", base))
    assert linked == {"look.css", "print.css"}
    others = SHEETS.keys() - {f"{part}.css" for part in PARTS} - linked
    assert others == {"directory.css", "falc.css", "home.css", "simulation.css"}


def test_the_joined_sheet_holds_every_rule_of_its_parts_in_order() -> None:
    joined = re.sub(r"\s+", "", join_sheets())
    places = [joined.index(re.sub(r"\s+", "", COMMENT.sub("", SHEETS[f"{part}.css"]))) for part in PARTS]
    assert places == sorted(places)


def test_the_joined_sheet_is_found_and_collected() -> None:
    found = finders.find(NAME)
    assert found
    assert Path(found).read_text(encoding="utf-8") == join_sheets()
    assert NAME in {path for path, _storage in JoinedSheets().list(None)}
