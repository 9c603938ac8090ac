"""In the studio: every easy edition that visitors no longer see, for who may mend it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.admin.menu import MenuItem
from wagtail.models import Page, get_page_models
from wagtail.permission_policies.pages import PagePermissionPolicy

from cms.models.easy import EasyToRead


class StaleEasyMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(PagePermissionPolicy().user_has_permission(request.user, "change"))


def find_stale(user: object) -> list[EasyToRead]:
    """The live pages that this person may change whose easy edition says again what they no longer say; those changed
    last, first. One query a kind of page."""
    mine = PagePermissionPolicy().instances_user_has_permission_for(user, "change")
    kinds = [model for model in get_page_models() if issubclass(model, EasyToRead)]
    found: list[EasyToRead] = []
    for kind in kinds:
        pages = kind.objects.live().filter(pk__in=mine.order_by().values("pk")).order_by("path")
        found += [page for page in pages if page.easy_is_stale]
    return sorted(found, key=changed_at, reverse=True)


def changed_at(page: Page) -> float:
    return page.last_published_at.timestamp() if page.last_published_at else 0.0


@require_safe
def list_stale(request: HttpRequest) -> HttpResponse:
    context = {"pages": find_stale(request.user), "title": _("Stale easy editions")}
    return render(request, "cms/studio/stale_easy.html", context)
