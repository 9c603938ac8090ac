"""Institutes, employers with their sites and teams, funders: one tree, whose branches bound what each role sees."""

import uuid
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from stdnum.exceptions import ValidationError as SiretError
from stdnum.fr import siret as siret_number
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet


class OrganisationKind(models.TextChoices):
    INSTITUTE = "institute", _("Training institute")
    EMPLOYER = "employer", _("Employer")
    SITE = "site", _("Site")
    TEAM = "team", _("Team")
    FUNDER = "funder", _("Funder")


class StructureType(models.TextChoices):
    """The three types of the 2018 survey, and the rest."""

    ADMINISTRATION = "administration", _("Administration")
    HOSTING = "hosting", _("Accommodation facility")
    OPEN_SETTING = "open_setting", _("Open-setting support")
    OTHER = "other", _("Other")


ROOT_KINDS = [OrganisationKind.INSTITUTE, OrganisationKind.EMPLOYER, OrganisationKind.FUNDER]
BRANCH_KINDS = [OrganisationKind.SITE, OrganisationKind.TEAM]


def check_siret(value: str) -> None:
    """Refuse a SIRET whose length or check digit is wrong (La Poste's own rule included, by python-stdnum)."""
    try:
        siret_number.validate(value)
    except SiretError as error:
        raise ValidationError(
            _("This SIRET is not valid: it has 14 digits and the last one checks the others. Copy it again.")
        ) from error


check_commune = RegexValidator(
    r"^(?:\d{2}|2A|2B)\d{3}$",
    _("An INSEE commune code has five characters, for example 59606 or 2A004. It is not the postcode."),
)


class OrganisationQuerySet(MP_NodeQuerySet["Organisation"]):
    def within(self, *nodes: "Organisation") -> "OrganisationQuerySet":
        """The given nodes and everything under them; nothing when there are none."""
        return self.filter(within(*nodes))


class OrganisationManager(MP_NodeManager["Organisation"]):
    def get_queryset(self) -> OrganisationQuerySet:
        return OrganisationQuerySet(self.model, using=self._db).order_by("path")

    def within(self, *nodes: "Organisation") -> OrganisationQuerySet:
        return self.get_queryset().within(*nodes)


def within(*nodes: "Organisation", prefix: str = "") -> models.Q:
    """A condition: the organisation reached by `prefix` ("post__team__", say) is one of the nodes or under one."""
    if not nodes:
        return models.Q(pk__in=[])
    condition = models.Q()
    for node in nodes:
        condition |= models.Q(**{f"{prefix}path__startswith": node.path})
    return condition


class Organisation(MP_Node):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=OrganisationKind)
    name = models.CharField(_("name"), max_length=160)
    siret = models.CharField(_("SIRET"), max_length=14, blank=True, validators=[check_siret])
    structure_type = models.CharField(_("structure type"), max_length=16, choices=StructureType, blank=True)
    commune_code = models.CharField(_("INSEE commune code"), max_length=5, blank=True, validators=[check_commune])
    commune_name = models.CharField(_("commune"), max_length=80, blank=True)

    objects: ClassVar[OrganisationManager] = OrganisationManager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.CheckConstraint(
                name="organisation_kind_fits_depth",
                condition=models.Q(depth=1, kind__in=ROOT_KINDS) | models.Q(depth__gt=1, kind__in=BRANCH_KINDS),
                violation_error_message=_("A site or a team stands under an employer; nothing else does."),
            ),
            models.UniqueConstraint(
                fields=["siret"],
                condition=~models.Q(siret=""),
                name="organisation_siret_once",
                violation_error_message=_("Another organisation already has this SIRET."),
            ),
            models.CheckConstraint(
                name="organisation_employer_has_type",
                condition=~models.Q(kind=OrganisationKind.EMPLOYER) | ~models.Q(structure_type=""),
                violation_error_message=_("An employer has a structure type."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def department_code(self) -> str:
        """First two characters of the commune code (three overseas); empty when the commune is not known."""
        return self.commune_code[:3] if self.commune_code.startswith("97") else self.commune_code[:2]

    def employer(self) -> "Organisation":
        """The root of this branch: the employer of a site or team, itself otherwise."""
        return self if self.depth == 1 else Organisation.objects.get(path=self.path[: self.steplen])

    def clean(self) -> None:
        super().clean()
        if self.siret:
            self.siret = siret_number.compact(self.siret)

    def add_branch(self, kind: str, name: str, **fields: Any) -> "Organisation":
        """A site or a team under this node; the structure type and commune are inherited unless given."""
        inherited = {
            "structure_type": self.structure_type,
            "commune_code": self.commune_code,
            "commune_name": self.commune_name,
        }
        return self.add_child(kind=kind, name=name, **(inherited | fields))
