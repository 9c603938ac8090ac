"""A number cited inside a sentence: said to learners, kept as a key, refused when the survey has none."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from competencies.models import SurveyCell, SurveyClaim
from modules.citing import keys_cited, numbers_shown, with_numbers
from modules.loading.schema import Lesson, Screen
from modules.models import Edition
from modules.publishing import ModuleNotReady, publish_edition
from modules.thawing import find_lost
from tests.modules.cast import LESSON, activity_of, make_learner, make_registration, open_module

pytestmark = pytest.mark.django_db
SENTENCE = "Un texte imprime {a-la-place-33-9}, un tableau donne {T04/total/non}."


@pytest.fixture
def edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Edition:
    """The small module, with a sentence that cites a claim and a cell."""
    monkeypatch.setattr("tests.modules.cast.LESSON", LESSON.replace("Un autre texte.", f"'{SENTENCE}'"))
    return open_module(tmp_path / "cite")


def said(edition: Edition) -> str:
    return str(activity_of(edition, "une-lecon").thawed.screens[1].text).replace("\u00a0", " ")


def test_a_sentence_says_the_number_of_a_claim_and_of_a_cell(edition: Edition) -> None:
    assert said(edition) == "Un texte imprime 33,9 %, un tableau donne 87 %."
    with translation.override("en"):
        assert said(edition) == "Un texte imprime 33.9%, un tableau donne 87%."


def test_it_follows_the_count_and_the_claim(edition: Edition) -> None:
    SurveyCell.objects.filter(key="T04/total/non").update(numerator=26)
    SurveyClaim.objects.filter(key="a-la-place-33-9").update(printed="12.5")
    assert said(edition) == "Un texte imprime 12,5 %, un tableau donne 49 %."


def test_what_is_kept_is_the_key(edition: Edition) -> None:
    row = activity_of(edition, "une-lecon")
    assert row.as_written.screens[1].text == SENTENCE
    assert SENTENCE in str(row.content)
    assert find_lost()[1] == []
    assert publish_edition(edition.module) == edition, "the same words make no new edition"


def test_the_learner_reads_the_number_on_the_page(edition: Edition, client: Client) -> None:
    nadege = make_learner()
    client.force_login(nadege)
    registration = make_registration(edition, nadege)
    page = client.get(f"/parcours/{registration.pk}/une-lecon/?ecran=2").content.decode()
    assert "33,9\u00a0%" in page
    assert "{" not in page.partition("<article")[2].partition("</article>")[0]


def test_a_content_that_cites_nothing_costs_no_query(django_assert_num_queries: Any) -> None:
    content = {"title": "Deux {mots}", "screens": [{"text": "Rien {ici}."}]}
    with django_assert_num_queries(0):
        assert with_numbers(content) is content
    with django_assert_num_queries(2):
        with_numbers([SENTENCE, {"text": "{rappel-detection-80}"}])


def test_a_small_base_is_said_by_its_count() -> None:
    assert with_numbers("{T12/ouvert/manque-d-informations}").replace("\u00a0", " ") == "3 citations sur 9"


def test_a_key_that_nothing_stores_says_so() -> None:
    assert with_numbers("Selon {rappel-inconnu}.") == "Selon [nombre introuvable]."


def test_an_edition_that_cites_an_unknown_number_is_refused(edition: Edition) -> None:
    SurveyClaim.objects.filter(key="a-la-place-33-9").update(key="autre-chose-1")
    with pytest.raises(ModuleNotReady, match="a-la-place-33-9"):
        publish_edition(edition.module)


def test_every_number_shown_is_found_with_its_place() -> None:
    screens = [Screen(title="Un", text=SENTENCE, figure="T01/total/avec")]
    lesson = Lesson(key="a", title="A", minutes=1, purpose="B", screens=screens)
    assert list(numbers_shown(lesson)) == [
        ("$.screens[0].text", "a-la-place-33-9"),
        ("$.screens[0].text", "T04/total/non"),
        ("$.screens[0].figure", "T01/total/avec"),
    ]
    assert keys_cited([SENTENCE, SENTENCE]) == ["a-la-place-33-9", "T04/total/non"]
