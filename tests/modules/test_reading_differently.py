"""Easier words and paper at any point of an activity: the place, what is ticked and what is written all stay."""

from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from lms.people.models import User
from modules.loading.loader import load_module
from modules.models import Answer, Attempt, Edition, Registration
from tests.modules.cast import make_learner, make_registration, write_module
from xapi_store.models import Statement

pytestmark = pytest.mark.django_db
EASY, STANDARD = {"lecture": "facile"}, {"lecture": "ordinaire"}
WORDS = """
easy:
  - {standard: Un texte., easy: Un texte court.}
"""
NOTE = """
kind: note
key: une-note
title: Une note
minutes: 5
purpose: Écrire.
intro: Pour vous.
prompts: [{key: geste, label: Quel geste ?, lines: 3}]
debrief: Relisez.
easy:
  - {standard: "Quel geste ?", easy: "Qu’avez-vous fait ?"}
"""


@pytest.fixture
def registration(edition: Edition, nadege: User, tmp_path: Path) -> Registration:
    """In an edition whose lesson, quiz and note have easier words."""
    files = write_module(tmp_path / "module")
    for name, words in (("01-lecon", WORDS), ("02-quiz", WORDS.replace("Un texte.", "Que faites-vous pour a-1 ?"))):
        path = files / f"{name}.yaml"
        path.write_text(path.read_text(encoding="utf-8") + words, encoding="utf-8")
    (files / "03-note.yaml").write_text(NOTE, encoding="utf-8")
    return make_registration(load_module(files, edition.module.institute).edition, nadege)


@pytest.fixture
def signed_in(client: Client, nadege: User) -> Client:
    client.force_login(nadege)
    return client


def address(registration: Registration, slug: str) -> str:
    return f"/parcours/{registration.pk}/{slug}/"


def soup(response: Any) -> BeautifulSoup:
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def test_a_lesson_is_read_in_easier_words_where_one_is_and_back(signed_in: Client, registration: Registration) -> None:
    here = address(registration, "une-lecon")
    assert "Un texte court." not in signed_in.get(here).content.decode()
    page = signed_in.post(here, EASY | {"retour": f"{here}?ecran=1"}, follow=True)
    assert page.redirect_chain == [(f"{here}?ecran=1", 302)]
    assert "Un texte court." in page.content.decode()
    assert 'class="falc"' in page.content.decode()
    assert "Un texte court." in another_device(registration).get(here).content.decode()  # on any device
    page = signed_in.post(here, STANDARD | {"retour": here}, follow=True)
    assert "Un texte court." not in page.content.decode()


def another_device(registration: Registration) -> Client:
    other = Client()
    other.force_login(registration.learner)
    return other


def test_nobody_is_sent_elsewhere_by_the_switch(signed_in: Client, registration: Registration) -> None:
    here = address(registration, "une-lecon")
    response = signed_in.post(here, EASY | {"retour": "https://ailleurs.example/"})
    assert response["Location"] == here


def test_what_is_ticked_stays_ticked_and_nothing_is_recorded(signed_in: Client, registration: Registration) -> None:
    here = address(registration, "un-quiz")
    signed_in.post(here, {"action": "commencer"})
    told = Statement.objects.count()
    page = soup(signed_in.post(here, EASY | {"question": "1", "reponse": "1"}))
    assert "Un texte court." in page.select_one("legend.question").text
    assert page.select_one("input[name=reponse][checked]")["value"] == "1"
    assert not Answer.objects.exists()
    assert Statement.objects.count() == told


def test_the_switch_sends_the_form_of_the_answer_and_enter_does_not(
    signed_in: Client, registration: Registration
) -> None:
    here = address(registration, "un-quiz")
    signed_in.post(here, {"action": "commencer"})
    page = soup(signed_in.get(here))
    form = page.select_one("form#reponse")
    switch = page.select_one("button[name=lecture]")
    assert switch["form"] == form["id"]
    buttons = [each for each in page.select("button") if each in form.select("button") or each.get("form") == "reponse"]
    assert buttons[0].text.strip() == "Envoyer ma réponse"


def test_an_answer_given_in_easier_words_is_the_same_statement(signed_in: Client, registration: Registration) -> None:
    here = address(registration, "un-quiz")
    signed_in.post(here, {"action": "commencer"})
    signed_in.post(here, EASY | {"question": "1"})
    signed_in.post(here, {"question": "1", "reponse": "1"})
    said = Statement.objects.order_by("sid").last().as_json()
    assert said["object"]["definition"]["name"]["fr"] == "Que faites-vous pour a-1 ?"
    assert said["result"]["success"] is True


def test_a_note_half_written_comes_back_whole_and_unsent(signed_in: Client, registration: Registration) -> None:
    here = address(registration, "une-note")
    page = soup(signed_in.post(here, EASY | {"geste": "J’ai posé une question."}))
    assert page.select_one("textarea").text == "J’ai posé une question."
    assert page.select_one("label[for=geste]").text.startswith("Qu’avez-vous fait")
    assert not Attempt.objects.exists()


def test_where_nobody_wrote_easier_words_it_is_said(signed_in: Client, edition: Edition, nadege: User) -> None:
    plain = make_registration(edition, nadege)
    here = address(plain, "une-lecon")
    page = signed_in.post(here, EASY | {"retour": here}, follow=True).content.decode()
    assert "Personne n’a encore écrit cette activité en plus simple" in page


def test_nobody_switches_for_someone_else(client: Client, registration: Registration) -> None:
    client.force_login(make_learner("Malika"))
    assert client.post(address(registration, "une-lecon"), EASY).status_code == 404
    assert client.get(f"{address(registration, 'une-lecon')}papier/").status_code == 404
    registration.refresh_from_db()
    assert not registration.reads_easy


def test_on_paper_a_lesson_is_whole(signed_in: Client, registration: Registration) -> None:
    page = soup(signed_in.get(f"{address(registration, 'une-lecon')}papier/"))
    assert [each.text for each in page.select("article h2")] == ["Premier écran", "Second écran"]


def test_on_paper_a_test_gives_no_answer_away(signed_in: Client, registration: Registration) -> None:
    here = address(registration, "un-quiz")
    assert "commencez, puis imprimez" in signed_in.get(f"{here}papier/").content.decode()
    signed_in.post(here, {"action": "commencer"})
    signed_in.post(here, {"question": "1", "reponse": "0"})
    page = signed_in.get(f"{here}papier/").content.decode()
    assert "Que faites-vous pour b-1" in page
    assert "Perdu au prochain code" not in page
    assert not Attempt.objects.exclude(finished_at=None).exists()


def test_on_paper_one_reads_the_easier_words_one_asked_for(signed_in: Client, registration: Registration) -> None:
    here = address(registration, "une-lecon")
    signed_in.post(here, EASY | {"retour": here})
    assert "Un texte court." in signed_in.get(f"{here}papier/").content.decode()
