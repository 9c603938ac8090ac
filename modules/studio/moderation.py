"""The readings before publication: named tasks with their lists (fixtures/readings.yaml), over the whole tree."""

from typing import Any

import msgspec
from django.conf import settings
from django.db import transaction
from wagtail.models import Page, Workflow, WorkflowPage, WorkflowTask

from modules.models.checklist import ChecklistTask

WAGTAIL_DEFAULT = "Moderators approval"


class Reading(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    items: list[str]


class Readings(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    readings: list[Reading]


def read_readings() -> Readings:
    return msgspec.yaml.decode((settings.FIXTURES / "readings.yaml").read_bytes(), type=Readings)


@transaction.atomic
def install_moderation() -> bool:
    """Make the tasks and their workflow once, on the root of the pages; whether anything was written.

    An administrator's later choices stay: nothing is done once a reading is there, whatever it has become.
    """
    root = Page.get_first_root_node()
    if root is None or ChecklistTask.objects.exists():
        return False
    written = read_readings()
    workflow = Workflow.objects.create(name=written.name)
    for place, reading in enumerate(written.readings):
        task = ChecklistTask.objects.create(name=reading.name, items="\n".join(reading.items))
        WorkflowTask.objects.create(workflow=workflow, task=task.task_ptr, sort_order=place)
    present = WorkflowPage.objects.filter(page=root).first()
    if present is None or present.workflow.name == WAGTAIL_DEFAULT:
        WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
    return True


def install_after_migrate(**kwargs: Any) -> None:
    """Receiver of `post_migrate`: only where the tables are those of today (not on the way back)."""
    apps = kwargs.get("apps")
    if kwargs.get("using") != "default" or apps is None:
        return
    try:
        apps.get_model("modules", "ChecklistTask")
    except LookupError:
        return
    install_moderation()
