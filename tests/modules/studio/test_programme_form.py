"""An author builds a programme in the studio: half-days of her own institute, each once, none that has no hours."""

from typing import Any

import pytest
from django.test import Client

from modules.following import follow_programme
from modules.models import InstitutePage, Module, Programme
from tests.cast import make_person
from tests.modules.studio.cast import Studio

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(studio: Studio) -> Module:
    """Another module of her institute, not open yet."""
    page = Module(title="Un second", slug="un-second", summary="Une demi-journée.")
    InstitutePage.objects.get(pk=studio.taught.page.pk).add_child(instance=page)
    return page


def body_of(*modules: Module, publish: bool = True) -> dict[str, Any]:
    """The fields of a programme's editor, with these half-days in order."""
    names = ("audience", "prerequisites", "methods", "assessment", "accessibility", "access", "price", "progression")
    body: dict[str, Any] = {"title": "Une journée", "slug": "une-journee", "summary": "Deux demi-journées."}
    body |= dict.fromkeys(names, "")
    body |= {"comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}
    body |= {"chosen_modules-TOTAL_FORMS": len(modules), "chosen_modules-INITIAL_FORMS": 0}
    for place, module in enumerate(modules):
        row = f"chosen_modules-{place}"
        body |= {f"{row}-module": module.pk, f"{row}-ORDER": place + 1, f"{row}-id": ""}
    return body | ({"action-publish": "1"} if publish else {})


def add_address(studio: Studio) -> str:
    return f"/studio/pages/add/modules/programme/{studio.taught.page.pk}/"


def test_an_author_chooses_half_days_in_order(studio: Studio, second: Module, client: Client) -> None:
    client.force_login(studio.admin)
    assert client.get(add_address(studio)).status_code == 200
    assert client.post(add_address(studio), body_of(second, studio.module)).status_code == 302
    assert [module.slug for module in Programme.objects.get().modules()] == [second.slug, studio.module.slug]


def test_a_draft_is_hers_alone(studio: Studio, second: Module, client: Client) -> None:
    client.force_login(studio.author)
    assert client.post(add_address(studio), body_of(studio.module, second, publish=False)).status_code == 302
    assert not Programme.objects.get().live
    assert "Une journée" not in Client().get("/modules/").content.decode()


def refused(studio: Studio, client: Client, *modules: Module) -> str:
    client.force_login(studio.admin)
    response = client.post(add_address(studio), body_of(*modules))
    assert response.status_code == 200
    assert not Programme.objects.exists()
    return response.content.decode().replace("\u00a0", " ")


def test_a_half_day_of_another_institute_forged_into_it_is_refused(
    studio: Studio, beta: Studio, client: Client
) -> None:
    assert "appartient à un autre institut" in refused(studio, client, studio.module, beta.module)


def test_the_same_half_day_twice_is_refused(studio: Studio, client: Client) -> None:
    assert "en double" in refused(studio, client, studio.module, studio.module)


def test_a_positioning_is_no_half_day(studio: Studio, second: Module, client: Client) -> None:
    Module.objects.filter(pk=second.pk).update(is_private=True)
    assert "est un positionnement" in refused(studio, client, studio.module, second)


def test_the_chooser_offers_her_own_modules_alone(studio: Studio, beta: Studio, client: Client) -> None:
    client.force_login(studio.author)
    page = client.get("/studio/choose-page/search/?q=mesure&page_type=modules.module").content.decode()
    assert studio.module.title in page
    assert beta.module.title not in page


def test_a_programme_that_someone_follows_is_not_deleted(studio: Studio, client: Client) -> None:
    client.force_login(studio.admin)
    client.post(add_address(studio), body_of(studio.module))
    programme = Programme.objects.get()
    assert follow_programme(make_person(), programme) is not None
    response = client.post(f"/studio/pages/{programme.pk}/delete/", follow=True)
    assert "Dépubliez-la plutôt" in response.content.decode()
    assert Programme.objects.filter(pk=programme.pk).exists()
