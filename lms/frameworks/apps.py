from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FrameworksConfig(AppConfig):
    """The studio's screens of the frameworks of institutes: `competencies` knows no institute, so they are here."""

    name = "lms.frameworks"
    label = "frameworks"
    verbose_name = _("Frameworks of institutes")
