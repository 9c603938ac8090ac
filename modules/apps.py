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
        from cms.search.shelf import put_on_shelf
        from modules.sheets.searching import read_leaflets
        from modules.studio.moderation import install_after_migrate

        put_on_shelf(read_leaflets)
        post_migrate.connect(install_after_migrate, sender=self)
