from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class XapiStoreConfig(AppConfig):
    name = "xapi_store"
    label = "xapi_store"
    verbose_name = _("Learning Record Store")
    default_auto_field = "django.db.models.BigAutoField"
