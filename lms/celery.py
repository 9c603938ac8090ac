"""Celery's application. Slow work is queued on commit from a row in the database; see each app's tasks.py."""

import os
from typing import Any

from celery import Celery, signals

from lms.folder_broker import teach_kombu

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.everyday")

teach_kombu()
app = Celery("lms")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def keep_our_logging(**_: Any) -> None:
    """Someone answers this signal, so Celery leaves alone what LOGGING set up."""


signals.setup_logging.connect(keep_our_logging)
