"""Who signs in, and who is still signed in: a person and the roles they play, read together."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.backends import BaseBackend, ModelBackend
from django.db.models import UUIDField

from competencies.prepared import Prepared
from lms.people.models import RoleAssignment, User
from lms.people.rights import Role

_played = Prepared(
    lambda person: RoleAssignment.objects.filter(person=person).select_related("person").order_by(), person=UUIDField()
)


class _WithRoles(BaseBackend):
    def get_user(self, user_id: Any) -> Any:
        """One query for both, as nearly every page asks: whoever plays no role yet costs a second one."""
        played = list(_played(person=user_id))
        if not played:
            return super().get_user(user_id)
        person: User = played[0].person
        person.roles_known = {Role(each.role) for each in played}
        return person if person.is_active else None


class Accounts(_WithRoles, ModelBackend):
    """Passwords and permissions, as Django keeps them."""


class Addresses(_WithRoles, AuthenticationBackend):
    """Signing in by e-mail address, as allauth does it."""
