"""Accounts in the studio: organisations, posts and roles, for those whom the table of rights lets change them.

People themselves are in Wagtail's own list of users.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from lms.people.forms import OrganisationForm
from lms.people.models import Organisation, Post, RoleAssignment

KIND = Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind")
PROFESSION = Column("profession", label=_("Profession"), accessor="get_profession_display", sort_key="profession")
ROLE = Column("role", label=_("Role"), accessor="get_role_display", sort_key="role")


class OrganisationViewSet(ModelViewSet):
    model = Organisation
    icon = "group"
    list_display = ("name", KIND, "commune_name", "structure_type")
    list_filter = ("kind", "structure_type")
    search_fields = ("name", "siret")
    ordering = ("path",)

    def get_form_class(self, for_update: bool = False) -> Any:
        return OrganisationForm


class PostViewSet(ModelViewSet):
    model = Post
    icon = "user"
    form_fields = ("person", "team", "profession", "started_on", "ended_on")
    list_display = ("person", "team", PROFESSION, "started_on", "ended_on")
    list_filter = ("profession",)


class RoleAssignmentViewSet(ModelViewSet):
    model = RoleAssignment
    icon = "key"
    form_fields = ("person", "role", "node")
    list_display = ("person", ROLE, "node")
    list_filter = ("role",)


class AccountsViewSetGroup(ModelViewSetGroup):
    menu_label = _("Accounts")
    menu_icon = "group"
    items = (OrganisationViewSet("organisations"), PostViewSet("posts"), RoleAssignmentViewSet("roles"))


hooks.register("register_admin_viewset", AccountsViewSetGroup)
