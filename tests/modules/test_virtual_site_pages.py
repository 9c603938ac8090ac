"""A learner on an invented site: every gesture by a plain form, nothing typed kept, the same screen on any device."""

import json
from pathlib import Path

import msgspec
import pytest
from django.apps import apps
from django.core import serializers
from django.test import Client

from competencies.models import Evidence
from lms.people.models import User
from modules.activities.virtual_site.checking import find_good_path
from modules.activities.virtual_site.engine import Step, open_state, replay
from modules.loading.loader import FileRefused, load_module
from modules.models import Answer, Attempt, Edition, Registration, VirtualSitePage
from modules.rebuilding import rebuild
from tests.modules.cast import make_registration
from tests.modules.virtual_sites import FIRST, FOLDER, SITES, post_step, walk_site
from xapi_store.models import Statement

pytestmark = pytest.mark.django_db
SITE = SITES["creer-un-compte"]
PATH = find_good_path(SITE) or []


@pytest.fixture
def folder(edition: Edition, tmp_path: Path) -> Path:
    """The small module with the first scenario in it."""
    text = FIRST.read_text(encoding="utf-8")
    (tmp_path / "module" / "03-site.yaml").write_text(text, encoding="utf-8")
    return tmp_path / "module"


@pytest.fixture
def followed(edition: Edition, folder: Path, nadege: User) -> Registration:
    return make_registration(load_module(folder, edition.module.get_parent().specific).edition, nadege)


@pytest.fixture
def address(followed: Registration, client: Client, nadege: User) -> str:
    client.force_login(nadege)
    return f"/parcours/{followed.pk}/creer-un-compte/"


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode().replace("\xa0", " ").replace("\u202f", " ")


def test_the_best_walk_passes_and_its_review_says_what_was_done(client: Client, address: str) -> None:
    assert "Ouvrir le site inventé" in page(client, address)
    walk_site(client, address, SITE, PATH)
    attempt = Attempt.objects.get()
    assert attempt.passed
    assert attempt.scaled == 1
    review = page(client, address)
    assert "Total : 10 sur 10" in review
    assert "Elle a refait la connexion elle-même." in review
    assert rebuild().changes == 0


def test_nothing_typed_is_in_the_database_after_a_walk(client: Client, address: str) -> None:
    """Right values, wrong ones, word tiles, a real-looking number: none is anywhere but in the author's file."""
    client.post(address, {"action": "commencer"})
    state = open_state(SITE)
    for step in PATH:
        if step.readings.get("naissance"):
            typed = {"champ-nom": "MARTINEAU-SECRET", "champ-dossier": "rien-de-connu", "act": "continuer"}
            client.post(address, {**typed, "pas": str(state.taken + 1)})
            client.post(address, {**typed, "champ-nom": "1 85 05 78 006 084 91", "pas": str(state.taken + 2)})
            state = replay(SITE, [_step(answer) for answer in Answer.objects.order_by("pk")])
        state = post_step(client, address, SITE, state, step)
    assert Attempt.objects.get().finished_at is not None
    authored = {"EditionActivity", "VirtualSitePage", "Revision"}
    kept = "".join(
        serializers.serialize("json", model.objects.all())
        for model in apps.get_models()
        if model.__name__ not in authored
    )
    for value in ("MARTINEAU-SECRET", "rien-de-connu", "006 084", "VASSEUR", "ZED-00-OMEGA-4", "00/00/1992", "rivière"):
        assert value not in kept, value


def _step(answer: Answer) -> Step:
    return msgspec.convert(answer.response, Step)


@pytest.mark.parametrize("real", ["1 85 05 78 006 084 91", "06 12 34 56 78", "prenom.nom@exemple.fr"])
def test_something_real_is_refused_and_no_step_is_taken(client: Client, address: str, real: str) -> None:
    before = next(n for n, step in enumerate(PATH) if "naissance" in step.readings)
    walk_site(client, address, SITE, PATH[:before])
    response = client.post(address, {"act": "continuer", "champ-nom": real, "pas": str(before + 1)})
    assert response.status_code == 422
    assert "Ici tout est inventé" in response.content.decode()
    assert Answer.objects.count() == before
    assert real not in json.dumps([each.as_json() for each in Statement.objects.all()])


