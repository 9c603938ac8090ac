"""The tables of the survey by theme: the four hypotheses of the study, and the practice they are about."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Theme(models.TextChoices):
    """Values are seen in addresses, so they are French."""

    PRACTICE = "pratique", _("Practice and difficulties")
    TRAINING = "formation", _("Training")
    RESOURCES = "ressources", _("Resources around")
    EQUIPMENT = "materiel", _("Rooms and equipment")
    INFORMATION = "information", _("Information and project")


TABLES: dict[Theme, tuple[str, ...]] = {
    Theme.PRACTICE: ("T01", "T02", "T05", "T06", "T07", "T08", "T09", "T40"),
    Theme.TRAINING: ("T04", "T31", "T32", "T19"),
    Theme.RESOURCES: ("T10", "T11", "T12", "T20", "T30", "T29"),
    Theme.EQUIPMENT: ("T23", "T24", "T25", "T26", "T14", "T22"),
    Theme.INFORMATION: ("T16", "T15", "T18", "T39", "T13", "T37", "T17"),
}


class Structure(models.TextChoices):
    """The rows of the tables."""

    ALL = "total", _("All structures")
    ADMINISTRATION = "admin", _("Administrations")
    HOSTING = "heberg", _("Accommodation facilities")
    OPEN_SETTING = "ouvert", _("Open-setting support")
