from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ModulesConfig(AppConfig):
    name = "modules"
    label = "modules"
    verbose_name = _("Modules")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import modules.receivers  # noqa: F401
        from modules.studio.moderation import install_after_migrate

        post_migrate.connect(install_after_migrate, sender=self)
