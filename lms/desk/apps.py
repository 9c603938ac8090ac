from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "lms.desk"
    label = "desk"
    verbose_name = _("Learner's desk")
    default_auto_field = "django.db.models.BigAutoField"
