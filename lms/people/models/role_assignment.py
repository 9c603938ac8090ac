"""Which role a person plays, and over which branch of the organisation tree."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.people.models.organisation import Organisation
from lms.people.rights import Role

SITE_WIDE = [Role.LEARNER.value, Role.SITE_ADMIN.value, Role.AUDITOR.value]


class RoleAssignment(models.Model):
    """One role over one node. Learner, site admin and auditor have no node: they are the same everywhere."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="role_assignments", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=16, choices=[(role.value, role.label) for role in Role])
    node = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="role_assignments", verbose_name=_("over")
    )

    class Meta:
        verbose_name = _("role assignment")
        verbose_name_plural = _("role assignments")
        ordering = ["person", "role", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role", "node"],
                name="role_assignment_once",
                violation_error_message=_("This person already has this role here."),
            ),
            models.UniqueConstraint(
                fields=["person", "role"],
                condition=models.Q(node=None),
                name="role_assignment_site_wide_once",
                violation_error_message=_("This person already has this role here."),
            ),
            models.CheckConstraint(
                name="role_assignment_has_its_node",
                condition=models.Q(role__in=SITE_WIDE, node=None)
                | (~models.Q(role__in=SITE_WIDE) & ~models.Q(node=None)),
                violation_error_message=_(
                    "This role is played over an organisation: choose which one."
                    " Learner, site admin and auditor have none."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {Role(self.role).label} · {self.node or '*'}"
