"""Publishing from the studio, and what an edition published since does to someone half-way: nothing unsaid."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from lms.people.models import User
from modules.correcting import later_editions, move_to_correction
from modules.models import Attempt, Edition, EditionActivity, EditionQuestion, Question, Registration
from modules.publishing import ChangedMeanwhile, ModuleNotReady, NotMinor, publish_edition
from modules.rebuilding import rebuild
from modules.studio.duplicating import duplicate_module
from modules.thawing import find_lost
from tests.cast import finish, follow, make_person, take
from tests.modules.studio.cast import Studio, publish

pytestmark = [pytest.mark.django_db, pytest.mark.long]
STORED = Path(__file__).parent / "stored_edition.json"


@pytest.fixture
def nadege(studio: Studio) -> User:
    return make_person()


def mend_words(studio: Studio) -> None:
    lesson = studio.activity("lire")
    publish(lesson, purpose="Poser les mots justes.")


def change_key(studio: Studio) -> None:
    question = Question.objects.get(key="test-a1-1", collection=studio.taught.page.own_collection)
    for option in question.options.all():
        option.is_right = not option.is_right
        option.save()


def test_words_mended_make_a_minor_edition(studio: Studio) -> None:
    mend_words(studio)
    assert publish_edition(studio.module, studio.admin, minor=True).label == "1.1"


def test_a_changed_key_is_refused_as_minor_and_nothing_is_written(studio: Studio) -> None:
    change_key(studio)
    with pytest.raises(NotMinor):
        publish_edition(studio.module, studio.admin, minor=True)
    assert Edition.objects.count() == 1
    assert publish_edition(studio.module, studio.admin).label == "2.0"


def test_what_was_not_read_is_not_published(studio: Studio) -> None:
    mend_words(studio)
    with pytest.raises(ChangedMeanwhile):
        publish_edition(studio.module, studio.admin, seen="0" * 64)


def test_a_blocker_forbids_the_edition_and_not_the_draft(studio: Studio) -> None:
    studio.module.outcomes.all().delete()
    with pytest.raises(ModuleNotReady) as refused:
        publish_edition(studio.module, studio.admin)
    assert "objectif" in refused.value.faults[0]
    publish(studio.activity("lire"), title="Le brouillon passe")


def test_who_is_half_way_may_take_the_correction_and_loses_nothing(studio: Studio, nadege: User) -> None:
    registration = follow(nadege, studio.taught.edition)
    lesson, test = list(registration.edition.activities.all())[:2]
    take(registration, lesson)
    take(registration, test)
    registration.refresh_from_db()
    before = (registration.minutes_done, registration.started_at, list(registration.progress.order_by("pk").values()))
    mend_words(studio)
    correction = publish_edition(studio.module, studio.admin, minor=True)
    assert later_editions(registration).correction == correction
    assert move_to_correction(registration)
    registration = Registration.objects.get(pk=registration.pk)
    after = (registration.minutes_done, registration.started_at, list(registration.progress.order_by("pk").values()))
    assert (registration.edition, after) == (correction, before)
    assert rebuild().changes == 0
    finish(registration)
    assert Registration.objects.get(pk=registration.pk).completed_at is not None
    assert rebuild().changes == 0


def test_passes_made_before_the_correction_still_count(studio: Studio, nadege: User) -> None:
    registration = follow(nadege, studio.taught.edition)
    test = registration.edition.activities.get(slug="test")
    take(registration, test)
    mend_words(studio)
    publish_edition(studio.module, studio.admin, minor=True)
    move_to_correction(registration)
    registration = Registration.objects.get(pk=registration.pk)
    take(registration, registration.edition.activities.get(slug="test"))
    attempts = Attempt.objects.filter(registration=registration, activity__key=test.key)
    assert sorted(attempts.values_list("number", flat=True)) == [1, 2]


def test_a_finished_module_stays_finished_whatever_is_published(studio: Studio, nadege: User) -> None:
    registration = finish(follow(nadege, studio.taught.edition))
    done = registration.completed_at, registration.minutes_done
    mend_words(studio)
    publish_edition(studio.module, studio.admin, minor=True)
    change_key(studio)
    publish_edition(studio.module, studio.admin)
    assert move_to_correction(registration)
    registration = Registration.objects.get(pk=registration.pk)
    assert (registration.completed_at, registration.minutes_done) == done
    assert registration.edition.label == "1.1"


def test_a_new_edition_moves_nobody(studio: Studio, nadege: User, client: Client) -> None:
    registration = follow(nadege, studio.taught.edition)
    change_key(studio)
    publish_edition(studio.module, studio.admin)
    client.force_login(nadege)
    page = client.get(f"/parcours/{registration.pk}/").content.decode().replace("\xa0", " ")
    assert "Vous suivez l’édition 1.0" in page
    client.post(f"/parcours/{registration.pk}/edition/")
    registration.refresh_from_db()
    assert registration.edition.label == "1.0"


def test_the_path_explains_the_correction_and_takes_it_on_a_click(studio: Studio, nadege: User, client: Client) -> None:
    registration = follow(nadege, studio.taught.edition)
    mend_words(studio)
    publish_edition(studio.module, studio.admin, minor=True)
    client.force_login(nadege)
    page = client.get(f"/parcours/{registration.pk}/").content.decode()
    assert "les mêmes" in page
    page = client.post(f"/parcours/{registration.pk}/edition/", follow=True).content.decode().replace("\xa0", " ")
    assert "Édition 1.1" in page


def test_another_learner_does_not_move_her(studio: Studio, nadege: User, client: Client) -> None:
    registration = follow(nadege, studio.taught.edition)
    client.force_login(make_person("Malika Autre"))
    assert client.post(f"/parcours/{registration.pk}/edition/").status_code == 404


def test_the_screen_shows_the_difference_and_publishes_what_was_read(studio: Studio, client: Client) -> None:
    mend_words(studio)
    client.force_login(studio.admin)
    address = f"/studio/editions/{studio.module.pk}/"
    response = client.get(address)
    assert "Poser les mots justes." in response.content.decode()
    client.post(address, {"size": "minor", "read": "on", "seen": response.context["digest"]})
    assert studio.module.editions.newest_first()[0].label == "1.1"
    assert studio.module.editions.newest_first()[0].published_by == studio.admin


def test_a_module_without_an_edition_has_its_screen(studio: Studio, client: Client) -> None:
    twin = duplicate_module(studio.module, studio.author)
    client.force_login(studio.author)
    assert "La première édition" in client.get(f"/studio/editions/{twin.pk}/").content.decode()


def test_without_confirmation_nothing_is_published(studio: Studio, client: Client) -> None:
    mend_words(studio)
    client.force_login(studio.admin)
    address = f"/studio/editions/{studio.module.pk}/"
    client.post(address, {"size": "minor", "seen": client.get(address).context["digest"]})
    assert Edition.objects.count() == 1


def test_an_author_reads_the_screen_and_does_not_publish(studio: Studio, client: Client) -> None:
    mend_words(studio)
    client.force_login(studio.author)
    address = f"/studio/editions/{studio.module.pk}/"
    seen = client.get(address).context["digest"]
    client.post(address, {"size": "new", "read": "on", "seen": seen})
    assert Edition.objects.count() == 1


def test_two_editions_are_compared(studio: Studio, client: Client) -> None:
    mend_words(studio)
    second = publish_edition(studio.module, studio.admin)
    client.force_login(studio.author)
    page = client.get(f"/studio/editions/{studio.module.pk}/comparer/{studio.taught.edition.pk}/{second.pk}/")
    assert "Poser les mots justes." in page.content.decode()


def test_a_page_with_editions_is_not_deleted(studio: Studio, client: Client) -> None:
    client.force_login(studio.admin)
    for page in (studio.module, studio.taught.page):
        assert client.post(f"/studio/pages/{page.pk}/delete/").status_code == 302
    assert studio.module.activities().count() == 3


def test_an_activity_deleted_stays_whole_in_the_editions(studio: Studio, client: Client) -> None:
    client.force_login(studio.admin)
    client.post(f"/studio/pages/{studio.activity('lire').pk}/delete/")
    assert studio.module.activities().count() == 2
    assert studio.taught.edition.activities.get(slug="lire").thawed.screens


def test_the_editor_shows_the_meter_and_the_findings(studio: Studio, client: Client) -> None:
    client.force_login(studio.author)
    page = client.get(f"/studio/pages/{studio.module.pk}/edit/").content.decode().replace("\xa0", " ")
    assert "40 minutes prévues sur 210" in page
    page = client.get(f"/studio/pages/{studio.activity('lire').pk}/edit/").content.decode()
    assert 'data-others="30"' in page


def test_every_stored_edition_thaws_whole(studio: Studio) -> None:
    read, lost = find_lost()
    assert read == EditionActivity.objects.count() + EditionQuestion.objects.count()
    assert lost == []


def test_an_edition_stored_when_this_was_written_still_thaws(studio: Studio) -> None:
    """The file is never edited: a shape that lost a field or a kind would lose a learner's screen."""
    stored = json.loads(STORED.read_text(encoding="utf-8"))
    assert {each["kind"] for each in stored["activities"]} == {"lesson", "quiz", "dialogue", "note", "questionnaire"}
    edition = studio.taught.edition
    EditionActivity.objects.filter(edition=edition).delete()
    for place, content in enumerate(stored["activities"]):
        make_stored(edition, place, content)
    for content in stored["questions"]:
        EditionQuestion.objects.create(
            edition=edition, uid=UID, key=f"s-{content['key']}", cfitem_identifier=UID, content=content, digest=""
        )
    assert find_lost()[1] == []


UID = "6f1a3a52-7a0e-5d0c-9a55-2f5d3c1f7b10"


def make_stored(edition: Edition, place: int, content: dict[str, Any]) -> None:
    EditionActivity.objects.create(
        edition=edition,
        position=place,
        key=f"6f1a3a52-7a0e-5d0c-9a55-00000000000{place}",
        slug=content["key"],
        kind=content["kind"],
        title=content["title"],
        planned_minutes=content["minutes"],
        content=content,
        digest="",
    )


def test_the_command_names_what_was_lost(studio: Studio) -> None:
    row = EditionActivity.objects.get(slug="lire")
    row.content = row.content | {"colour": "blue"}
    row.save()
    with pytest.raises(CommandError, match=rf"EditionActivity {row.pk}"):
        call_command("check_editions")
