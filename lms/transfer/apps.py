from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TransferConfig(AppConfig):
    name = "lms.transfer"
    label = "transfer"
    verbose_name = _("Use at work")
    default_auto_field = "django.db.models.BigAutoField"
