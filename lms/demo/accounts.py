"""The demo accounts: listed where the demonstration is on, absent everywhere else."""

from typing import Any

from django.conf import settings

from lms.demo.blueprint import read_blueprint
from lms.people.models import User
from lms.people.rights import Role


class NoDemoHere(Exception):  # noqa: N818 (the name says what happened)
    """Production settings: there is no demo account and none can be made."""


def demo_accounts() -> list[dict[str, Any]]:
    """role, role's name, e-mail, password, organisation of each account that exists. Raises NoDemoHere."""
    if not settings.DEMO_ACCOUNTS:
        raise NoDemoHere
    blueprint = read_blueprint()
    there = set(User.objects.filter(email__endswith="@demo.example").values_list("email", flat=True))
    return [
        {
            "role": account.role,
            "role_name": str(Role(account.role).label),
            "email": account.email,
            "password": blueprint.password,
            "organisation": account.node or account.team,
        }
        for account in blueprint.accounts
        if account.email in there
    ]
