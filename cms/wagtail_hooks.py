"""In the studio: the errors told on places, to which an editor says what was done; the page of patterns."""

from typing import Any

from django.apps import apps
from django.contrib import messages
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.models import Actor, EnglishText, Findable, Partnership, PlaceReport
from cms.patterns import show_patterns
from cms.remarks import find_remarks
from cms.stale_easy import StaleEasyMenuItem, list_stale
from cms.studio_home import WritingPanel


class PlaceReportViewSet(SnippetViewSet):
    model = PlaceReport
    icon = "warning"
    menu_label = _("Errors on places")
    add_to_admin_menu = True
    menu_order = 170
    list_display = ["__str__", "words", "told_at", "is_handled"]
    list_filter = ["is_handled", "wrong"]
    panels = [
        *[FieldPanel(name, read_only=True) for name in ("place", "wrong", "words", "told_at")],
        FieldPanel("is_handled"),
        FieldPanel("answer"),
    ]


class EnglishTextViewSet(SnippetViewSet):
    model = EnglishText
    icon = "globe"
    menu_label = _("Texts in English")
    add_to_admin_menu = True
    menu_order = 171
    list_display = ["__str__", "english"]
    search_fields = ["standard", "english"]
    panels = [FieldPanel("standard"), FieldPanel("english")]


class ActorViewSet(SnippetViewSet):
    model = Actor
    icon = "group"
    menu_label = _("Actors’ sheets")
    add_to_admin_menu = True
    menu_order = 172
    list_display = ["__str__", "kind", "territory", "checked_on"]
    list_filter = ["kind"]
    search_fields = ["name", "territory"]
    panels = [
        *[FieldPanel(name) for name in ("name", "slug", "kind", "territory", "missions", "limits", "role")],
        *[FieldPanel(name) for name in ("reached_by", "website", "place_identifier", "checked_on", "is_invented")],
    ]


class PartnershipViewSet(SnippetViewSet):
    model = Partnership
    icon = "link"
    menu_label = _("Partnership conventions")
    add_to_admin_menu = True
    menu_order = 173
    list_display = ["__str__", "starts_on", "ends_on"]
    search_fields = ["title"]
    panels = [
        FieldPanel("title"),
        FieldPanel("actors", widget=CheckboxSelectMultiple),
        *[FieldPanel(name) for name in ("purpose", "gesture", "starts_on", "ends_on", "text_address")],
    ]


register_snippet(PlaceReportViewSet)
register_snippet(ActorViewSet)
register_snippet(PartnershipViewSet)
register_snippet(EnglishTextViewSet)


def patterns_in_the_studio() -> list[URLPattern]:
    """Wagtail opens it to whom the studio is open."""
    return [
        path("motifs/", show_patterns, name="patterns"),
        path("editions-faciles/", list_stale, name="stale_easy"),
    ]


def report_stale_easy() -> MenuItem:
    return StaleEasyMenuItem(_("Stale easy editions"), reverse("stale_easy"), icon_name="history", order=1200)


def say_remarks(request: HttpRequest, page: Page) -> None:
    """Published as asked; what may keep a reader out is said at once, and stays at the top of the editor."""
    specific = page.specific
    found = find_remarks(specific) if isinstance(specific, Findable) else []
    if found:
        words = ngettext(
            "Published. One thing to read again, at the top of the editor: %(first)s",
            "Published. %(number)d things to read again, at the top of the editor. The first: %(first)s",
            len(found),
        )
        messages.warning(request, words % {"number": len(found), "first": found[0].words})


def begin_from_home(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(WritingPanel(request))


hooks.register("register_admin_urls", patterns_in_the_studio)
hooks.register("register_reports_menu_item", report_stale_easy)
hooks.register("after_publish_page", say_remarks)


def leave_readings_to_modules(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """The readings before publication are those of modules: a page of the site is not sent there."""
    kind = type(context["page"]) if context.get("page") else _kind_begun(request)
    if issubclass(kind, Findable) and kind.writing_words:
        menu_items[:] = [item for item in menu_items if item.name != "action-submit"]


def _kind_begun(request: HttpRequest) -> type:
    """Of a page that is not there yet: the address says which."""
    asked = request.resolver_match.kwargs if request.resolver_match else {}
    names = asked.get("content_type_app_name", ""), asked.get("content_type_model_name", "")
    return apps.get_model(*names) if all(names) else Page


hooks.register("construct_page_action_menu", leave_readings_to_modules)
hooks.register("construct_homepage_panels", begin_from_home)
