"""Readings before publication: named, with a list, kept with who ticked and when, by nobody of another institute."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, TaskState, Workflow, WorkflowTask

from modules.models import ChecklistTask, ChecklistTaskState
from modules.studio.moderation import install_moderation, read_readings
from tests.modules.studio.cast import Studio

pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.fixture(autouse=True)
def workflow(db: None) -> Workflow:
    install_moderation()
    return Workflow.objects.get(name=read_readings().name)


def submit(studio: Studio, slug: str = "lire") -> TaskState:
    """An activity sent to be read by its author; the reading that waits."""
    page = studio.activity(slug)
    page.save_revision(user=studio.author)
    state = page.get_workflow().start(page, studio.author)
    return state.current_task_state.specific


def tick(state: TaskState, but: int = -1) -> dict[str, str]:
    """The posted form of a reading with every box ticked, but one."""
    lines = state.task.specific.lines()
    return {f"item_{place}": "on" for place in range(len(lines)) if place != but}


def address(page: Page, state: TaskState, action: str = "approve") -> str:
    return reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state.pk])


def test_the_four_readings_are_installed_once_over_the_whole_tree(studio: Studio, workflow: Workflow) -> None:
    assert [task.name for task in workflow.tasks] == [
        "Pédagogie",
        "Protection des données",
        "Accessibilité",
        "Facile à lire et à comprendre",
    ]
    assert not install_moderation()
    assert ChecklistTask.objects.count() == WorkflowTask.objects.filter(workflow=workflow).count() == 4
    assert studio.activity("lire").get_workflow() == workflow
    assert studio.module.get_workflow() == workflow


def test_what_was_ticked_is_kept_with_who_and_when(studio: Studio, client: Client) -> None:
    state = submit(studio)
    client.force_login(studio.admin)
    client.post(address(studio.activity("lire"), state), tick(state) | {"comment": "Bien lu."})
    kept = ChecklistTaskState.objects.get(pk=state.pk)
    assert kept.ticked == state.task.specific.lines()
    assert (kept.status, kept.finished_by, kept.comment) == (TaskState.STATUS_APPROVED, studio.admin, "Bien lu.")
    assert kept.finished_at is not None
    page = client.get(f"/studio/editions/{studio.module.pk}/").content.decode()
    assert kept.ticked[0] in page


def test_the_words_kept_are_those_that_were_read(studio: Studio, client: Client) -> None:
    state = submit(studio)
    client.force_login(studio.admin)
    client.post(address(studio.activity("lire"), state), tick(state))
    ChecklistTask.objects.update(items="Tout autre chose")
    assert "Tout autre chose" not in ChecklistTaskState.objects.get(pk=state.pk).ticked


def test_one_box_left_open_holds_the_reading_back(studio: Studio, client: Client) -> None:
    state = submit(studio)
    client.force_login(studio.admin)
    client.post(address(studio.activity("lire"), state), tick(state, but=0))
    assert TaskState.objects.get(pk=state.pk).status == TaskState.STATUS_IN_PROGRESS


def test_after_the_fourth_reading_the_page_is_live(studio: Studio, client: Client) -> None:
    lesson = studio.activity("lire")
    lesson.title = "Relue quatre fois"
    lesson.save_revision(user=studio.author)
    state: Any = lesson.get_workflow().start(lesson, studio.author).current_task_state.specific
    client.force_login(studio.admin)
    for _reading in range(4):
        client.post(address(lesson, state), tick(state))
        state = lesson.current_workflow_task_state or state
    assert studio.activity("lire").title == "Relue quatre fois"
    assert ChecklistTaskState.objects.exclude(ticked=[]).count() == 4


def test_an_author_does_not_approve_her_own_page(studio: Studio, client: Client) -> None:
    state = submit(studio)
    client.force_login(studio.author)
    client.post(address(studio.activity("lire"), state), tick(state))
    assert TaskState.objects.get(pk=state.pk).status == TaskState.STATUS_IN_PROGRESS


def test_nobody_of_another_institute_reads_even_through_a_page_of_theirs(
    studio: Studio, beta: Studio, client: Client
) -> None:
    """Wagtail checks the page named in the address, and not whose the reading is."""
    state, own = submit(studio), submit(beta)
    client.force_login(beta.admin)
    client.raise_request_exception = False
    for page in (studio.activity("lire"), beta.activity("lire")):
        client.post(address(page, state), tick(state))
    assert TaskState.objects.get(pk=state.pk).status == TaskState.STATUS_IN_PROGRESS
    with pytest.raises(PermissionDenied):
        state.task.specific.on_action(state, beta.admin, "approve")
    mine = own.task.specific.get_task_states_user_can_moderate(beta.admin)
    assert list(mine.values_list("pk", flat=True)) == [own.pk]
