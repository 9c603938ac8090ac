"""Wagtail's groups follow the role assignments at once: a role given opens the studio, a role taken back closes it."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from lms.people.models import InstitutePlace, RoleAssignment
from lms.people.rights import Role
from lms.people.studio_groups import INSTITUTE_ROLES, sync_rights

STUDIO_ROLES = {*INSTITUTE_ROLES, Role.SITE_ADMIN}


@receiver([post_save, post_delete], sender=RoleAssignment, dispatch_uid="people.follow_role")
def follow_role(sender: Any, instance: RoleAssignment, **kwargs: Any) -> None:
    if instance.role in STUDIO_ROLES:
        transaction.on_commit(sync_rights)


@receiver([post_save, post_delete], sender=InstitutePlace, dispatch_uid="people.follow_place")
def follow_place(sender: Any, **kwargs: Any) -> None:
    transaction.on_commit(sync_rights)
