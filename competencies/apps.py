from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CompetenciesConfig(AppConfig):
    name = "competencies"
    label = "competencies"
    verbose_name = _("Competencies")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from competencies.receivers import load_after_migrate

        post_migrate.connect(load_after_migrate, sender=self)
