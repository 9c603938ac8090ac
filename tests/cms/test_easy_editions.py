"""The easy edition of a public page: shown at the page's own address, hidden once the page says something else."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page

from cms.models import EasyToRead, HomePage, StandardPage, WatchNote
from cms.seeding import FOLDER, seed_site
from lms.agenda.models import MeetingsPage
from lms.demo.meetings import open_meetings
from lms.people.rights import Role
from lms.people.studio_groups import sync_rights
from modules.models import Module
from tests.cast import make_institute_with_module, make_person

pytestmark = pytest.mark.django_db
SWITCH = "?lecture=facile"


@pytest.fixture
def charter() -> StandardPage:
    seed_site()
    return StandardPage.objects.get(slug="charte-d-usages")


def read(client: Client, address: str) -> str:
    return client.get(address).content.decode().replace("\u00a0", " ")


def explaining() -> list[Any]:
    open_meetings(seed_site())
    return [page for page in Page.objects.live().specific() if isinstance(page, EasyToRead)]


def test_every_page_of_the_house_that_explains_has_an_easy_edition() -> None:
    without = {page.slug for page in explaining() if not page.easy_is_shown}
    assert without == {"forum-ouvert", "forum-ouvert-qui-aide-et-ou"}  # invented, for the demonstration
    written = {path.stem for path in (FOLDER / "facile").glob("*.yaml")}
    assert {page.slug for page in explaining()} - without <= written


def test_no_easy_edition_of_the_house_has_a_remark() -> None:
    assert [remark for page in explaining() for remark in page.easy_remarks()] == []


def test_each_page_leads_to_its_easy_edition_and_back(client: Client) -> None:
    for page in explaining():
        if page.easy:
            assert f'href="{SWITCH}"' in read(client, page.url), page
            easy = read(client, page.url + SWITCH)
            assert page.easy_lines()[-1] in easy.replace("&#x27;", "’"), page
            assert f'href="{page.url}"' in easy, page
            assert "attend encore ses lecteurs" in easy, page


def test_a_page_that_changed_hides_its_easy_edition(client: Client, charter: StandardPage) -> None:
    charter.lead = "Une autre charte."
    charter.save()
    page = read(client, charter.url + SWITCH)
    assert "Une autre charte." in page
    assert f'href="{SWITCH}"' not in page


def test_other_tags_around_the_same_words_change_nothing(charter: StandardPage) -> None:
    raw = list(charter.body.raw_data)
    changed = [
        row | {"value": row["value"].replace("<p>", '<p data-block-key="a1">')} if row["type"] == "text" else row
        for row in raw
    ]
    assert changed != raw
    charter.body = StandardPage.body.field.stream_block.to_python(changed)
    assert not charter.easy_is_stale


def test_keys_given_back_in_another_order_change_nothing(charter: StandardPage) -> None:
    """As PostgreSQL does."""
    turned = [
        row | {"value": dict(reversed(row["value"].items()))} if isinstance(row["value"], dict) else row
        for row in charter.body.raw_data
    ]
    charter.body = StandardPage.body.field.stream_block.to_python(turned)
    assert not charter.easy_is_stale


def test_a_meeting_that_moves_hides_its_easy_edition() -> None:
    open_meetings(seed_site())
    meetings = MeetingsPage.objects.get()
    meeting = meetings.get_children().specific().first()
    meeting.easy = [("part", {"title": "Quand", "picture": "", "lines": ["Le mardi."]})]
    meeting.keep_easy()
    assert meeting.easy_is_shown
    meeting.ends_at = meeting.ends_at.replace(hour=23)
    assert meeting.easy_is_stale


def test_a_page_without_one_says_nothing_of_it(client: Client, charter: StandardPage) -> None:
    charter.easy = []
    charter.keep_easy()
    charter.save()
    assert f'href="{SWITCH}"' not in read(client, charter.url)
    assert 'id="a-lire"' not in read(client, charter.url + SWITCH)


def enter_the_studio(client: Client) -> None:
    client.force_login(make_person("Chantal", Role.SITE_ADMIN))
    sync_rights()


def edit(client: Client, note: WatchNote, **changed: str) -> None:
    """As an author does: the form as it is shown, with these fields changed."""
    form = client.get(f"/studio/pages/{note.pk}/edit/").context["form"]
    data = {
        each.html_name: each.value()
        for each in form
        if not isinstance(each.value(), dict | list) and each.value() is not None
    }
    parts = list(note.easy.raw_data)
    data |= {"easy-count": str(len(parts))}
    for place, row in enumerate(parts):
        name, value = f"easy-{place}", row["value"]
        data |= {
            f"{name}-type": row["type"],
            f"{name}-order": str(place),
            f"{name}-deleted": "",
            f"{name}-id": row["id"],
        }
        if row["type"] == "word":
            data |= {f"{name}-value-word": value["word"], f"{name}-value-meaning": value["meaning"]}
            continue
        data |= {f"{name}-value-title": value["title"], f"{name}-value-picture": value["picture"]}
        lines = [each["value"] if isinstance(each, dict) else each for each in value["lines"]]
        data |= {f"{name}-value-lines-count": str(len(lines))}
        for at, line in enumerate(lines):
            item = f"{name}-value-lines-{at}"
            data |= {f"{item}-value": line, f"{item}-order": str(at), f"{item}-deleted": "", f"{item}-id": ""}
    answer = client.post(f"/studio/pages/{note.pk}/edit/", data | changed | {"action-publish": "1"})
    assert answer.status_code == 302, answer.context["form"].errors
    note.refresh_from_db()


def test_an_author_is_told_that_it_is_stale_and_says_that_it_still_holds(client: Client) -> None:
    seed_site()
    enter_the_studio(client)
    note = WatchNote.objects.get(slug="la-crainte-pour-les-donnees")
    edit(client, note, change="Tournez l’écran.")
    assert note.easy_is_stale
    studio = read(client, f"/studio/pages/{note.pk}/edit/")
    assert "L’édition facile à lire est périmée." in studio
    assert "seuls des lecteurs concernés" in studio
    edit(client, note, easy_read_again="on")
    assert note.easy_is_shown


def test_an_author_who_rewrites_the_easy_edition_need_not_say_so(client: Client) -> None:
    seed_site()
    enter_the_studio(client)
    note = WatchNote.objects.get(slug="la-crainte-pour-les-donnees")
    edit(client, note, change="Tournez l’écran.", **{"easy-0-value-title": "Ce que nous savons"})
    assert note.easy_is_shown


def test_the_studio_reads_the_hard_words_to_the_author(client: Client) -> None:
    home = seed_site()
    home.easy = [("part", {"title": "Quoi", "picture": "", "lines": ["Il faut un mandat."]})]
    home.keep_easy()
    home.save()
    enter_the_studio(client)
    studio = read(client, f"/studio/pages/{home.pk}/edit/")
    assert "Il faut un mandat." in studio
    assert "Une remarque sur l’édition facile à lire" in studio
    assert HomePage.objects.get().easy_is_shown  # a remark forbids nothing


STALE = "/studio/editions-faciles/"


def test_the_studio_lists_the_easy_editions_that_visitors_no_longer_see(
    client: Client, charter: StandardPage, django_assert_max_num_queries: Any
) -> None:
    enter_the_studio(client)
    assert "Aucune édition facile à lire n’est périmée." in read(client, STALE)
    charter.lead = "Une autre charte."
    charter.save()
    home = HomePage.objects.get()
    home.lead = "Un autre début."
    home.save_revision()  # a draft: visitors still see the easy edition
    page = read(client, STALE)
    assert "Une édition facile à lire est périmée." in page
    assert f'href="/studio/pages/{charter.pk}/edit/#id_easy_read_again"' in page
    assert f"/studio/pages/{home.pk}/edit/#" not in page
    with django_assert_max_num_queries(30):
        client.get(STALE)
    charter.keep_easy()
    charter.save()
    assert f"/studio/pages/{charter.pk}/edit/#" not in read(client, STALE)


def test_the_reports_lead_there(client: Client, charter: StandardPage) -> None:
    enter_the_studio(client)
    assert "editions-faciles" in read(client, "/studio/")


def test_an_author_reads_there_of_their_own_pages_alone(client: Client, charter: StandardPage, tmp_path: Path) -> None:
    taught = make_institute_with_module(tmp_path)
    module = Module.objects.get(pk=taught.module.pk)
    for page in (charter, module):
        page.easy = [("part", {"title": "Quoi", "picture": "", "lines": ["Un cours."]})]
        page.easy_digest = "d’avant"
        page.save()
    client.force_login(make_person("Odile", Role.AUTHOR, taught.institute))
    sync_rights()
    page = read(client, STALE)
    assert f"/studio/pages/{module.pk}/edit/#" in page
    assert f"/studio/pages/{charter.pk}/edit/#" not in page


def test_a_learner_has_no_such_list(client: Client, charter: StandardPage) -> None:
    client.force_login(make_person())
    assert client.get(STALE).status_code == 302
