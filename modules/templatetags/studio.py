"""What the studio's templates ask about a module. Here and not in the panels: panels are read before the models."""

from typing import Any

from django import template
from django.urls import reverse
from wagtail.models import Page

from modules.checking import HALF_DAY_MINUTES, PRACTICE_PERCENT
from modules.models import Activity, Module
from modules.sheets.reading import read_session
from modules.studio.standing import stand_of

register = template.Library()


@register.inclusion_tag("modules/studio/standing.html")
def module_standing(module: Module) -> dict[str, Any]:
    """The meter and the findings of a module, drafts included, and what its trainer's sheet leaves to professionals."""
    session = read_session(module.slug)
    return {
        "stand": stand_of(module),
        "half_day": HALF_DAY_MINUTES,
        "practice": PRACTICE_PERCENT,
        "editions_address": reverse("studio_editions", args=[module.pk]),
        "watch": session.watch if session else "",
    }


@register.inclusion_tag("modules/studio/minutes.html")
def module_minutes(activity: Activity, module_id: int | None) -> dict[str, Any]:
    """Minutes of the other activities, for the live total in its editor; the module's key serves a new one."""
    module = activity.get_parent() if activity.pk else Page.objects.filter(pk=module_id).first()
    rows = Activity.objects.child_of(module).exclude(pk=activity.pk) if module else Activity.objects.none()
    others = sum(rows.values_list("planned_minutes", flat=True))
    own = activity.planned_minutes or 0
    return {"others": others, "total": others + own, "half_day": HALF_DAY_MINUTES}
