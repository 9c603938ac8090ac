from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingOutcomesConfig(AppConfig):
    name = "lms.meeting_outcomes"
    label = "meeting_outcomes"
    verbose_name = _("What meetings change")
    default_auto_field = "django.db.models.BigAutoField"
