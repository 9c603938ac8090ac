"""The watch: dated notes by theme, with a source and what it changes; two feeds."""

from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.db import IntegrityError
from django.test import Client

from cms.models import WatchNote, WatchPage
from cms.models.watch import NOTES_A_PAGE
from cms.seeding import seed_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def watch() -> WatchPage:
    seed_site()
    return WatchPage.objects.get()


def read(client: Client, address: str) -> str:
    return client.get(address).content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")


def test_notes_come_newest_first(client: Client, watch: WatchPage) -> None:
    page = read(client, "/veille/")
    places = [page.index(note.title) for note in WatchNote.objects.order_by("-noted_on")]
    assert len(places) == 4
    assert places == sorted(places)


def test_a_theme_keeps_its_own_notes(client: Client, watch: WatchPage) -> None:
    page = read(client, "/veille/?theme=data")
    assert "La crainte pour les données" in page
    assert "Trois études" not in page


def test_a_theme_without_a_note_says_so(client: Client, watch: WatchPage) -> None:
    assert "Aucune note sur ce thème" in read(client, "/veille/?theme=rights")


def test_an_unknown_theme_shows_everything(client: Client, watch: WatchPage) -> None:
    assert "Trois études" in read(client, "/veille/?theme=météo&page=douze")


def test_a_note_gives_its_source_and_what_it_changes(client: Client, watch: WatchPage) -> None:
    note = WatchNote.objects.get(theme="data")
    page = read(client, note.url)
    assert note.source in page
    assert "Ce que ça change pour moi" in page
    assert note.change in page


def test_a_note_without_a_source_is_not_kept(watch: WatchPage) -> None:
    with pytest.raises(IntegrityError, match="watch_note_has_a_source"):
        WatchNote.objects.filter(theme="data").update(source="")


@pytest.mark.parametrize(
    ("address", "item", "kind"),
    [
        ("/veille/flux/rss/", "channel/item", "application/rss+xml"),
        ("/veille/flux/atom/", "{http://www.w3.org/2005/Atom}entry", "application/atom+xml"),
    ],
)
def test_both_feeds_hold_the_live_notes(client: Client, watch: WatchPage, address: str, item: str, kind: str) -> None:
    WatchNote.objects.get(theme="law").unpublish()
    response = client.get(address)
    assert response["Content-Type"].startswith(kind)
    assert len(ET.fromstring(response.content).findall(item)) == 3  # noqa: S314 - our own feed
    assert f'href="{address}"' in read(client, "/veille/")


def test_many_notes_are_turned_page_by_page(client: Client, watch: WatchPage) -> None:
    for number in range(NOTES_A_PAGE):
        note = {"title": f"Note {number}", "slug": f"note-{number}", "noted_on": "2025-01-06", "theme": "law"}
        watch.add_child(instance=WatchNote(**note, text="Un fait.", change="Rien.", source="Un rapport"))
    assert "Notes plus anciennes" in read(client, "/veille/")
    assert "Notes plus récentes" in read(client, "/veille/?page=2")


def test_the_list_asks_as_much_for_many_notes(
    client: Client, watch: WatchPage, django_assert_max_num_queries: Any
) -> None:
    client.get("/veille/")
    with django_assert_max_num_queries(16):
        client.get("/veille/")
