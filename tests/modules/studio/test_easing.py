"""Authors write easier words beside each text; what has changed since is said to be stale until it is read again."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from modules.models import LessonPage
from modules.publishing import publish_edition
from modules.studio.easing import name_field, remarks_on
from modules.studio.standing import stand_of
from tests.cast import follow, make_person
from tests.modules.studio.cast import Studio, publish

TEXT = "Équipement, connexion, savoir-faire, confiance et entourage."
EASY = "Un appareil. Internet. Savoir s’en servir."


def address(page: Any) -> str:
    return f"/studio/activites/{page.pk}/facile/"


def read(client: Client, page: Any) -> BeautifulSoup:
    response = client.get(address(page))
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def write(client: Client, page: Any, text: str, easy: str, **others: str) -> None:
    assert client.post(address(page), {f"facile-{name_field(text)}": easy} | others).status_code == 302


@pytest.fixture
def lesson(studio: Studio) -> Any:
    return studio.activity("lire")


@pytest.fixture
def author(client: Client, studio: Studio) -> Client:
    client.force_login(studio.author)
    return client


def latest(page: Any) -> Any:
    return LessonPage.objects.get(pk=page.pk).get_latest_revision_as_object()


def test_words_are_a_draft_until_the_page_is_published(author: Client, lesson: Any) -> None:
    write(author, lesson, TEXT, EASY)
    assert latest(lesson).easy == [{"standard": TEXT, "easy": EASY}]
    assert LessonPage.objects.get(pk=lesson.pk).easy == []
    assert read(author, lesson).select_one(f"textarea[name=facile-{name_field(TEXT)}]").text.strip() == EASY


def test_the_screen_reads_the_hard_words_and_awards_nothing(author: Client, lesson: Any) -> None:
    write(author, lesson, TEXT, "- Un **mandat**.\nVoir [la page](/aide/).")
    page = read(author, lesson)
    name = name_field(TEXT)
    (remark,) = page.select(f"#r-{name} li")
    assert (
        remark.text == "« mandat »\u00a0: un mot difficile ; choisissez un mot courant, ou expliquez-le."
        or "mandat" in remark.text
    )
    assert f"r-{name}" in page.select_one(f"textarea[name=facile-{name}]")["aria-describedby"].split()
    assert "Une remarque sur ces mots" in page.text
    assert "seuls des lecteurs concernés" in page.text
    write(author, lesson, TEXT, EASY)
    page = read(author, lesson)
    assert page.select(f"#r-{name}") == []
    assert "Une remarque" not in page.text
    assert "seuls des lecteurs concernés" in page.text


def test_words_in_another_language_are_not_read_as_french() -> None:
    assert remarks_on("Un mandat.", "fr")
    assert remarks_on("Il signe un mandat.", "en") == []


def test_a_quiz_says_its_questions_too(author: Client, studio: Studio) -> None:
    quiz = studio.activity("pratique")
    assert "Que faites-vous d’abord" in read(author, quiz).text
    assert "Je devine." in read(author, quiz).text


def test_once_the_text_changes_they_are_stale_and_the_module_says_so(
    author: Client, studio: Studio, lesson: Any
) -> None:
    write(author, lesson, TEXT, EASY)
    changed = latest(lesson)
    new = f"{TEXT} Et le temps."
    changed.screens[0].value["text"] = new
    publish(changed)
    assert "1 texte plus facile à lire est périmé" in " ".join(each.words for each in stand_of(studio.module).warnings)
    page = read(author, lesson)
    assert "Périmé" in page.text
    assert TEXT in page.select_one("q").text
    write(author, lesson, new, EASY)  # saved without being read again
    assert "Périmé" in read(author, lesson).text
    write(author, lesson, new, EASY, **{f"relu-{name_field(new)}": "on"})
    assert "Périmé" not in read(author, lesson).text
    assert latest(lesson).easy == [{"standard": new, "easy": EASY}]


def test_what_was_written_for_a_text_changed_meanwhile_is_kept_for_no_other(author: Client, lesson: Any) -> None:
    other = f"{TEXT} Et le temps."
    lesson.screens[0].value["text"] = other
    publish(lesson)
    write(author, lesson, TEXT, EASY)
    assert latest(lesson).easy == []


def test_emptied_words_are_let_go(author: Client, lesson: Any) -> None:
    write(author, lesson, TEXT, EASY)
    write(author, lesson, TEXT, " ")
    assert latest(lesson).easy == []


def test_an_edition_keeps_them_and_a_preview_shows_them(author: Client, studio: Studio, lesson: Any) -> None:
    write(author, lesson, TEXT, EASY)
    publish(latest(lesson))
    edition = publish_edition(studio.module, minor=True)
    assert edition.activities.get(slug="lire").in_easy_words.screens[0].text == EASY
    shown: Any = latest(lesson).make_preview_request(preview_mode="falc")
    assert EASY in shown.render().content.decode()
    plain: Any = latest(lesson).make_preview_request(preview_mode="learner")
    assert EASY not in plain.render().content.decode()


def test_another_institute_neither_reads_nor_writes_them(client: Client, beta: Studio, lesson: Any) -> None:
    for person in (beta.author, beta.admin):
        client.force_login(person)
        assert client.get(address(lesson)).status_code in {302, 403}
        assert client.post(address(lesson), {f"facile-{name_field(TEXT)}": EASY}).status_code in {302, 403}
    assert latest(lesson).easy == []


def test_the_editor_of_an_activity_leads_there(author: Client, lesson: Any) -> None:
    assert address(lesson) in author.get(f"/studio/pages/{lesson.pk}/edit/").content.decode()


READER = "Odile ; relectrice, atelier du Quai ; 2026-03-14"


def test_readers_are_named_as_they_agreed_and_a_learner_reads_who_and_when(
    author: Client, studio: Studio, lesson: Any
) -> None:
    write(author, lesson, TEXT, EASY)
    page = author.post(address(lesson), {"relectures": READER}, follow=True).content.decode()
    assert "a accepté d’être nommée ainsi" in page
    assert latest(lesson).easy_readers == []
    write(author, lesson, TEXT, EASY, relectures=READER, **{"relectures-accord": "on"})
    named = {"name": "Odile", "role": "relectrice, atelier du Quai", "read_on": "2026-03-14"}
    assert latest(lesson).easy_readers == [named]
    assert read(author, lesson).select_one("textarea[name=relectures]").text.strip() == READER
    publish(latest(lesson))
    registration = follow(make_person("Nadège Osmont"), publish_edition(studio.module))
    reading = Client()
    reading.force_login(registration.learner)
    address_of_it = f"/parcours/{registration.pk}/lire/"
    assert "Odile" not in reading.get(address_of_it).content.decode()
    reading.post(address_of_it, {"lecture": "facile"})
    words = reading.get(address_of_it).content.decode()
    assert "Odile, le 14 mars 2026 (relectrice, atelier du Quai)" in words.replace("\xa0", " ")


def test_when_the_words_change_nobody_is_named_any_more(author: Client, lesson: Any) -> None:
    write(author, lesson, TEXT, EASY, relectures=READER, **{"relectures-accord": "on"})
    write(author, lesson, TEXT, EASY, relectures=READER)
    assert [each["name"] for each in latest(lesson).easy_readers] == ["Odile"]
    write(author, lesson, TEXT, "Un appareil.", relectures=READER)
    assert latest(lesson).easy_readers == []


@pytest.mark.parametrize(
    "line", ["Odile", "Odile ; relectrice", "Odile ; relectrice ; hier", " ; atelier ; 2026-03-14"]
)
def test_a_line_that_cannot_be_read_is_said_and_nothing_is_kept(author: Client, lesson: Any, line: str) -> None:
    posted = {f"facile-{name_field(TEXT)}": EASY, "relectures": line, "relectures-accord": "on"}
    assert "écrivez un prénom" in author.post(address(lesson), posted, follow=True).content.decode()
    assert latest(lesson).easy == []
