"""The public pages a new site starts with, from fixtures/site: read once, then theirs who edit them in the studio."""

from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction
from wagtail.models import Page, Site

from cms.models import GuidePage, HomePage, ProcedurePage, StandardPage, WatchNote, WatchPage
from cms.prose import write_prose
from cms.seeding_english import seed_english

FOLDER = Path(settings.FIXTURES) / "site"
TEXT_PAGES = ["qui-voit-quoi", "vos-donnees", "accessibilite", "mentions-legales", "contact"]
TEXT_PAGES += ["employeurs-et-financeurs"]
GUIDE_PAGES = ["charte-d-usages", "dossier-unique"]  # read beside the guide, not at the foot of every page
OTHER_PAGES = ["se-servir-de-l-annuaire"]  # linked from the directory
PROCEDURE_STREAMS = {"papers": "paper", "steps": "step", "mistakes": "mistake", "rules": "rule"}


@transaction.atomic
def seed_site() -> HomePage:
    """Create what is missing: the home page at the root of the site, the text pages. Nothing that exists is changed.

    Run by one process, before the site answers: two at once would each make a home page.
    """
    home = HomePage.objects.first() or _create_home()
    for slug in TEXT_PAGES + GUIDE_PAGES + OTHER_PAGES:
        if not home.get_children().filter(slug=slug).exists():
            home.add_child(instance=give_easy(_text_page(slug)))
    if not home.get_children().type(GuidePage).exists():
        _create_guide(home)
    if not home.get_children().type(WatchPage).exists():
        _create_watch(home)
    seed_english(FOLDER)
    return home


def give_easy(page: Page) -> Page:
    """The same page with the easy edition we ship for it, if there is one; its slug names the file."""
    path = FOLDER / "facile" / f"{page.slug}.yaml"
    if path.exists():
        page.easy = [next(iter(block.items())) for block in yaml.safe_load(path.read_text(encoding="utf-8"))]
        page.keep_easy()
    return page


def _create_watch(home: HomePage) -> None:
    content = read_content("veille")
    notes = content.pop("notes")
    watch = home.add_child(instance=give_easy(WatchPage(slug="veille", show_in_menus=True, **content)))
    for note in notes:
        watch.add_child(instance=give_easy(WatchNote(**note)))


def _create_guide(home: HomePage) -> None:
    """The guide and the procedures that are written, the guide's first day only: later ones are the editors'."""
    beside = [("page", page) for page in home.get_children().filter(slug__in=GUIDE_PAGES).order_by("path")]
    guide = GuidePage(slug="guide", show_in_menus=True, beside=beside, **read_content("guide"))
    home.add_child(instance=give_easy(guide))
    for path in sorted((FOLDER / "guide").glob("*.yaml")):
        guide.add_child(instance=give_easy(_procedure(path.stem, read_content(f"guide/{path.stem}"))))


def _procedure(slug: str, content: dict[str, Any]) -> ProcedurePage:
    streams = {name: [(kind, row) for row in content.pop(name)] for name, kind in PROCEDURE_STREAMS.items()}
    sheet = [("sheet", content.pop("sheet"))]
    return ProcedurePage(slug=slug, sheet=sheet, **streams, **content)


def _create_home() -> HomePage:
    root = Page.get_first_root_node()
    content = read_content("home")
    home = root.add_child(instance=give_easy(HomePage(slug="accueil", **(content | _streams(content)))))
    Site.objects.update_or_create(
        is_default_site=True, defaults={"root_page": home, "site_name": settings.WAGTAIL_SITE_NAME}
    )
    # Wagtail's own welcome page, as its migrations made it
    Page.objects.filter(depth=2, slug="home", numchild=0).exclude(pk=home.pk).delete()
    return home


def _streams(content: dict[str, Any]) -> dict[str, Any]:
    return {
        "trial": [("situation", situation) for situation in content["trial"]],
        "ways": [("way", way) for way in content["ways"]],
        "promises": [("promise", promise) for promise in content["promises"]],
    }


def _text_page(slug: str) -> StandardPage:
    content = read_content(slug)
    content["body"] = [_block(block) for block in content["body"]]
    return StandardPage(slug=slug, in_footer=slug in TEXT_PAGES, **content)


def _block(block: dict[str, Any]) -> tuple[str, Any]:
    """`text` is written in the little markup of cms.prose, under its own `title`; the others are kept as they are."""
    if "text" in block:
        return "text", f"<h2>{block['title']}</h2>" + write_prose(block["text"])
    return next(iter(block.items()))


def read_content(name: str) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return content
