"""Where the studio joins Wagtail's admin: addresses, buttons, choosers, and what must not be deleted."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.admin.widgets import Button
from wagtail.models import Page

from modules.models import Activity, DialoguePage, Edition, InstitutePage, Module, Programme, ProgrammeRegistration
from modules.studio import views
from modules.studio.home import show_own_modules
from modules.studio.isolation import pages_to_choose
from modules.studio.standing import stand_of


class ActivityIndex(ExplorableIndexView):
    """The activities of a module, in their order, with their minutes and the handles to drag them."""

    base_columns = [
        *ExplorableIndexView.base_columns[:-1],
        Column("planned_minutes", label="min", width="6%"),
        ExplorableIndexView.base_columns[-1],
    ]
    default_ordering = "ord"


class ActivityViewSet(PageViewSet):
    model = Activity
    index_view_class = ActivityIndex


def activities() -> PageViewSet:
    return ActivityViewSet("activity_pages")


def addresses() -> list[Any]:
    return [
        path("editions/<int:module_id>/", views.editions, name="studio_editions"),
        path(
            "editions/<int:module_id>/comparer/<int:before_id>/<int:after_id>/",
            views.compare_editions,
            name="studio_compare",
        ),
        path("activites/<int:activity_id>/facile/", views.ease, name="studio_ease"),
        path("editions/<int:module_id>/dupliquer/", views.duplicate, name="studio_duplicate"),
        path("editions/<int:module_id>/archive/", views.export, name="studio_export"),
        path("editions/<int:module_id>/formes/", views.draw_tests, name="studio_forms"),
        path("dialogues/<int:page_id>/graphe/", views.show_graph, name="studio_graph"),
        path("instituts/<int:institute_id>/importer/", views.import_module, name="studio_import"),
    ]


def header_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    yield from buttons_of(page, user)


def listing_buttons(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    yield from buttons_of(page, user)


def buttons_of(page: Page, user: Any) -> Iterator[Button]:
    if isinstance(page, Module) and page.permissions_for_user(user).can_edit():
        address = reverse("studio_editions", args=[page.pk])
        yield Button(_("Editions"), address, icon_name="history", priority=12)
        yield Button(_("Forms A and B"), reverse("studio_forms", args=[page.pk]), icon_name="list-ol", priority=13)
    if isinstance(page, DialoguePage) and page.permissions_for_user(user).can_edit():
        yield Button(_("Graph"), reverse("studio_graph", args=[page.pk]), icon_name="site", priority=12)
    if isinstance(page, Activity) and page.permissions_for_user(user).can_edit():
        yield Button(_("Easier words"), reverse("studio_ease", args=[page.pk]), icon_name="edit", priority=16)
    if isinstance(page, InstitutePage) and page.permissions_for_user(user).can_add_subpage():
        address = reverse("studio_import", args=[page.pk])
        yield Button(_("Import a module"), address, icon_name="upload", priority=14)


def own_pages(pages: Any, request: HttpRequest) -> Any:
    """The page browsed is asked too: Wagtail would show its title above the empty list."""
    browsed = request.resolver_match.kwargs.get("parent_page_id") if request.resolver_match else None
    if browsed and not pages_to_choose(Page.objects.filter(pk=browsed), request.user).exists():
        raise Http404
    return pages_to_choose(pages, request.user)


def hide_closed_report(request: HttpRequest, menu_items: list[Any]) -> None:
    menu_items[:] = [item for item in menu_items if item.name != "page-types-usage"]


def move_within_ones_own(request: HttpRequest, page: Page, destination: Page) -> None:
    """Wagtail names both pages before it asks whether this person may move them."""
    if not all(each.permissions_for_user(request.user).can_edit() for each in (page, destination)):
        raise PermissionDenied


def keep_what_has_editions(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Learners have taken these editions, or follow this programme: the page is unpublished, never deleted."""
    if request.method != "POST" or not is_learnt([page]):
        return None
    return refuse_deletion(request, page)


def keep_all_that_have_editions(
    request: HttpRequest, action_type: str, objects: list[Any], action_class_instance: Any
) -> HttpResponse | None:
    pages = [each for each in objects if isinstance(each, Page)]
    if action_type != "delete" or not is_learnt(pages):
        return None
    return refuse_deletion(request, pages[0])


def is_learnt(pages: list[Page]) -> bool:
    """An activity is deleted freely: the editions hold copies of it."""
    modules = [module for page in pages for module in Module.objects.descendant_of(page, inclusive=True)]
    programmes = [each for page in pages for each in Programme.objects.descendant_of(page, inclusive=True)]
    return (
        Edition.objects.filter(module__in=modules).exists()
        or ProgrammeRegistration.objects.filter(programme__in=programmes).exists()
    )


def refuse_deletion(request: HttpRequest, page: Page) -> HttpResponse:
    words = _("Learners may have followed “%(title)s”: it is not deleted. Unpublish it instead.")
    messages.error(request, words % {"title": page.title})
    return redirect("wagtailadmin_explore", page.get_parent().pk)


def say_findings(request: HttpRequest, page: Page) -> None:
    """Publishing a page is never held back; what will hold the edition back is said at once."""
    specific = page.specific
    module = specific if isinstance(specific, Module) else Module.objects.ancestor_of(page).first()
    if module is None:
        return
    for finding in stand_of(module).blockers:
        messages.warning(request, _("Before an edition: %(words)s") % {"words": finding.words})


hooks.register("register_admin_viewset", activities)
hooks.register("register_admin_urls", addresses)
hooks.register("register_page_header_buttons", header_buttons)
hooks.register("register_page_listing_buttons", listing_buttons)
hooks.register("construct_page_chooser_queryset", own_pages)
hooks.register("construct_reports_menu", hide_closed_report)
hooks.register("before_move_page", move_within_ones_own)
hooks.register("before_delete_page", keep_what_has_editions)
hooks.register("before_bulk_action", keep_all_that_have_editions)
hooks.register("after_publish_page", say_findings)
hooks.register("construct_homepage_panels", show_own_modules)
