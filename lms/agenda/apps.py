from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgendaConfig(AppConfig):
    name = "lms.agenda"
    label = "agenda"
    verbose_name = _("Half-days and papers")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import lms.agenda.receivers  # noqa: F401
