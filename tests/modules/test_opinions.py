"""What learners think of a module: counted without a name, told by eleven at once, by edition."""

from pathlib import Path

import msgspec
import pytest
from django.test import Client

from lms.people.models import User
from modules.activities.questionnaire.opinions import TOGETHER, count_opinion, read_counts
from modules.loading.loader import load_module
from modules.models import Answer, Attempt, EditionActivity, OpinionCount, Registration
from tests.cast import follow, make_person, write_module
from tests.modules.studio.cast import Studio, open_studio
from xapi_store.models import Statement

pytestmark = [pytest.mark.django_db, pytest.mark.long]
OPINION = """\
kind: questionnaire
key: votre-avis
title: Votre avis
minutes: 4
purpose: Dire ce qui aide et ce qui gêne.
anonymous: true
intro: Quatre minutes, sans votre nom.
questions:
  - {key: situation, number: 0, text: Le module traite une situation que je vis., answers: [{text: Non}, {text: Oui}]}
  - {key: gene, number: 0, several: true, text: Quelque chose a-t-il gêné ?, answers: [{text: Rien}, {text: La vue}]}
debrief: Merci.
"""


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    studio = open_studio(tmp_path)
    folder = write_module(tmp_path / "avis", studio.module.slug, studio.module.title)
    (folder / "04-avis.yaml").write_text(OPINION, encoding="utf-8")
    load_module(folder, studio.taught.page)
    return studio


def activity_of(studio: Studio) -> EditionActivity:
    return EditionActivity.objects.get(edition__module=studio.module, slug="votre-avis")


def follow_it(studio: Studio, name: str) -> Registration:
    return follow(make_person(name), activity_of(studio).edition)


def answer(client: Client, registration: Registration, **given: object) -> str:
    client.force_login(registration.learner)
    address = f"/parcours/{registration.pk}/votre-avis/"
    return client.post(address, given or {"situation": "1", "gene": ["0", "1"]}, follow=True).content.decode()


def test_an_answer_is_counted_and_nothing_of_it_is_kept(studio: Studio, client: Client) -> None:
    registration = follow_it(studio, "Nadège Osmont")
    client.force_login(registration.learner)
    assert "Sans votre nom" in client.get(f"/parcours/{registration.pk}/votre-avis/").content.decode()
    page = answer(client, registration)
    assert "Vos réponses sont comptées" in page
    assert not Answer.objects.exists()
    assert Attempt.objects.get(activity__kind="questionnaire").finished_at is not None
    said = [each.as_json() for each in Statement.objects.for_registration(registration.pk)]
    assert {each["verb"]["id"].rsplit("/", 1)[-1] for each in said} == {"registered", "attempted", "completed"}
    assert not any("response" in each.get("result", {}) for each in said)
    assert {field.name for field in OpinionCount._meta.get_fields()} == {
        *("id", "activity", "question", "answer", "shown", "waiting")
    }


def test_it_is_asked_once(studio: Studio, client: Client) -> None:
    registration = follow_it(studio, "Nadège Osmont")
    answer(client, registration)
    answer(client, registration)
    count_opinion(registration, activity_of(studio), {"situation": [0]})
    assert OpinionCount.objects.get(question="").waiting == 1
    client.force_login(registration.learner)
    assert "?encore" not in client.get(f"/parcours/{registration.pk}/votre-avis/").content.decode()


def test_figures_are_told_by_eleven_people_at_once(studio: Studio) -> None:
    activity = activity_of(studio)
    told = []
    for number in range(2 * TOGETHER + 1):
        count_opinion(follow_it(studio, f"Personne {number}"), activity, {"situation": [number % 2], "gene": [0]})
        told.append(read_counts(activity)[0])
    assert told == [0] * (TOGETHER - 1) + [TOGETHER] * TOGETHER + [2 * TOGETHER] * 2
    assert read_counts(activity)[1] == {("situation", 0): 11, ("situation", 1): 11, ("gene", 0): 22}


def test_what_is_missing_is_said_and_nothing_is_counted(studio: Studio, client: Client) -> None:
    page = answer(client, follow_it(studio, "Nadège Osmont"), situation="1")
    assert "Choisissez une réponse" in page
    assert not OpinionCount.objects.exists()


def test_an_author_reads_counts_by_edition_and_another_institute_nothing(
    studio: Studio, client: Client, tmp_path: Path
) -> None:
    address = f"/studio/editions/{studio.module.pk}/avis/"
    client.force_login(studio.author)
    assert "Moins de 11 personnes" in client.get(address).content.decode()
    for number in range(2 * TOGETHER):
        given = {"situation": [number % 2], "gene": [number // TOGETHER]}
        count_opinion(follow_it(studio, f"Personne {number}"), activity_of(studio), given)
    page = client.get(address).content.decode()
    assert "22 personnes ont répondu" in page
    assert "Oui</th><td>11</td><td>22</td>" in page
    assert "La vue</th><td>11</td><td>22</td>" in page
    assert "Votre avis, édition 2.0" in page
    other: User = open_studio(tmp_path, "Institut Ailleurs", "ailleurs-la-mesure").author
    client.force_login(other)
    assert client.get(address).status_code in {302, 403}


def test_the_edition_and_the_archive_keep_that_it_is_anonymous(studio: Studio) -> None:
    content = activity_of(studio).content
    assert content["anonymous"] is True
    page = studio.activity("votre-avis")
    assert msgspec.to_builtins(page.freeze()) == content
    assert "anonymous" not in msgspec.to_builtins(studio.activity("lire").freeze())
