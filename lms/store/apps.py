from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StoreConfig(AppConfig):
    """The studio's screens of the Learning Record Store: it knows no rights, so they are here."""

    name = "lms.store"
    label = "store"
    verbose_name = _("Statements")
