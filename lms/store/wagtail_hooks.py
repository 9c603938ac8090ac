"""One entry in the studio's menu, for whom the table of rights lets read the store."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from lms.people.access import may
from lms.people.models import User
from lms.people.rights import Thing, Verb


class StoreMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return isinstance(request.user, User) and may(request.user, Verb.VIEW, Thing.STORE)


def store_menu_item() -> StoreMenuItem:
    return StoreMenuItem(_("Statements"), reverse("store:statements"), name="store", icon_name="list-ul", order=600)


hooks.register("register_admin_menu_item", store_menu_item)
