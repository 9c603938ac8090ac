"""Remarks on what an editor wrote: where, whom it keeps out; never a refusal."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.images.models import Image

from cms.models import HomePage, ProcedurePage, StandardPage, WatchNote
from cms.remarks import find_remarks, judge_link
from cms.seeding import seed_site
from cms.studio_home import find_writable
from lms.people.models import User
from lms.people.rights import Role
from lms.people.studio_groups import sync_rights
from tests.cast import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def text_page() -> StandardPage:
    """A text page, live, with nothing to say against it."""
    written: StandardPage = seed_site().add_child(instance=StandardPage(title="Une page", slug="une-page"))
    return written


def write(page: StandardPage, *blocks: tuple[str, Any]) -> list[str]:
    page.body = list(blocks)
    return [plain(f"{remark.where} : {remark.words}") for remark in find_remarks(page)]


def plain(words: str) -> str:
    return words.replace("\u00a0", " ")


def test_an_easy_edition_that_is_stale_is_told_last_with_the_box_that_says_it_holds() -> None:
    seed_site()
    page = StandardPage.objects.get(slug="charte-d-usages")
    assert [remark for remark in find_remarks(page) if "facile" in remark.where] == []
    page.lead = "Une autre charte, [ici](https://www.exemple.example/)."
    *_others, remark = find_remarks(page)
    assert len(_others) == 1
    assert remark.where == "Édition facile à lire"
    assert "ne la voient plus" in remark.words
    assert remark.anchor == "#id_easy_read_again"


@pytest.mark.parametrize(
    "words", ["Cliquez ici", "ici", "Lire la suite…", "En savoir plus »", "https://www.caf.fr/", " "]
)
def test_the_words_of_a_link_that_say_nothing_are_told(words: str) -> None:
    assert judge_link(words)


@pytest.mark.parametrize("words", ["La charte d’usages", "Voir les modules", "Ici et là-bas, le livre"])
def test_the_words_of_a_link_that_say_where_it_leads_are_left_alone(words: str) -> None:
    assert judge_link(words) == ""


def test_a_link_is_told_with_the_block_where_it_stands(text_page: StandardPage) -> None:
    (remark,) = write(
        text_page,
        ("text", "<p>Rien.</p>"),
        ("text", '<p>Pour la charte, <a linktype="page" id="3">cliquez ici</a>.</p>'),
    )
    assert remark.startswith("Texte, bloc 2 (Texte) : Le lien « cliquez ici »")


def test_a_link_of_the_little_markup_is_told_too(text_page: StandardPage) -> None:
    note = WatchNote(title="Une note", text="Un fait, [ici](https://www.exemple.example/).", change="Rien.")
    (remark,) = find_remarks(note)
    assert remark.where == "Ce que l’on sait"
    assert remark.anchor == "#id_text"


def test_a_small_heading_needs_a_larger_one_above_it_wherever_it_stands(text_page: StandardPage) -> None:
    (remark,) = write(text_page, ("text", "<h3>Un détail</h3><p>Rien.</p>"))
    assert "« Un détail »" in remark
    assert write(text_page, ("text", "<h2>Un sujet</h2>"), ("text", "<h3>Un détail</h3>")) == []


def test_an_empty_heading_and_a_bold_paragraph_in_its_place_are_told(text_page: StandardPage) -> None:
    empty, bold = write(text_page, ("text", "<h2> </h2><p><b>Les papiers</b></p><p>Un <b>mot</b> fort.</p>"))
    assert "intertitre est vide" in empty
    assert "« Les papiers » est en gras" in bold


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"alt_text": "", "decorative": False}, "n’a pas de description"),
        ({"alt_text": "IMG_2034.jpg", "decorative": False}, "nom d’un fichier"),
        ({"alt_text": "mot " * 60, "decorative": False}, "est longue"),
        ({"alt_text": "Deux chaises devant une table.", "decorative": False}, ""),
        ({"alt_text": "", "decorative": True}, ""),
    ],
)
def test_a_picture_without_its_words_is_told(text_page: StandardPage, said: dict[str, Any], told: str) -> None:
    image = Image(title="Accueil")
    image.contextual_alt_text, image.decorative = said["alt_text"], said["decorative"]
    text_page.body = [("picture", {"image": image, "shape": "whole", "legend": ""})]
    found = [remark.words for remark in find_remarks(text_page)]
    assert len(found) == bool(told)
    assert all(told in words for words in found)


def test_the_pages_of_a_new_site_leave_nothing_to_say() -> None:
    seed_site()
    for kind in (HomePage, StandardPage, ProcedurePage, WatchNote):
        assert {page.title: find_remarks(page) for page in kind.objects.all() if find_remarks(page)} == {}


def test_a_draft_with_remarks_is_saved_and_published_and_the_editor_shows_them(
    client: Client, text_page: StandardPage
) -> None:
    enter_as_editor(client)
    address = reverse("wagtailadmin_pages:edit", args=[text_page.pk])
    form = {
        "title": "Une page",
        "slug": "une-page",
        "lead": "Voir [ici](https://www.exemple.example/).",
        "body-count": 0,
        "easy-count": 0,
    }
    form |= {"comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}
    assert client.post(address, form).status_code == 302
    shown = client.get(address).content.decode()
    assert "Une chose à relire" in shown
    assert 'href="#id_lead"' in shown
    assert 'id="id_lead"' in shown
    answer = plain(client.post(address, form | {"action-publish": "1"}, follow=True).content.decode())
    text_page.refresh_from_db()
    assert text_page.lead.startswith("Voir [ici]")
    assert "Publié. Une chose à relire" in answer


def test_an_editor_begins_from_the_first_page_of_the_studio(client: Client, text_page: StandardPage) -> None:
    enter_as_editor(client)
    first = client.get("/studio/").content.decode()
    for words in ("Une note de veille", "Une démarche du guide", "Une page de texte"):
        assert words in first
    assert "Une rencontre" not in first  # the list of meetings is not there yet


def enter_as_editor(client: Client) -> None:
    client.force_login(make_person("Étienne Quiblier", Role.SITE_ADMIN))
    sync_rights()


@pytest.mark.parametrize("kind", ["watchnote", "procedurepage", "standardpage"])
def test_a_page_of_the_site_is_begun_and_not_sent_to_the_readings_of_modules(client: Client, kind: str) -> None:
    seed_site()
    enter_as_editor(client)
    address = next(address for _words, address in find_writable(User.objects.get()) if f"/{kind}/" in address)
    shown = client.get(address).content.decode()
    assert 'name="action-publish"' in shown
    assert 'name="action-submit"' not in shown
