"""One entry in the studio's menu, for whom the table of rights lets read frameworks."""

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from lms.people.access import may
from lms.people.models import User
from lms.people.rights import Thing, Verb


class FrameworksMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return isinstance(request.user, User) and may(request.user, Verb.VIEW, Thing.FRAMEWORK)


def frameworks_in_the_menu() -> MenuItem:
    return FrameworksMenuItem(_("Frameworks"), reverse_lazy("frameworks:frameworks"), icon_name="list-ol", order=160)


hooks.register("register_admin_menu_item", frameworks_in_the_menu)
