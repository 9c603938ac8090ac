from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DiagnosisConfig(AppConfig):
    name = "lms.diagnosis"
    label = "diagnosis"
    verbose_name = _("Structure diagnosis")
    default_auto_field = "django.db.models.BigAutoField"
