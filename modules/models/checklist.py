"""A reading of a page by someone else, before it is published: what was checked is kept, by whom and when."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Task, TaskState
from wagtail.permission_policies.pages import PagePermissionPolicy


class ChecklistTaskState(TaskState):
    """`finished_by` and `finished_at` say who and when. The words ticked are kept: the list may change later."""

    ticked = models.JSONField(_("what was checked"), default=list)

    class Meta:
        verbose_name = _("reading done")
        verbose_name_plural = _("readings done")


class ChecklistTask(Task):
    """Read by those who may publish the page, and by nobody else: never by another institute."""

    items = models.TextField(_("what to check"), help_text=_("One thing a line."))

    task_state_class = ChecklistTaskState
    admin_form_fields: ClassVar[list[str]] = [*Task.admin_form_fields, "items"]

    class Meta:
        verbose_name = _("reading with a checklist")
        verbose_name_plural = _("readings with a checklist")

    def lines(self) -> list[str]:
        return [line.strip() for line in self.items.splitlines() if line.strip()]

    def may_read(self, page: Any, person: Any) -> bool:
        return bool(page.permissions_for_user(person).can_publish())

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        return self.may_read(obj, user)

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """An author waits for the answer; whoever reads may mend."""
        return not self.may_read(obj, user)

    def user_can_lock(self, obj: Any, user: Any) -> bool:
        return self.may_read(obj, user)

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        """Both open a form: without it nothing would be ticked."""
        if not self.may_read(obj, user):
            return []
        return [("reject", _("Ask for changes"), True), ("approve", _("Approve with the checklist"), True)]

    def get_form_for_action(self, action: str) -> Any:
        if action != "approve":
            return super().get_form_for_action(action)
        boxes = {f"item_{place}": forms.BooleanField(label=line) for place, line in enumerate(self.lines())}
        comment = forms.CharField(label=_("Comment"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
        return type("ChecklistForm", (forms.Form,), {**boxes, "comment": comment})

    @transaction.atomic
    def on_action(self, task_state: Any, user: Any, action_name: str, **kwargs: Any) -> Any:
        """Wagtail checks the page of the address, not that of the task state: asked again here, of the latter."""
        if not self.may_read(task_state.workflow_state.content_object, user):
            raise PermissionDenied
        if action_name == "approve":
            state = task_state.specific
            state.ticked = [line for place, line in enumerate(self.lines()) if kwargs.get(f"item_{place}")]
            state.save(update_fields=["ticked"])
            return super().on_action(state, user, action_name, comment=kwargs.get("comment", ""))
        return super().on_action(task_state, user, action_name, **kwargs)

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> Any:
        """Those waiting on pages this person may publish."""
        pages = PagePermissionPolicy(Page).instances_user_has_permission_for(user, "publish")
        mine = [str(pk) for pk in pages.values_list("pk", flat=True)]
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        return waiting.filter(workflow_state__object_id__in=mine)

    @classmethod
    def get_description(cls) -> Any:
        return _("Whoever may publish the page ticks a list of checks; what was ticked is kept.")
