"""A module in another language: the same activities for the statements, its own page and its own edition."""

import json
import re
from pathlib import Path
from uuid import UUID

import pytest
from django.test import Client

from lms.funding.naming import name_modules
from lms.people.models import User
from modules.answering import register
from modules.loading.loader import Loaded, load_module
from modules.models import Edition
from modules.reasons.coverage import coverage
from modules.recommending import latest_editions
from tests.modules.cast import MODULE, make_registration, write_module
from xapi_store.models import Statement

pytestmark = pytest.mark.django_db


@pytest.fixture
def english(edition: Edition, tmp_path: Path) -> Loaded:
    """The small module, said in English."""
    folder = write_module(tmp_path / "module" / "en")
    titled = MODULE.replace(
        "key: faire-connaissance\ntitle: Faire connaissance", "key: getting-started\ntitle: Meeting"
    )
    text = f"{titled}\nlanguage: en\ntranslates: faire-connaissance\n"
    (folder / "module.yaml").write_text(text, encoding="utf-8")
    return load_module(folder, edition.module.institute)


def keys(edition: Edition) -> list[UUID]:
    return [row.key for row in edition.activities.all()] + [row.uid for row in edition.questions.all()]


def test_the_statements_of_both_languages_speak_of_the_same_activities(english: Loaded, edition: Edition) -> None:
    assert english.module.pk != edition.module.pk
    assert english.edition.module_key == edition.module_key
    assert keys(english.edition) == keys(edition)


def test_the_same_files_twice_write_nothing(english: Loaded, edition: Edition, tmp_path: Path) -> None:
    assert load_module(tmp_path / "module" / "en", edition.module.institute).written == []
    assert load_module(tmp_path / "module", edition.module.institute).written == []


def test_the_catalogue_shows_one_card_and_each_page_leads_to_the_other(english: Loaded, client: Client) -> None:
    for address in ("/", "/modules/", english.module.institute.url):
        page = client.get(address).content.decode()
        assert "faire-connaissance" in page
        assert "getting-started" not in page
    french = english.module.in_other_languages().get()
    page = client.get(french.url).content.decode()
    assert '<html lang="fr"' in page
    assert re.search(r'href="[^"]*getting-started/" lang="en" hreflang="en">Read this module in English', page)
    page = client.get(english.module.url).content.decode()
    assert '<html lang="en"' in page
    assert "Follow this module" in page
    assert re.search(r'lang="fr" hreflang="fr">Lire ce module en français', page)


def test_a_module_in_two_languages_is_proposed_once(english: Loaded, edition: Edition) -> None:
    assert latest_editions() == [edition]
    edition.module.unpublish()
    assert latest_editions() == [english.edition]


def test_a_learner_keeps_the_language_of_the_edition_followed(english: Loaded, client: Client, nadege: User) -> None:
    client.force_login(nadege)
    registration = make_registration(english.edition, nadege)
    for address in (f"/parcours/{registration.pk}/", f"/parcours/{registration.pk}/une-lecon/"):
        assert '<html lang="en"' in client.get(address).content.decode()
    assert '<html lang="fr"' in client.get("/modules/").content.decode()


def test_a_browser_in_english_still_finds_the_house_in_french(edition: Edition, client: Client) -> None:
    page = client.get("/modules/", headers={"accept-language": "en"}).content.decode()
    assert '<html lang="fr"' in page


def test_a_statement_says_its_language(english: Loaded, nadege: User) -> None:
    register(nadege, english.edition)
    said = json.loads(Statement.objects.get().kept_text())
    assert said["context"]["language"] == "en"
    assert said["object"]["definition"]["name"] == {"en": "Meeting"}


def test_a_translation_teaches_nothing_more_and_renames_nothing(english: Loaded, edition: Edition) -> None:
    taught = {each.module.pk for line in coverage() for row in line.competencies for each in row.activities}
    assert taught == {edition.module.pk}
    assert name_modules({str(edition.module_key)}) == {str(edition.module_key): edition.title}
