"""The tree and its tools: nesting, previews, duplication, drafts never held back, the programme and its learners."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from modules.models import (
    Activity,
    DialoguePage,
    EditionActivity,
    InstitutePage,
    LessonPage,
    Module,
    Programme,
    Registration,
    VirtualSitePage,
)
from modules.publishing import publish_edition
from modules.studio.duplicating import duplicate_module
from tests.cast import finish, make_person
from tests.modules.studio.cast import Studio

pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.fixture
def programme(studio: Studio) -> Programme:
    """A day of two half-days: the module and its copy, opened."""
    page = Programme(title="Une journée", slug="une-journee", summary="Deux demi-journées.")
    InstitutePage.objects.get(pk=studio.taught.page.pk).add_child(instance=page)
    second = duplicate_module(studio.module, studio.admin)
    for each in [second, *second.get_children().specific()]:
        each.save_revision().publish()
    for module in (studio.module, second):
        Module.objects.get(pk=module.pk).move(Programme.objects.get(pk=page.pk), pos="last-child")
    publish_edition(Module.objects.get(pk=second.pk), studio.admin)
    return Programme.objects.get(pk=page.pk)


def test_no_page_can_be_created_where_it_has_no_sense() -> None:
    assert set(InstitutePage.allowed_subpage_models()) == {Programme, Module}
    assert Programme.allowed_subpage_models() == [Module]
    assert set(Module.allowed_parent_page_models()) == {InstitutePage, Programme}
    assert Programme.allowed_parent_page_models() == [InstitutePage]
    for kind in Activity.__subclasses__():
        assert kind.allowed_parent_page_models() == [Module], kind
        assert kind.allowed_subpage_models() == [], kind


def test_a_module_moved_into_a_programme_keeps_its_institute_and_its_editions(
    programme: Programme, studio: Studio
) -> None:
    module = studio.module
    assert module.get_parent().pk == programme.pk
    assert module.institute.pk == studio.taught.page.pk
    assert publish_edition(module, studio.admin) == studio.taught.edition


def test_the_programme_counts_its_hours_from_its_modules(programme: Programme, client: Client) -> None:
    assert programme.planned_minutes() == 80
    page = client.get(programme.url).content.decode().replace("\xa0", " ")
    assert "1 h 20" in page
    assert "Suivre ses deux demi-journées" in page


def test_one_click_registers_to_every_module_of_the_day_and_twice_is_once(programme: Programme, client: Client) -> None:
    nadege = make_person()
    client.force_login(nadege)
    for _click in range(2):
        response = client.post(reverse("modules:follow_programme", args=[programme.pk]))
    assert Registration.objects.of(nadege).count() == 2
    first = Registration.objects.of(nadege).get(edition__module=programme.modules()[0])
    assert response["Location"] == reverse("modules:path", args=[first.pk])


def test_after_the_first_half_day_the_click_leads_to_the_second(programme: Programme, client: Client) -> None:
    nadege = make_person()
    client.force_login(nadege)
    client.post(reverse("modules:follow_programme", args=[programme.pk]))
    first, second = (Registration.objects.of(nadege).get(edition__module=each) for each in programme.modules())
    finish(first)
    response = client.post(reverse("modules:follow_programme", args=[programme.pk]))
    assert response["Location"] == reverse("modules:path", args=[second.pk])


def test_the_order_of_a_module_is_changed_by_dragging(studio: Studio, client: Client) -> None:
    client.force_login(studio.admin)
    last = studio.activity("pratique")
    client.post(reverse("wagtailadmin_pages:set_page_position", args=[last.pk]) + "?position=0")
    assert [page.slug for page in studio.module.activities()] == ["pratique", "lire", "test"]


def test_the_list_of_activities_shows_their_minutes_and_their_handles(studio: Studio, client: Client) -> None:
    client.force_login(studio.admin)
    page = client.get(f"/studio/pages/{studio.module.pk}/").content.decode()
    assert ">15<" in "".join(page.split())
    assert "set_position" in page or "set-page-position" in page or "reorder" in page


def test_a_duplicated_module_is_a_draft_with_activities_of_its_own(studio: Studio, client: Client) -> None:
    client.force_login(studio.author)
    client.post(f"/studio/editions/{studio.module.pk}/dupliquer/")
    twin = Module.objects.get(slug=f"{studio.module.slug}-copie")
    assert not twin.live
    assert [page.live for page in twin.get_children()] == [False] * 3
    keys = set(Activity.objects.child_of(studio.module).values_list("translation_key", flat=True))
    assert not keys & set(Activity.objects.child_of(twin).values_list("translation_key", flat=True))
    assert twin.editions.count() == 0


MODES = ["learner", "phone", "falc", "print"]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("slug", ["lire", "test"])
def test_an_activity_is_previewed_in_each_mode(mode: str, slug: str, studio: Studio) -> None:
    response: Any = studio.activity(slug).make_preview_request(preview_mode=mode)
    page = response.render().content.decode()
    assert f"preview-{mode}" in page
    assert ("Équipement" if slug == "lire" else "Que faites-vous") in page


def test_a_broken_script_never_holds_a_draft_back_and_its_preview_says_why(studio: Studio, client: Client) -> None:
    page = DialoguePage(title="Au guichet", slug="au-guichet", script="person: [", planned_minutes=20)
    studio.module.add_child(instance=page)
    page.save_revision()
    body = {
        "title": "Au guichet",
        "slug": "au-guichet",
        "planned_minutes": 20,
        "purpose": "",
        "script": "person: [[",
        "alignments-TOTAL_FORMS": 0,
        "alignments-INITIAL_FORMS": 0,
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
    }
    client.force_login(studio.admin)
    address = f"/studio/pages/{page.pk}/edit/"
    assert client.post(address, body).status_code == 302
    assert DialoguePage.objects.get(pk=page.pk).get_latest_revision_as_object().script == "person: [["
    refused = client.post(address, body | {"action-publish": "1"})
    assert refused.status_code == 200
    assert "ne peut pas être lu" in refused.content.decode().replace("\xa0", " ")
    preview: Any = page.make_preview_request(preview_mode="learner")
    assert "Pas encore montrable" in preview.render().content.decode()


def test_a_site_half_written_is_kept_as_a_draft_and_does_not_go_before_learners(studio: Studio, client: Client) -> None:
    page = VirtualSitePage(title="En ligne", slug="en-ligne", source="service: {name: Rive", planned_minutes=20)
    studio.module.add_child(instance=page)
    page.save_revision()
    client.force_login(studio.admin)
    address = f"/studio/pages/{page.pk}/edit/"
    body = {
        "title": "En ligne",
        "slug": "en-ligne",
        "planned_minutes": 20,
        "purpose": "",
        "source": "service: [",
        **{f"{rows}-{form}_FORMS": 0 for rows in ("alignments", "comments") for form in ("TOTAL", "INITIAL")},
    }
    assert client.post(address, body).status_code == 302
    assert VirtualSitePage.objects.get(pk=page.pk).get_latest_revision_as_object().source == "service: ["
    published = client.post(address, body | {"action-publish": "1"})
    assert "Ligne 1" in published.content.decode().replace("\xa0", " ")
    assert client.get(address).status_code == 200  # its meter and its warnings too
    draft: Any = VirtualSitePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert "Ligne 1" in draft.make_preview_request().render().content.decode().replace("\xa0", " ")


def test_a_lesson_without_a_screen_is_a_draft_and_blocks_the_edition(studio: Studio, client: Client) -> None:
    empty = LessonPage(title="Vide", slug="vide", planned_minutes=5)
    studio.module.add_child(instance=empty)
    client.force_login(studio.admin)
    page = client.get(f"/studio/editions/{studio.module.pk}/").content.decode().replace("\xa0", " ")
    assert "Vide » ne peut pas être lu" in page
    assert "screens" in page
    assert EditionActivity.objects.filter(slug="vide").count() == 0


def test_the_usage_of_a_module_is_one_click_away(studio: Studio, client: Client) -> None:
    client.force_login(studio.author)
    page = client.get(f"/studio/editions/{studio.module.pk}/").content.decode()
    assert f"/studio/pages/{studio.module.pk}/usage/" in page
    assert client.get(f"/studio/pages/{studio.module.pk}/usage/").status_code == 200


def test_whoever_is_no_author_does_not_enter(studio: Studio, client: Client) -> None:
    client.force_login(make_person())
    assert client.get(f"/studio/editions/{studio.module.pk}/").status_code in {302, 403}


def test_the_first_page_of_the_studio_lists_ones_own_modules(studio: Studio, beta: Studio, client: Client) -> None:
    client.force_login(studio.author)
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("studio_editions", args=[studio.module.pk]) in page
    assert reverse("studio_editions", args=[beta.module.pk]) not in page
