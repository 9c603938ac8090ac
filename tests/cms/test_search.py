"""The search of the site: French words in any of their forms, everything public, nothing else."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Page, PageViewRestriction

from cms.models import HomePage, ProcedurePage, StandardPage, WatchNote, WatchPage
from cms.search.dictionary import prepare_dictionary
from cms.search.excerpt import cut, mark
from cms.search.finding import match
from cms.search.words import split_words, stem
from cms.seeding import seed_site
from modules.models import Module
from modules.sheets.reading import read_sheets
from tests.cast import Taught, make_institute_with_module


def look_for(client: Client, asked: str, **more: Any) -> str:
    page = client.get("/recherche/", {"q": asked} | more).content.decode()
    return page.replace("\u00a0", " ").replace("<mark>", "").replace("</mark>", "")


def titles(asked: str) -> list[str]:
    return [page.title for pages in match(asked).values() for page in pages if isinstance(page, Page)]


@pytest.fixture
def home(db: None) -> HomePage:
    return seed_site()


@pytest.fixture
def taught(home: HomePage, tmp_path: Path) -> Taught:
    return make_institute_with_module(tmp_path)


def write_page(home: HomePage, title: str, lead: str = "") -> StandardPage:
    page: StandardPage = home.add_child(instance=StandardPage(title=title, lead=lead))
    return page


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("ethique", "Éthique du métier"),
        ("ÉTHIQUE", "une ethique"),
        ("accompagner", "ils accompagnent chacun"),
        ("accompagnement", "vous accompagnez"),
        ("demarche", "les démarches en ligne"),
        ("droits", "un droit"),
        ("coeur", "le cœur du métier"),
        ("cœur", "le coeur du métier"),
        ("métiers l’éthique", "l’éthique d’un métier"),
    ],
)
def test_a_word_is_found_in_another_of_its_forms(home: HomePage, asked: str, written: str) -> None:
    write_page(home, "Page d’essai", written)
    assert "Page d’essai" in titles(asked)


def test_every_word_must_be_there(home: HomePage) -> None:
    write_page(home, "Page d’essai", "une girafe")
    assert titles("girafe") == ["Page d’essai"]
    assert titles("girafe éléphant") == []


def test_a_title_says_more_than_a_text(home: HomePage) -> None:
    write_page(home, "Page d’essai", "une longue page où se promène entre autres une girafe au milieu d’autres mots")
    write_page(home, "La girafe")
    assert titles("girafe")[0] == "La girafe"


def test_results_stand_under_headings_with_their_passage_marked(client: Client, taught: Taught) -> None:
    page = client.get("/recherche/", {"q": "mesure"}).content.decode()
    assert "Modules, programmes, instituts" in page
    assert f'href="{taught.module.url}"' in page
    assert "<mark>mesure</mark>" in page


def test_procedures_notes_and_pages_are_found(client: Client, home: HomePage) -> None:
    for found in (ProcedurePage.objects.all()[0], WatchNote.objects.all()[0], StandardPage.objects.all()[0]):
        assert f'href="{found.url}"' in look_for(client, found.title), found.title


def test_what_is_not_public_is_never_found(client: Client, taught: Taught, home: HomePage) -> None:
    taught.module.is_private = True
    taught.module.save()
    draft = write_page(home, "La girafe en brouillon")
    draft.unpublish()
    restricted = write_page(home, "La girafe réservée")
    restriction = PageViewRestriction.objects.create(page=restricted, restriction_type=PageViewRestriction.GROUPS)
    restriction.groups.add(Group.objects.create(name="Quelques personnes"))
    assert titles("girafe") == []
    assert "Prendre la mesure" not in titles("mesure")
    assert "Lire avant d’agir" not in titles("lire avant d’agir"), "an activity is no page one visits"


def test_a_new_draft_of_a_live_page_is_not_read(home: HomePage) -> None:
    page = write_page(home, "Page d’essai", "une girafe")
    page.lead = "un éléphant"
    page.save_revision()
    assert (titles("girafe"), titles("éléphant")) == (["Page d’essai"], [])


def test_a_module_without_an_edition_waits(taught: Taught) -> None:
    assert "Prendre la mesure" in titles("mesure")
    taught.page.add_child(instance=Module(title="La girafe", summary="Pas encore ouverte."))
    assert titles("girafe") == []


def test_one_heading_is_read_page_by_page(client: Client, home: HomePage) -> None:
    watch = WatchPage.objects.get()
    for number in range(12):
        note = {"noted_on": "2026-01-01", "theme": "law", "text": "Une girafe.", "change": "Rien."}
        watch.add_child(instance=WatchNote(title=f"Note {number}", source="Un livre", **note))
    page = look_for(client, "girafe")
    assert "12 résultats" in page
    assert "Voir les 12" in page
    first, second = (look_for(client, "girafe", sorte="veille", page=number) for number in (1, 2))
    assert (first.count(">Note "), second.count(">Note ")) == (10, 2)
    assert "Page 2 sur 2" in second
    assert 'href="?q=girafe&amp;sorte=veille&amp;page=1"' in second


def test_nothing_found_says_where_else_to_look(client: Client, home: HomePage) -> None:
    page = look_for(client, "hippopotame")
    assert "Rien sur le site ne contient « hippopotame »" in page
    assert 'href="/modules/"' in page
    assert 'value="hippopotame"' in page


@pytest.mark.parametrize(
    "asked", ["", "  ", "?!", '"', "'a'", "a OR", "NEAR(", "*", "le", "\0", "%s", "a" * 5000, "<b>"]
)
def test_whatever_is_asked_is_answered(client: Client, home: HomePage, asked: str) -> None:
    response = client.get("/recherche/", {"q": asked, "sorte": "nulle", "page": "x"})
    assert response.status_code == 200
    assert "<b>" not in response.content.decode().partition("<main")[2].partition("</main>")[0]


def test_a_search_asks_the_database_little(
    client: Client, taught: Taught, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    client.get("/recherche/", {"q": "numérique"})
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        assert "résultats" in look_for(client, "numérique")


def test_searching_leaves_no_cookie(client: Client, home: HomePage) -> None:
    look_for(client, "numérique")
    assert not client.cookies


def test_every_page_has_the_field_at_its_foot(client: Client, home: HomePage) -> None:
    page = client.get("/").content.decode()
    assert 'action="/recherche/"' in page.partition("<footer")[2]
    assert 'href="/recherche/"' in page.partition("</header>")[0]


@pytest.mark.django_db
def test_the_dictionary_is_prepared_as_often_as_one_likes(capsys: pytest.CaptureFixture[str]) -> None:
    assert prepare_dictionary(connection)
    call_command("prepare_search")
    assert "accents are folded" in capsys.readouterr().out


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="the dictionary is PostgreSQL's")
def test_without_the_right_to_create_the_extension_search_still_works(home: HomePage) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TEXT SEARCH CONFIGURATION fr")
        cursor.execute("DROP EXTENSION unaccent")
        cursor.execute("CREATE ROLE somebody_else")
        cursor.execute("GRANT ALL ON SCHEMA public TO somebody_else")
        cursor.execute("SET LOCAL ROLE somebody_else")
        assert prepare_dictionary(connection) is False
        cursor.execute("RESET ROLE")
    write_page(home, "Page d’essai", "ils accompagnent, question d’éthique")
    assert "Page d’essai" in titles("accompagner")
    assert "Page d’essai" in titles("éthique")
    assert "Page d’essai" not in titles("ethique")


@pytest.mark.parametrize(
    ("forms", "start"),
    [
        ("accompagner accompagnent accompagnement accompagnants accompagnez accompagnons accompagne", "accompagn"),
        ("droit droits", "droit"),
        ("numerique numeriques", "numeriqu"),
        ("aider aides aide", "aid"),
        ("client", "client"),
        ("ent", "ent"),
    ],
)
def test_the_forms_of_a_word_begin_alike(forms: str, start: str) -> None:
    assert {stem(form) for form in forms.split()} == {start}


def test_small_words_are_left_out_unless_there_is_nothing_else() -> None:
    assert split_words("Comment faire avec l’éthique ?") == ["faire", "ethique"]
    assert split_words("le la") == ["le", "la"]
    assert len(split_words(" ".join(map(str, range(50))))) == 10


@given(st.text(max_size=400), st.text(max_size=30))
def test_marking_loses_no_letter(text: str, asked: str) -> None:
    assert "".join(piece.text for piece in mark(text, asked)) == text


@given(st.text(max_size=2000), st.text(max_size=30))
def test_a_passage_is_short_whatever_the_text(text: str, asked: str) -> None:
    assert sum(len(piece.text) for piece in cut(text, asked)) <= 230


def test_a_passage_is_cut_around_the_word_that_answers() -> None:
    text = "mot " * 200 + "la girafe se promène " + "mot " * 200
    pieces = cut(text, "girafes")
    assert [piece.text for piece in pieces if piece.is_marked] == ["girafe"]
    assert pieces[0].text.startswith("… mot")
    assert pieces[-1].text.endswith(" …")


def test_a_sheet_to_print_is_found_by_a_word_of_it_and_opens(client: Client, home: HomePage) -> None:
    sheet = next(iter(read_sheets().values()))
    page = look_for(client, f"{sheet.title} {sheet.word.word}")
    assert "Fiches à imprimer" in page
    assert f'href="/fiches/{sheet.key}/"' in page
    assert client.get(f"/fiches/{sheet.key}/").status_code == 200


def test_a_sheet_must_hold_every_word_of_the_question(client: Client, home: HomePage) -> None:
    sheet = next(iter(read_sheets().values()))
    assert "/fiches/" not in look_for(client, f"{sheet.word.word} hippopotame").split("<footer")[0].split("<main")[1]


def test_a_procedure_is_found_by_a_line_of_the_sheet_it_hands_out(home: HomePage) -> None:
    procedure = ProcedurePage.objects.get(slug="declarer-ses-ressources")
    assert procedure.title in titles(procedure.sheet[0].value["blocks"][0]["lines"][0])
