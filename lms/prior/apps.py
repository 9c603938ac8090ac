from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PriorConfig(AppConfig):
    name = "lms.prior"
    label = "prior"
    verbose_name = _("Prior learning")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import lms.prior.receivers  # noqa: F401
