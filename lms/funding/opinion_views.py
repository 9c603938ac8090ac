"""What learners think of each edition of a module, for its authors: a screen of the studio, by the engine's rule."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from wagtail.admin.widgets import Button
from wagtail.models import Page

from lms.funding.opinions import OPINION_RULES, read_opinions
from modules.models import EditionActivity, Module
from modules.studio.views import find_module


@require_GET
def show_opinions(request: HttpRequest, module_id: int) -> HttpResponse:
    """Of each edition, the newest first."""
    module = find_module(request, module_id)
    asked = EditionActivity.objects.filter(edition__module=module, kind="questionnaire", content__anonymous=True)
    rows = asked.select_related("edition").order_by("-edition__number", "-edition__minor", "position")
    context = {
        "module": module,
        "page_title": _("Opinions"),
        "page_subtitle": module.title,
        "header_icon": "comment",
        "rows": [read_opinions(each) for each in rows],
        "k": OPINION_RULES.k,
    }
    return render(request, "funding/opinions.html", context)


def addresses() -> list[Any]:
    return [path("editions/<int:module_id>/avis/", show_opinions, name="studio_opinions")]


def header_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    yield from buttons_of(page, user)


def listing_buttons(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    yield from buttons_of(page, user)


def buttons_of(page: Page, user: Any) -> Iterator[Button]:
    if isinstance(page, Module) and page.permissions_for_user(user).can_edit():
        yield Button(_("Opinions"), reverse("studio_opinions", args=[page.pk]), icon_name="comment", priority=13)
