from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class XapiStoreConfig(AppConfig):
    name = "xapi_store"
    label = "xapi_store"
    verbose_name = _("Learning Record Store")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import xapi_store.arrays  # noqa: F401 (makes its types known to psycopg, before Django opens a connection)
        from xapi_store.definitions import forget
        from xapi_store.models.secret import make_secret

        post_migrate.connect(make_secret, sender=self, dispatch_uid="xapi_store.make_secret")
        post_migrate.connect(forget, sender=self, dispatch_uid="xapi_store.forget")
