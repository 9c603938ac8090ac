"""Who signs in, and who is still signed in: a person and the roles they play, read together."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.backends import BaseBackend, ModelBackend

from lms.people.models import RoleAssignment, User
from lms.people.rights import Role


class _WithRoles(BaseBackend):
    def get_user(self, user_id: Any) -> Any:
        """One query for both, as nearly every page asks: whoever plays no role yet costs a second one."""
        played = list(RoleAssignment.objects.filter(person=user_id).select_related("person").order_by())
        if not played:
            return super().get_user(user_id)
        person: User = played[0].person
        person.roles_known = {Role(each.role) for each in played}
        return person if person.is_active else None


class Accounts(_WithRoles, ModelBackend):
    """Passwords and permissions, as Django keeps them."""


class Addresses(_WithRoles, AuthenticationBackend):
    """Signing in by e-mail address, as allauth does it."""
