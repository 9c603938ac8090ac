"""The site under /en/: the interface in English, the pages said in English, the others in French, saying so."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import get_script_prefix, reverse

from cms.directory.importing import take_shipped
from cms.models import EnglishText, HomePage, ProcedurePage, StandardPage
from cms.saying import missing_in_english
from cms.seeding import FOLDER, seed_site
from cms.seeding_english import pair, seed_english
from lms.demo.meetings import open_meetings
from lms.people.rights import Role
from lms.people.studio_groups import sync_rights
from tests.cast import make_institute_with_module, make_person

pytestmark = pytest.mark.django_db
KEY_PAGES = [
    *("/", "/guide/", "/charte-d-usages/", "/dossier-unique/", "/vos-donnees/", "/accessibilite/", "/qui-voit-quoi/"),
    *("/contact/", "/mentions-legales/", "/employeurs-et-financeurs/", "/se-servir-de-l-annuaire/", "/veille/"),
]
FRENCH_WORDS = re.compile(r"\b(?:vous|votre|une|des|les|est|avec|pour|dans)\b", re.IGNORECASE)
IN_FRENCH = re.compile(r'<(\w+)[^>]*\slang="fr"[^>]*>.*?</\1>', re.DOTALL)


def read(client: Client, address: str) -> str:
    return client.get(address).content.decode().replace("\u00a0", " ")


def main_of(page: str) -> str:
    return page[page.index("<main") : page.index("</main>")]


@pytest.mark.parametrize("path", KEY_PAGES)
def test_a_key_page_is_all_in_english(client: Client, path: str) -> None:
    seed_site()
    page = read(client, f"/en{path}")
    assert '<html lang="en"' in page
    assert "has not been translated" not in page
    words = re.sub(r"<[^>]+>", " ", IN_FRENCH.sub("", main_of(page))).replace("Faire avec", "")
    assert FRENCH_WORDS.findall(words) == []


@pytest.mark.parametrize(
    "path", ["/modules/", "/annuaire/", "/annuaire/?commune=Roubaix", "/rencontres/", "/plan-du-site/"]
)
def test_a_list_is_in_english_and_marks_what_is_french(client: Client, path: str, tmp_path: Path) -> None:
    open_meetings(seed_site())
    make_institute_with_module(tmp_path)
    take_shipped("nord-invente-2026-03")
    page = read(client, f"/en{path}")
    assert '<html lang="en"' in page
    words = re.sub(r"<[^>]+>", " ", IN_FRENCH.sub("", main_of(page))).replace("Faire avec", "")
    assert FRENCH_WORDS.findall(words) == []


def test_a_page_without_english_is_french_whole_and_says_so(client: Client) -> None:
    seed_site()
    page = read(client, f"/en{ProcedurePage.objects.all()[0].url}")
    assert '<html lang="en"' in page
    assert re.search(r'<main id="contenu"\s+lang="fr"', page)
    assert "This page has not been translated: it is in French." in page
    assert "Pas à pas, ensemble" in page or "À avoir sous la main" in page
    assert 'rel="canonical" href="http' in page
    assert "/en/" not in re.findall(r'rel="canonical" href="([^"]*)"', page)[0]


SAME = re.compile(r'<link rel="alternate" hreflang="([^"]*)" href="([^"]*)"')
CANONICAL = re.compile(r'<link rel="canonical" href="([^"]*)"')


@pytest.mark.parametrize("path", [*KEY_PAGES, "/annuaire/", "/modules/", "/veille/lettre/", "/veille/?theme=law"])
def test_a_page_of_both_languages_names_the_other_and_itself(client: Client, path: str) -> None:
    seed_site()
    french = f"{settings.WAGTAILADMIN_BASE_URL}{path.partition('?')[0]}"
    english = f"{settings.WAGTAILADMIN_BASE_URL}/en{path.partition('?')[0]}"
    both = [("fr", french), ("en", english), ("x-default", french)]
    for asked, own in ((path, french), (f"/en{path}", english)):
        page = read(client, asked)
        assert SAME.findall(page) == both
        assert CANONICAL.findall(page) == [own]


def test_a_page_of_one_language_names_no_other(client: Client) -> None:
    seed_site()
    procedure = str(ProcedurePage.objects.all()[0].url)
    for path in (procedure, f"/en{procedure}", "/contact/?lecture=facile", "/perdue/", "/en/perdue/"):
        assert SAME.findall(read(client, path)) == [], path
    assert CANONICAL.findall(read(client, "/perdue/")) == []
    charter = StandardPage.objects.get(slug="charte-d-usages")
    charter.lead = "Une autre charte."
    charter.save()
    assert SAME.findall(read(client, charter.url)) == []


def test_who_signed_in_is_no_search_engine(client: Client) -> None:
    seed_site()
    client.force_login(make_person())
    assert SAME.findall(read(client, "/guide/")) == []


@pytest.mark.parametrize("path", ["/", "/guide/", "/annuaire/?commune=Roubaix&within=10", "/recherche/?q=a"])
def test_the_switch_keeps_the_page_and_its_question_both_ways(client: Client, path: str) -> None:
    seed_site()
    there = path.replace("&", "&amp;")
    assert f'href="/en{there}" lang="en" hreflang="en"' in read(client, path)
    assert f'href="{there}" lang="fr" hreflang="fr"' in read(client, f"/en{path}")


def test_who_reads_in_english_stays_in_english(client: Client) -> None:
    seed_site()
    page = read(client, "/en/contact/")
    links = re.findall(r'<a [^>]*href="(/[^"]*)"(?! lang="fr" hreflang)', page)
    assert links
    assert [link for link in links if not link.startswith("/en/")] == []


def test_a_french_reader_is_never_led_to_english(client: Client) -> None:
    seed_site()
    read(client, "/en/guide/")
    assert get_script_prefix() == "/"
    page = read(client, "/guide/")
    assert '<html lang="fr"' in page
    assert set(re.findall(r'href="(/en/[^"]*)"', page)) == {"/en/guide/"}


def test_no_cookie_comes_with_a_language(client: Client) -> None:
    seed_site()
    assert client.get("/en/guide/").cookies == {}


def test_a_text_that_changes_is_french_again_until_somebody_says_it(client: Client) -> None:
    seed_site()
    charter = StandardPage.objects.get(slug="charte-d-usages")
    charter.lead = "Une autre charte."
    charter.save()
    page = read(client, "/en/charte-d-usages/")
    assert "has not been translated" in page
    assert missing_in_english(charter) == ["Une autre charte."]
    EnglishText.objects.create(standard="Une autre charte.", english="Another charter.")
    assert "Another charter." in read(client, "/en/charte-d-usages/")


def test_the_conversation_to_try_goes_on_in_english(client: Client) -> None:
    seed_site()
    page = read(client, "/en/?r=2")
    assert "And there, the little envelope, is that it?" in page
    assert 'href="/en/?r=2&amp;suite=1#essai"' in page


def test_what_one_may_answer_is_quoted_as_each_language_quotes(client: Client) -> None:
    seed_site()
    assert "<span>“Give it here, I’ll see to it, it will be done.”</span>" in read(client, "/en/")
    assert "«" not in main_of(read(client, "/en/"))
    french = client.get("/").content.decode()
    assert french.count("<span>«\u00a0") == 3
    assert french.count("\u00a0»</span>") == 3


def test_the_easy_edition_is_french_and_says_so(client: Client) -> None:
    seed_site()
    page = read(client, "/en/contact/?lecture=facile")
    assert re.search(r'<main id="contenu"\s+lang="fr"', page)
    assert "Lire la page ordinaire" in page


def test_the_studio_has_its_own_language(client: Client) -> None:
    assert client.get("/en/studio/?a=b").headers["Location"] == "/studio/?a=b"
    assert client.get("/en//ailleurs.example/").headers["Location"] == "/ailleurs.example/"


def test_seeding_english_again_changes_nothing_that_an_editor_wrote() -> None:
    seed_site()
    home = EnglishText.objects.get(standard=HomePage.objects.get().title)
    home.english = "Our own words"
    home.save()
    assert seed_english(FOLDER) == 0
    home.refresh_from_db()
    assert home.english == "Our own words"


def test_english_of_another_shape_is_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        list(pair({"promises": ["un", "deux"]}, {"promises": ["one"]}))


def test_the_studio_tells_an_editor_what_has_no_english(client: Client) -> None:
    seed_site()
    client.force_login(make_person("Chantal", Role.SITE_ADMIN))
    sync_rights()
    charter = StandardPage.objects.get(slug="charte-d-usages")
    edit = reverse("wagtailadmin_pages:edit", args=[charter.pk])
    assert "est dit en anglais" in read(client, edit)
    charter.lead = "Une autre charte."
    charter.save_revision().publish()
    page = read(client, edit)
    assert "Un texte n’a pas d’anglais" in page
    assert client.get("/studio/snippets/cms/englishtext/").status_code == 200


def test_a_page_costs_one_question_more_in_english(client: Client, django_assert_max_num_queries: object) -> None:
    seed_site()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for path in ("/charte-d-usages/", "/en/charte-d-usages/"):
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        counts.append(len(asked))
    assert counts[1] <= counts[0] + 2  # its texts, and those of the menu
