"""Accounts in the studio: organisations, posts and roles, for those whom the table of rights lets change them.

People themselves are in Wagtail's own list of users.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from lms.people.forms import OrganisationForm
from lms.people.models import Organisation, Post, RoleAssignment


class OrganisationViewSet(ModelViewSet):
    model = Organisation
    icon = "group"
    list_display = ("name", "get_kind_display", "commune_name", "structure_type")
    list_filter = ("kind", "structure_type")
    search_fields = ("name", "siret")
    ordering = ("path",)

    def get_form_class(self, for_update: bool = False) -> Any:
        return OrganisationForm


class PostViewSet(ModelViewSet):
    model = Post
    icon = "user"
    form_fields = ("person", "team", "profession", "started_on", "ended_on")
    list_display = ("person", "team", "get_profession_display", "started_on", "ended_on")
    list_filter = ("profession",)


class RoleAssignmentViewSet(ModelViewSet):
    model = RoleAssignment
    icon = "key"
    form_fields = ("person", "role", "node")
    list_display = ("person", "get_role_display", "node")
    list_filter = ("role",)


class AccountsViewSetGroup(ModelViewSetGroup):
    menu_label = _("Accounts")
    menu_icon = "group"
    items = (OrganisationViewSet("organisations"), PostViewSet("posts"), RoleAssignmentViewSet("roles"))


hooks.register("register_admin_viewset", AccountsViewSetGroup)
