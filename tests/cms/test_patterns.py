"""The page of patterns: for whom the studio is open, every component at least once."""

import pytest
from django.conf import settings
from django.test import Client

from cms.seeding import seed_site
from lms.people.rights import Role
from lms.people.studio_groups import sync_rights
from tests.cast import make_person

COMPONENTS = settings.ROOT / "cms/templates/components"
ELSEWHERE = {
    "easy_sheet",
    "survey_figure",
    "picture",
    "message",
    "pages",
    "list_pages",
    "form_page",
    "field",
    "field_words",
}
"""Shown by a page of their own, or by another component."""


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "status"), [(Role.SITE_ADMIN, 200), (Role.LEARNER, 302)])
def test_only_the_studio_opens_the_patterns(client: Client, role: Role, status: int) -> None:
    seed_site()
    client.force_login(make_person("Prénom", role))
    sync_rights()
    assert client.get("/studio/motifs/").status_code == status


def test_every_component_is_shown() -> None:
    page = (settings.ROOT / "cms/templates/cms/patterns.html").read_text(encoding="utf-8")
    base = (settings.ROOT / "cms/templates/base.html").read_text(encoding="utf-8")
    names = {file.stem for file in COMPONENTS.glob("*.html")} - ELSEWHERE - {"menu", "header", "footer", "steps"}
    tags = {name for name in names if f"{{% {name} " in page}
    assert {name for name in names - tags if f"components/{name}.html" not in page + base} == set()