def test_the_site_s_own_error_keeps_what_was_typed_on_the_page(client: Client, address: str) -> None:
    before = next(n for n, step in enumerate(PATH) if "naissance" in step.readings)
    walk_site(client, address, SITE, PATH[:before])
    typed = {"champ-nom": "VASSEUR", "champ-prenom": "Camille", "champ-naissance": "1992"}
    response = client.post(
        address, {**typed, "champ-dossier": "ZED-00-OMEGA-4", "act": "continuer", "pas": str(before + 1)}
    )
    assert response.status_code == 422
    assert 'value="1992"' in response.content.decode()
    assert "Format incorrect" in response.content.decode()
    assert Answer.objects.order_by("pk").last().response["readings"]["naissance"] == "format"  # type: ignore[union-attr]


def test_another_device_shows_the_same_screen(client: Client, address: str, nadege: User) -> None:
    walk_site(client, address, SITE, PATH[:8])
    elsewhere = Client()
    elsewhere.force_login(nadege)
    here = replay(SITE, PATH[:8])
    title = next(screen.title for screen in SITE.screens if screen.key == here.screen)
    assert f'<h2 id="ecran">{title}</h2>' in page(elsewhere, address)
    assert f'name="pas" value="{here.taken + 1}"' in page(elsewhere, address)


def test_a_double_click_takes_one_step(client: Client, address: str) -> None:
    client.post(address, {"action": "commencer"})
    for _click in range(2):
        client.post(address, {"choisir": PATH[0].name, "pas": "1"})
    assert Answer.objects.count() == 1


@pytest.mark.parametrize("form", [{}, {"act": "inconnu"}, {"choisir": "inconnu"}, {"clavier": "inconnu"}])
def test_a_gesture_that_is_not_offered_says_so(client: Client, address: str, form: dict[str, str]) -> None:
    client.post(address, {"action": "commencer"})
    assert client.post(address, {**form, "pas": "1"}).status_code == 422
    assert not Answer.objects.exists()


def test_statements_answer_moments_and_interact_with_screens(client: Client, address: str) -> None:
    walk_site(client, address, SITE, PATH)
    said = [each.as_json() for each in Statement.objects.all()]
    verbs = [each["verb"]["id"].rsplit("/", 1)[-1] for each in said]
    assert verbs.count("answered") == sum(step.does == "choose" for step in PATH)
    assert verbs.count("interacted") == sum(step.does != "choose" for step in PATH)
    assert verbs.count("passed") == 1
    step = next(each for each in said if each["verb"]["id"].endswith("interacted"))
    assert step["context"]["contextActivities"]["parent"][0]["id"].endswith(str(Attempt.objects.get().activity.key))


def test_the_third_hint_is_written_in_the_evidence(client: Client, address: str) -> None:
    hints = [Step("hint")] * 3
    walk_site(client, address, SITE, [*hints, *PATH])
    assert Evidence.objects.exists()
    assert not Evidence.objects.filter(unaided=True).exists()


def test_all_five_scenarios_load_as_activities_of_a_module(edition: Edition, folder: Path) -> None:
    (folder / "03-site.yaml").unlink()
    for path in sorted(FOLDER.glob("[0-9][0-9]-*.yaml")):
        if b"kind: virtual_site" in path.read_bytes():
            (folder / path.name).write_bytes(path.read_bytes())
    institute = edition.module.get_parent().specific
    loaded = load_module(folder, institute)
    assert loaded.edition.activities.filter(kind="virtual_site").count() == 5
    assert load_module(folder, institute).written == []


def test_a_file_that_cannot_be_played_is_refused_by_name(edition: Edition, folder: Path) -> None:
    path = folder / "03-site.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("next: identite", "next: nulle-part"), encoding="utf-8")
    with pytest.raises(FileRefused, match=r"03-site\.yaml.*nulle-part"):
        load_module(folder, edition.module.get_parent().specific)


def test_an_author_previews_each_screen_and_the_way_to_the_good_end(followed: Registration) -> None:
    site = VirtualSitePage.objects.get()
    assert [name for name, _title in site.preview_modes] == [
        *(each.key for each in SITE.screens),
        "",
        *("autrement:phone", "autrement:falc", "autrement:print"),
    ]
    for mode, _title in site.preview_modes:
        response = site.make_preview_request(preview_mode=mode)
        assert response.status_code == 200, mode
