"""A module's public page says the same to people and to search engines."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from cms.seeding import seed_site
from tests.cast import Taught, make_institute_with_module

pytestmark = pytest.mark.django_db

START = '<script type="application/ld+json">'


@pytest.fixture
def taught(tmp_path: Path) -> Taught:
    seed_site()
    return make_institute_with_module(tmp_path)


def test_a_module_is_a_course_of_schema_org(client: Client, taught: Taught) -> None:
    page = client.get(taught.module.url).content.decode()
    course = json.loads(page.partition(START)[2].partition("</script>")[0])
    assert (course["@type"], course["name"]) == ("Course", "Prendre la mesure")
    assert course["provider"]["name"] == "Institut des Passerelles"
    assert course["timeRequired"] == "PT40M"
    assert course["hasCourseInstance"][0]["courseMode"] == "Online"
    assert course["url"] == f"{settings.WAGTAILADMIN_BASE_URL}{taught.module.url}"
    assert course["teaches"] == [row.cfitem.full_statement for row in taught.module.alignments.all()]


def test_no_word_of_an_author_leaves_the_data_block(client: Client, taught: Taught) -> None:
    taught.module.summary = "</script><script>alert(1)</script> & co"
    taught.module.save()
    page = client.get(taught.module.url).content.decode()
    assert "<script>alert" not in page
    assert json.loads(page.partition(START)[2].partition("</script>")[0])["description"] == taught.module.summary


def test_search_engines_see_no_private_module(client: Client, taught: Taught) -> None:
    taught.module.is_private = True
    taught.module.save()
    page = client.get(taught.module.url).content.decode()
    assert START not in page
    assert '<meta name="robots" content="noindex"' in page


def test_its_page_says_under_their_headings_what_qualiopi_asks_to_make_public(client: Client, taught: Taught) -> None:
    page = client.get(taught.module.url).content.decode().replace("\xa0", " ")
    said = {
        "À la fin du module": "décrivez une situation numérique par des faits",
        "Pour qui": "Les personnes qui accompagnent.",
        "Prérequis": "Aucun.",
        "Durée": "40 min",
        "Accès et délai": "Tout de suite.",
        "Tarif": "Gratuit.",
        "À qui écrire": "Le secrétariat répond sous deux jours.",
        "Méthodes": "Une leçon, un test, un cas.",
        "Évaluation": "Un test et une pratique.",
        "Accessibilité": "Au clavier, sans script.",
    }
    assert {heading: words for heading, words in said.items() if heading not in page or words not in page} == {}
